import type { Commit, StoredRecord } from './service';
import type { WriteReport, WriteWatcher } from './targetPort';

/**
 * How one service names what both hold. The reference number is set once and never edited: it tells the oracle who a
 * record is.
 */
export interface Naming {
	readonly service: string;
	readonly fields: Readonly<Record<string, string>>;
	readonly tags: string;
}

export type Winner = 'first' | 'second' | 'newest' | 'review';

interface Edit {
	readonly id: number;
	readonly value: string;
	readonly at: number;
	/** The edit of the other side that its author could see. */
	readonly beats?: number;
	/**
	 * It beats the other only by what nobody but the oracle saw: both sides came to hold the same by chance, or a write
	 * that was undone unseen.
	 */
	readonly isByChance?: boolean;
	/** It sets back what both sides last agreed on: at rest no change at all, however many steps lay between. */
	readonly isRevert: boolean;
	/** Overtaken by a write of the engine that could not know of it, or made while such a write was unclear. */
	inWindow: boolean;
}

interface FieldState {
	readonly last: [Edit | undefined, Edit | undefined];
	readonly shows: [string | undefined, string | undefined];
	/**
	 * The newest edit of the other side that this side has shown, and whether it was carried there or came to be the
	 * same.
	 */
	readonly absorbed: [number | undefined, number | undefined];
	readonly byChance: [boolean, boolean];
	/** What both sides last showed alike. */
	agreed?: string;
	lastContested: number;
}

/** A write of one field whose run has not learned yet how it ended. */
interface Unclear {
	/** What the parts of the field held when it reached the server. */
	readonly before: ReadonlyMap<FieldState, string>;
	/** Edits that its run could not have read. */
	readonly overtaken: readonly Edit[];
	/**
	 * What it carried against those: without an answer nobody can tell which of the two came later, and either may be
	 * lost.
	 */
	disputed: readonly Edit[];
}

interface Person {
	readonly fields: Map<string, FieldState>;
	readonly records: [Set<string>, Set<string>];
	readonly live: [Set<string>, Set<string>];
	/** When each side's record came back from a delete, and when the engine made one there. */
	readonly restoredAt: [number, number];
	readonly madeAt: [number, number];
	/** Sides on which a user deleted the person, and whether the other side held an edit then that had not arrived. */
	deleted?: { side: Side; hadNews: boolean };
}

type Side = 0 | 1;
const other = (side: Side): Side => (side === 0 ? 1 : 0);

/** What can be wrong at rest; `review`: a question where nobody disagreed. */
export type Wrong = 'duplicate' | 'missing' | 'differs' | 'lost' | 'cameBack' | 'review';

export interface Verdict {
	readonly problems: readonly string[];
	/**
	 * Edits that fell between a read and a write of the engine, and are missing; deletes between a create and the first
	 * that knew of it.
	 */
	readonly windows: number;
	readonly reviews: number;
	readonly unjustified: number;
	/** Changes of a field by users, creations not counted. */
	readonly edits: number;
	/** Writes of the sync after which no mapped field had another value. */
	readonly echoes: number;
	/** How often each thing went wrong; `problems` tells where. */
	readonly counts: Readonly<Record<Wrong, number>>;
}

/**
 * Sees all values on both servers and nothing of the engine: who edited what, what they could see, and what is left at
 * rest.
 * It has rules of its own for what is equal, so that a fault of the engine's canonical forms can't hide.
 */
export class Oracle implements WriteWatcher {
	readonly #people = new Map<string, Person>();
	/** By record and field. */
	readonly #unclear = new Map<string, Unclear>();
	/** Records that the engine made, as long as no run has learned of them. */
	readonly #unknown = new Set<string>();
	readonly #goneUnknown = new Set<string>();
	readonly #problems: string[] = [];
	readonly #counts: Record<Wrong, number> = { duplicate: 0, missing: 0, differs: 0, lost: 0, cameBack: 0, review: 0 };
	#echoes = 0;
	#edits = 0;
	#serial = 0;
	#windows = 0;
	#reviews = 0;
	#unjustified = 0;

	/** `skews`: how many ms the clock of each service is ahead. */
	constructor(
		readonly namings: readonly [Naming, Naming],
		readonly winner: Winner,
		readonly skews: readonly [number, number],
	) {}

