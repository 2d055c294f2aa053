import { tryToParseDateTime, type ICredentialDataDecryptedObject, type IDataObject } from 'n8n-workflow';
import { canonicalDate } from '../../sync/model/canonical';
import type { Account } from './account';
import type { Parts } from './file';
import { InputProblem, shorten } from './inputProblem';

export { InputProblem, shorten, UnknownEntry } from './inputProblem';

/** Reads the raw value of a parameter for one item; undefined when it is not set. */
export type Reader = (name: string) => unknown;

/** A cached read: `name` tells it from others, `read` makes what is kept of the records that it gave. */
export interface Found<T> {
	readonly name: string;
	readonly read: (records: IDataObject[]) => T;
}

export interface InputSource {
	readonly read: Reader;
	readonly account: Account;
	/** The item as it came in. */
	readonly item?: IDataObject;
	/** IANA zone of the workflow: what a date without offset is meant in. */
	readonly zone?: string;
	/** Reads a further credential of the node, as this item has it. */
	readonly credential?: (type: string) => Promise<ICredentialDataDecryptedObject>;
	/** A file that came with the item. */
	readonly file?: (property: string) => Promise<Parts>;
	/** Results of cached reads, by the name of the read. */
	readonly found?: ReadonlyMap<string, unknown>;
}

/** What the user filled in for one item, read and checked. Throws `InputProblem`. */
export class Input {
	constructor(private readonly source: InputSource) {}

	get account(): Account {
		return this.source.account;
	}

	/** IANA zone of the workflow. */
	get zone(): string | undefined {
		return this.source.zone;
	}

	/** The file that the item carries under the name given in this parameter. */
	async file(name: string): Promise<Parts> {
		const property = this.required(name);
		if (!this.source.file) throw new InputProblem(name, 'No file can be read here', 'Give the content as text.');
		return await this.source.file(property);
	}

	/** What a further credential of the node holds. */
	async credential(type: string): Promise<ICredentialDataDecryptedObject> {
		if (!this.source.credential) throw new InputProblem('credential', 'No further credential can be read here');
		return await this.source.credential(type);
	}

	/** The same parameters with the results of further cached reads at hand. */
	withFound(found: ReadonlyMap<string, unknown>): Input {
		return new Input({ ...this.source, found: new Map([...(this.source.found ?? []), ...found]) });
	}

	/** The same parameters with some replaced. */
	with(values: Readonly<Record<string, unknown>>): Input {
		return new Input({ ...this.source, read: (name) => (name in values ? values[name] : this.source.read(name)) });
	}

	/** The result of a cached read that the endpoint named in `needs`. */
	cached<T>(cachedRead: Found<T>): T {
		if (!this.source.found?.has(cachedRead.name))
			throw new Error(`The endpoint did not name ${cachedRead.name} in its needs`);
		return this.source.found.get(cachedRead.name) as T; // stored under the read's own name by the code that ran it
	}

	/**
	 * The result of a cached read that the operation named in `needs` or `wants`; undefined where there was none, or it
	 * failed.
	 */
	cachedIfAny<T>(cachedRead: Found<T>): T | undefined {
		// stored under the read's own name by the code that ran it
		return this.source.found?.get(cachedRead.name) as T | undefined;
	}

	raw(name: string): unknown {
		return this.source.read(name);
	}

	/** An id, from a resource locator or typed: one part of a path, encoded later. */
	id(name: string): string {
		const id = this.text(name);
		if (id === '')
			throw new InputProblem(
				name,
				`${titleOf(name)} is empty`,
				'Choose an entry from the list, or map an ID from an earlier node.',
			);
		if (id.includes('/') || id === '.' || id === '..') {
			throw new InputProblem(
				name,
				`${titleOf(name)} "${shorten(id)}" is not an ID`,
				'Map the ID alone, without a URL or path.',
			);
		}
		return id;
	}

	/** Trimmed text; empty when not set. Numbers become text. */
	text(name: string): string {
		return textOf(this.source.read(name));
	}

