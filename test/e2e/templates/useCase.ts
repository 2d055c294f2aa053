import type { IDataObject } from 'n8n-workflow';
import type { World } from './world';

/** Somebody who is new to all apps. */
export interface Person {
	readonly name: string;
	readonly email: string;
	readonly phone: string;
	/** What the round keeps of this person, such as the ID of its order. */
	readonly kept: Record<string, string>;
}

/** How often each thing is there. */
export type Counts = Readonly<Record<string, number>>;

/** A template as its user sets it up, what happens to a person, and what must come of it. */
export interface UseCase {
	/** Name of its file in `workflows/`. */
	readonly file: string;
	/** What its page names under "Before you start". */
	readonly before?: (world: World) => Promise<void>;
	/** What its page names under "What you change": the parameters of a node. */
	readonly changes?: Readonly<Record<string, (parameters: IDataObject) => IDataObject>>;
	/** What somebody does in the apps. Calls fail for n8n alone. */
	readonly begin: (world: World, person: Person) => Promise<void>;
	/** The same once more: an event that comes twice, an edit that changes nothing, the next night. */
	readonly again: (world: World, person: Person) => Promise<void>;
	/** What somebody does on a page of n8n, for templates that begin there; again where it did not end well. */
	readonly page?: (world: World, person: Person) => Promise<void>;
	/** All comes right by itself, within some minutes; otherwise it is enough that the team is told what was not done. */
	readonly recovers?: true;
	readonly expected: Counts;
	readonly found: (world: World, person: Person) => Counts;
}