	see(commit: Commit): void {
		const side = this.#sideOf(commit.service);
		if (this.#isEcho(side, commit)) this.#echoes += 1;
		if (commit.kind === 'same') return;
		if (commit.by === 'engine' && commit.kind === 'create') this.#unknown.add(commit.record.id);
		const person = this.#person(commit.record);
		person.records[side].add(commit.record.id);
		if (commit.kind === 'remove') return this.#remove(person, side, commit);
		person.live[side].add(commit.record.id);
		if (commit.kind === 'create' && commit.by === 'engine') person.madeAt[side] = commit.at;
		if (commit.before?.archived) {
			person.deleted = undefined; // restored
			person.restoredAt[side] = commit.at;
		}
		for (const [field, value] of this.#values(side, commit.record, commit.before))
			this.#show(person, side, field, value, commit);
	}

	#isEcho(side: Side, { kind, by, record, before }: Commit): boolean {
		if (by !== 'engine' || before === undefined || kind === 'remove') return false;
		const earlier = new Map(this.#values(side, before, record));
		return this.#values(side, record, before).every(([field, value]) => earlier.get(field) === value);
	}

	#wrong(what: Wrong, text: string, times = 1): void {
		this.#counts[what] += times;
		this.#problems.push(text);
	}

	#remove(person: Person, side: Side, commit: Commit): void {
		person.live[side].delete(commit.record.id);
		if (commit.by !== 'user') return;
		const hadNews = [...person.fields.values()].some(({ last, absorbed, byChance }) => {
			const news = last[other(side)];
			// An edit made while a write to it was unclear may have been taken for one that did not know of the other side's.
			return (
				news !== undefined &&
				(absorbed[side] !== news.id || byChance[side] || news.inWindow || last[side]?.inWindow === true)
			);
		});
		// A create without an answer whose record is deleted before anybody found it is a create that made nothing: it is
		// made again.
		const isUnknown = this.#unknown.has(commit.record.id);
		if (isUnknown) this.#goneUnknown.add(commit.record.id);
		if (isUnknown) this.#windows += 1;
		person.deleted = { side, hadNews: hadNews || isUnknown || person.live[other(side)].size === 0 };
	}