	required(name: string): string {
		const text = this.text(name);
		if (text === '')
			throw new InputProblem(name, `${titleOf(name)} is empty`, 'Fill it in, or map a field that is never empty.');
		return text;
	}

	flag(name: string): boolean {
		const value = this.source.read(name);
		return value === true || value === 'true';
	}

	number(name: string): number | undefined {
		const value = this.source.read(name);
		if (value === undefined || value === null || value === '') return undefined;
		const number = Number(value);
		if (!Number.isFinite(number)) throw new InputProblem(name, `${titleOf(name)} is not a number`, 'Map a number.');
		return number;
	}

	/** A list, or text with commas. Trimmed, without empty entries and repetitions. */
	list(name: string): string[] {
		return listOf(this.source.read(name));
	}

	/** As `list`, with at least one entry. */
	requiredList(name: string): string[] {
		const list = this.list(name);
		if (list.length === 0) throw new InputProblem(name, `${titleOf(name)} is empty`, 'Name at least one.');
		return list;
	}

	/** A date and time as ISO 8601 with offset, without milliseconds, which services refuse now and then. */
	time(name: string): string | undefined {
		return timeOf(this.source.read(name), name, this.source.zone);
	}

	/** A collection of optional fields ("Options", "Additional Fields"). */
	collection(name: string): IDataObject {
		const value = this.source.read(name);
		// n8n gives collections as objects
		return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as IDataObject) : {};
	}

	/** One field of the collection "Options". */
	option(name: string): unknown {
		return this.collection('options')[name];
	}

	/** The fields mapped in a resource mapper, by column id. In automatic mode they are the item's own. */
	mapped(name: string): IDataObject {
		const mapper = this.collection(name);
		if (mapper.mappingMode === 'autoMapInputData') return this.source.item ?? {};
		const values = mapper.value;
		// as n8n stores them
		return values !== null && typeof values === 'object' && !Array.isArray(values) ? (values as IDataObject) : {};
	}

	mapsAutomatically(name: string): boolean {
		return this.collection(name).mappingMode === 'autoMapInputData';
	}

	matchingColumns(name: string): string[] {
		return listOf(this.collection(name).matchingColumns);
	}
}

export function textOf(value: unknown): string {
	if (typeof value === 'string') return value.trim();
	return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean' ? String(value) : '';
}

/** The objects of a list; none where there is no list. */
export const asObjects = (value: unknown): IDataObject[] =>
	Array.isArray(value)
		? value.filter((entry): entry is IDataObject => entry !== null && typeof entry === 'object')
		: [];

export function listOf(value: unknown): string[] {
	const entries = Array.isArray(value) ? value.map(textOf) : textOf(value).split(',');
	return [...new Set(entries.map((entry) => entry.trim()).filter((entry) => entry !== ''))];
}

/** ISO 8601 in UTC without milliseconds. A date without offset is meant in `zone`. */
export function timeOf(value: unknown, field: string, zone?: string): string | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const time = parsedTime(value, zone);
	if (!time)
		throw new InputProblem(field, `${titleOf(field)} is not a date`, 'Use ISO 8601, e.g. 2026-11-24T09:00:00Z.');
	return time;
}

function parsedTime(value: unknown, zone: string | undefined): string | undefined {
	try {
		// as Sync reads it
		const given = typeof value === 'string' && zone !== undefined ? canonicalDate(value, zone) : value;
		return tryToParseDateTime(given, zone)
			.toUTC()
			.toISO({ suppressMilliseconds: true })
			?.replace(/\.\d+Z$/, 'Z');
	} catch {
		return undefined;
	}
}

/** `contactId` → `Contact ID`, as the editor shows it. */
export function titleOf(name: string): string {
	const words = name
		.replace(/([A-Z])/g, ' $1')
		.trim()
		.split(' ');
	return words
		.map((word) => (word.toLowerCase() === 'id' ? 'ID' : word.charAt(0).toUpperCase() + word.slice(1)))
		.join(' ');
}

/** A noun with its article, for texts about any kind of record. */
export const withArticle = (noun: string): string => `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