	#show(person: Person, side: Side, field: string, value: string, commit: Commit): void {
		const state = this.#field(person, field);
		const before = state.shows[side];
		const theirs = state.last[other(side)];
		if (commit.by === 'user' && value !== (before ?? '')) {
			const sees = theirs !== undefined && state.absorbed[side] === theirs.id;
			this.#serial += 1;
			if (commit.kind === 'update') this.#edits += 1;
			const unclear = this.#unclear.get(`${commit.record.id} ${baseOf(field)}`);
			const inWindow = unclear !== undefined;
			if (inWindow && theirs) theirs.inWindow = true;
			// A write without an answer, undone before anybody could read it, leaves what a write that never arrived and a
			// change elsewhere in the record leave: the old value under a newer version. Where the old value was in dispute
			// it still is (see fields.test.ts).
			const isUndone = unclear?.before.get(state) === value && isContested(state);
			state.last[side] = {
				id: this.#serial,
				value,
				at: commit.at,
				inWindow,
				isRevert: value === (state.agreed ?? ''),
				...(sees ? { beats: theirs.id, isByChance: state.byChance[side] || isUndone } : {}),
			};
			if (person.deleted && person.deleted.side !== side) person.deleted.hadNews = true;
		}
		state.shows[side] = value;
		if (theirs && theirs.value === value) absorb(state, side, theirs.id, commit.by === 'user');
		const mine = state.last[side];
		if (mine && state.shows[other(side)] === mine.value) absorb(state, other(side), mine.id, true);
		if (state.shows[0] === state.shows[1]) state.agreed = value;
		if (isContested(state)) state.lastContested = commit.at;
	}

	sent({ service, id, fields, readVersion = Number.POSITIVE_INFINITY }: WriteReport): void {
		const side = this.#sideOf(service);
		for (const name of fields) {
			const concept = this.#conceptOf(side, name);
			if (concept === undefined) continue;
			const states = this.#statesOf(id, side, concept);
			const late = states.filter(
				({ last }) => (last[side]?.at ?? Number.NEGATIVE_INFINITY) + this.skews[side] > readVersion,
			);
			const [overtaken, disputed] = [side, other(side)].map((one) => late.flatMap(({ last }) => last[one] ?? []));
			this.#settle(`${id} ${concept}`);
			this.#unclear.set(`${id} ${concept}`, {
				before: new Map(states.map((state) => [state, state.shows[side] ?? ''])),
				overtaken,
				disputed,
			});
		}
	}

	answered({ service, id, fields }: WriteReport): void {
		this.#unknown.delete(id);
		const side = this.#sideOf(service);
		for (const name of fields) {
			const unclear = this.#unclear.get(`${id} ${this.#conceptOf(side, name)}`);
			if (unclear) unclear.disputed = [];
		}
	}

	refused({ service, id, fields }: WriteReport): void {
		const side = this.#sideOf(service);
		for (const name of fields) this.#unclear.delete(`${id} ${this.#conceptOf(side, name)}`);
		this.settled(id);
	}

	/** Whether a user deleted what a create without an answer had made, before any run had learned of it. */
	wasGoneUnknown(id: string): boolean {
		return this.#goneUnknown.has(id);
	}

	/** A run that writes to this record knows how its writes ended, and those before it. */
	settled(id: string): void {
		this.#unknown.delete(id);
		for (const key of [...this.#unclear.keys()]) if (key.startsWith(`${id} `)) this.#settle(key);
	}

	#settle(key: string): void {
		const { overtaken = [], disputed = [] } = this.#unclear.get(key) ?? {};
		for (const edit of [...overtaken, ...disputed]) edit.inWindow = true;
		this.#unclear.delete(key);
	}

	/**
	 * A review is justified when both sides held an edit that the other's author had not seen, at any time since the
	 * snapshot that it is about.
	 */
	reviewed(source: StoredRecord, service: string, targetFields: readonly string[], since: number, now: number): void {
		const side = this.#sideOf(service);
		for (const name of targetFields) {
			this.#reviews += 1;
			const concept = this.#conceptOf(other(side), name);
			const state = concept === undefined ? undefined : this.#person(source).fields.get(concept);
			if (!state || !(isContested(state) || state.lastContested >= since)) {
				this.#unjustified += 1;
				this.#wrong('review', `review of ${name} for ${refOf(source)} at ${now} although nobody disagreed`);
			}
		}
	}

	/** At rest: everything equal, one record a side, every edit there or beaten by one that knew of it or by the rule. */
	judge(openReviews: (person: string, field: string) => boolean): Verdict {
		let windows = this.#windows;
		for (const key of [...this.#unclear.keys()]) this.#settle(key);
		for (const [ref, person] of this.#people) {
			if (person.deleted) {
				this.#judgeDeleted(ref, person, person.deleted);
				continue;
			}
			for (const side of [0, 1] as const) {
				const { size } = person.live[side];
				// A record that comes back between our last look at it and our create: the one window that a create has.
				const isOvertaken = size === 2 && Math.abs(person.madeAt[side] - person.restoredAt[side]) < IN_FLIGHT;
				if (isOvertaken) windows += 1;
				else if (size !== 1)
					this.#wrong(
						size === 0 ? 'missing' : 'duplicate',
						`${ref} has ${size} records in ${this.namings[side].service}`,
						Math.max(1, size - 1),
					);
			}
			if (person.live[0].size !== 1 || person.live[1].size !== 1) continue;
			for (const [field, state] of person.fields) windows += this.#judgeField(ref, field, state, openReviews);
		}
		return {
			problems: this.#problems,
			windows,
			reviews: this.#reviews,
			unjustified: this.#unjustified,
			edits: this.#edits,
			echoes: this.#echoes,
			counts: this.#counts,
		};
	}

	#judgeDeleted(ref: string, person: Person, { side, hadNews }: { side: Side; hadNews: boolean }): void {
		const alive = person.live[side].size;
		if (alive > 1) this.#wrong('duplicate', `${ref} has ${alive} records after a delete`, alive - 1);
		if (alive === 1 && !hadNews)
			this.#wrong('cameBack', `${ref} was deleted in ${this.namings[side].service} and came back without an edit`);
	}

	/** 1 when an edit is missing that fell into a window, 0 otherwise. */
	#judgeField(
		ref: string,
		field: string,
		state: FieldState,
		openReviews: (person: string, field: string) => boolean,
	): number {
		const [first, second] = state.shows.map((value) => value ?? '');
		const contested = isContested(state);
		if (first !== second && contested && openReviews(ref, baseOf(field))) return 0;
		if (first !== second) this.#wrong('differs', `${ref} ${field} differs at rest: ${first} | ${second}`);
		const winner = beating(state);
		const allowed = winner?.isByChance ? [...state.last] : contested ? this.#allowed(field, state) : [winner];
		if (allowed.some((edit) => [first, second].includes(edit?.value ?? ''))) return 0;
		if (state.last.some((edit) => edit?.inWindow)) return 1;
		this.#wrong(
			'lost',
			`${ref} ${field} is ${first}, but should be ${allowed.map((edit) => edit?.value).join(' or ')}`,
		);
		return 0;
	}

	#allowed(field: string, { last }: FieldState): (Edit | undefined)[] {
		if (
			field.startsWith('tags:') ||
			last.some((edit) => edit?.isRevert) ||
			this.winner === 'newest' ||
			this.winner === 'review'
		)
			return [...last];
		return [last[this.winner === 'first' ? 0 : 1]];
	}

	#values(side: Side, record: StoredRecord, before: StoredRecord | undefined): [string, string][] {
		const naming = this.namings[side];
		const plain = Object.entries(naming.fields).map(([concept, name]): [string, string] => [
			concept,
			comparable(concept, record.fields[name]),
		]);
		const now = tagsOf(record.fields[naming.tags]);
		const earlier = tagsOf(before?.fields[naming.tags]);
		const tags = [...new Set([...now, ...earlier])].map((tag): [string, string] => [
			`tags:${tag}`,
			now.includes(tag) ? 'on' : '',
		]);
		return [...plain, ...tags];
	}

	#statesOf(id: string, side: Side, concept: string): FieldState[] {
		const person = [...this.#people.values()].find(({ records }) => records[side].has(id));
		return person ? [...person.fields].filter(([field]) => baseOf(field) === concept).map(([, state]) => state) : [];
	}

	#conceptOf(side: Side, name: string): string | undefined {
		const { fields, tags } = this.namings[side];
		return name === tags ? 'tags' : Object.keys(fields).find((concept) => fields[concept] === name);
	}

	#sideOf(service: string): Side {
		return service === this.namings[0].service ? 0 : 1;
	}

	#person(record: StoredRecord): Person {
		const ref = refOf(record);
		const known = this.#people.get(ref) ?? {
			fields: new Map(),
			records: [new Set(), new Set()],
			live: [new Set(), new Set()],
			restoredAt: [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
			madeAt: [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
		};
		this.#people.set(ref, known);
		return known;
	}

	#field(person: Person, field: string): FieldState {
		const known = person.fields.get(field) ?? {
			last: [undefined, undefined],
			shows: [undefined, undefined],
			absorbed: [undefined, undefined],
			byChance: [false, false],
			lastContested: Number.NEGATIVE_INFINITY,
		};
		person.fields.set(field, known);
		return known;
	}
}

/** The longest that a call is under way to the server (ms). */
const IN_FLIGHT = 8_000;

export const refOf = (record: StoredRecord): string => String(record.fields.ref);
const baseOf = (field: string): string => field.split(':')[0];

/** Both sides hold an edit whose author had not seen the other's, or had by chance only. */
function isContested({ last: [first, second] }: FieldState): boolean {
	if (first === undefined || second === undefined || first.value === second.value) return false;
	return !(first.beats === second.id && !first.isByChance) && !(second.beats === first.id && !second.isByChance);
}

function absorb(state: FieldState, side: Side, edit: number, isByChance: boolean): void {
	if (state.absorbed[side] !== edit) state.byChance[side] = isByChance;
	else if (!isByChance) state.byChance[side] = false;
	state.absorbed[side] = edit;
}

/** Of two edits, the one whose author knew the other; of equals either. */
function beating({ last: [first, second] }: FieldState): Edit | undefined {
	if (first === undefined || second === undefined) return first ?? second;
	if (second.beats === first.id) return second;
	return first.beats === second.id ? first : second;
}

function comparable(concept: string, value: unknown): string {
	const text = typeof value === 'string' ? value.trim() : '';
	if (concept === 'email') return text.toLowerCase();
	return concept === 'phone' ? text.replace(/\D/g, '').slice(-10) : text;
}

const tagsOf = (value: unknown): string[] =>
	Array.isArray(value) ? value.map((tag) => String(tag).trim().toLowerCase()) : [];
