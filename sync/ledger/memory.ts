import { refText, sameRecord, type Parent, type RecordRef } from '../model/types';
import {
	brokenOff,
	CREATES,
	kindOfWrite,
	NO_WRITES,
	samePlace,
	type Batch,
	type Change,
	type Counts,
	type Creates,
	type Due,
	type DueStatus,
	type Fence,
	type HistoryRow,
	type Intent,
	type Known,
	type LeaseAnswer,
	type Ledger,
	type Link,
	type Place,
	type Review,
	type Writes,
} from './ledger';

interface Lease {
	readonly owner: string;
	readonly until: number;
}

interface Sighting {
	readonly record: RecordRef;
	readonly at: number;
}

/**
 * A ledger that ends with the process: for tests and the simulation, with the rules of the stored ones. `clock` is the
 * store's time.
 */
export class MemoryLedger implements Ledger {
	readonly #clock: () => number;
	readonly #links = new Map<string, Link>();
	/** Link ids by pair and record. */
	readonly #linked = new Map<string, Set<string>>();
	readonly #intents = new Map<string, Intent>();
	readonly #due = new Map<string, Due>();
	/** Those of #due that wait for a parent. */
	readonly #waitingChildren = new Map<string, Due>();
	readonly #reviews = new Map<string, Review>();
	readonly #batches = new Map<string, Batch & { readonly until: number }>();
	readonly #skipped = new Map<string, { readonly version: number; readonly at: number }>();
	readonly #history: HistoryRow[] = [];
	readonly #historyAt = new Map<string, number>();
	readonly #leases = new Map<string, Lease>();
	readonly #waiting = new Map<string, { version: number; until: number }>();
	readonly #sightings = new Map<string, Sighting[]>();
	readonly #established = new Set<string>();

	constructor(clock: () => number = Date.now) {
		this.#clock = clock;
	}

	async now(): Promise<number> {
		return this.#clock();
	}

	async acquire(
		owner: string,
		keys: readonly string[],
		ttl: number,
		waiting?: { key: string; version: number; patience: number },
	): Promise<LeaseAnswer> {
		const now = this.#clock();
		const newest = waiting && this.#newestWaiting(waiting.key, now);
		const isTaken = keys.some((key) => {
			const lease = this.#leases.get(key);
			return lease !== undefined && lease.until > now && lease.owner !== owner;
		});
		if (!isTaken) {
			for (const key of keys) this.#leases.set(key, { owner, until: now + ttl });
			return { held: true, newest };
		}
		if (waiting && waiting.version >= (newest ?? Number.NEGATIVE_INFINITY))
			this.#waiting.set(waiting.key, { version: waiting.version, until: now + waiting.patience });
		return { held: false, newest };
	}

	#newestWaiting(key: string, now: number): number | undefined {
		const entry = this.#waiting.get(key);
		return entry && entry.until > now ? entry.version : undefined;
	}

	async release(owner: string): Promise<void> {
		for (const [key, lease] of this.#leases) if (lease.owner === owner) this.#leases.delete(key);
	}

	async known(pair: string, record: RecordRef, target: Place): Promise<Known> {
		const due = this.#due.get(dueKey(pair, record, target));
		const skipped = this.#skipped.get(dueKey(pair, record, target));
		return {
			links: this.#linksOf(pair, record),
			intents: [...this.#intents.values()].filter(
				(intent) => intent.pair === pair && sameRecord(intent.source, record) && samePlace(intent.target, target),
			),
			...(due ? { due } : {}),
			reviews: [...this.#reviews.values()].filter(
				(review) => review.pair === pair && sameRecord(review.source, record) && samePlace(review.target, target),
			),
			...(skipped && { skipped: skipped.version }),
			now: this.#clock(),
		};
	}

	async links(pair: string, record: RecordRef): Promise<readonly Link[]> {
		return this.#linksOf(pair, record);
	}

	#linksOf(pair: string, record: RecordRef): Link[] {
		return [...(this.#linked.get(`${pair} ${refText(record)}`) ?? [])].flatMap((id) => this.#links.get(id) ?? []);
	}

	async incomingIntents(pair: string, target: Place): Promise<readonly Intent[]> {
		return [...this.#intents.values()].filter((intent) => intent.pair === pair && samePlace(intent.target, target));
	}

	async recordSighting(pair: string, record: RecordRef, keys: readonly string[]): Promise<void> {
		for (const key of keys) {
			const others = (this.#sightings.get(`${pair} ${key}`) ?? []).filter(
				(sighting) => !sameRecord(sighting.record, record),
			);
			this.#sightings.set(`${pair} ${key}`, [...others, { record, at: this.#clock() }]);
		}
	}

	async sighted(pair: string, keys: readonly string[], place: Place): Promise<readonly RecordRef[]> {
		const records = keys
			.flatMap((key) => this.#sightings.get(`${pair} ${key}`) ?? [])
			.map(({ record }) => record)
			.filter((record) => samePlace(record, place));
		return records.filter((record, index) => records.findIndex((other) => sameRecord(record, other)) === index);
	}

	async commit(changes: readonly Change[], fence?: Fence): Promise<boolean> {
		if (fence && !this.#holds(fence)) return false;
		const links = changes.flatMap((change) => ('put' in change && change.put === 'link' ? [change] : []));
		const ending = new Set(links.filter(({ row }) => row.state === 'ended').map(({ row }) => row.id));
		const fits = links.every(({ row, expect }) => this.#fits(row, expect, ending));
		if (!fits) return false;
		for (const change of changes) this.#apply(change);
		return true;
	}

	#holds({ owner, keys, margin }: Fence): boolean {
		const needed = this.#clock() + margin;
		return keys.every((key) => {
			const lease = this.#leases.get(key);
			return lease?.owner === owner && lease.until > needed;
		});
	}

	/** An existing row must still have the expected revision, and a member has one live link toward each place. */
	#fits(row: Link, expect: number | undefined, ending: ReadonlySet<string>): boolean {
		if (this.#links.get(row.id)?.rev !== expect) return false;
		return (
			row.state === 'ended' ||
			this.#linksOf(row.pair, row.member).every(
				(link) =>
					link.id === row.id ||
					link.state === 'ended' ||
					ending.has(link.id) ||
					!sameRecord(link.member, row.member) ||
					!samePlace(link.head, row.head),
			)
		);
	}

	#apply(change: Change): void {
		if ('drop' in change) {
			if (change.drop === 'intent') this.#intents.delete(change.id);
			else if (change.drop === 'batch') this.#batches.delete(change.id);
			else if (change.drop === 'due') this.#dropDue(dueKey(change.pair, change.source, change.target));
			else this.#reviews.delete(reviewKey(change));
			return;
		}
		switch (change.put) {
			case 'link':
				return this.#putLink(change.row);
			case 'intent':
				return this.#putIntent(change.row);
			case 'due':
				return this.#putDue(change.row);
			case 'review':
				return void this.#reviews.set(reviewKey(change.row), change.row);
			case 'history':
				return this.#putHistory(change.row);
			case 'skipped': {
				const { pair, source, target, version } = change.row;
				return void this.#skipped.set(dueKey(pair, source, target), { version, at: this.#clock() });
			}
			case 'batch':
				return void this.#batches.set(change.row.id, { ...change.row, until: this.#clock() + change.row.lasts });
		}
	}

	#putLink(row: Link): void {
		const before = this.#links.get(row.id);
		for (const record of before ? [before.head, before.member] : [])
			this.#linked.get(`${row.pair} ${refText(record)}`)?.delete(row.id);
		for (const record of [row.head, row.member]) {
			const key = `${row.pair} ${refText(record)}`;
			this.#linked.set(key, (this.#linked.get(key) ?? new Set()).add(row.id));
		}
		this.#links.set(row.id, row);
		this.#established.add(row.pair);
		if (row.state === 'live') this.#wakeChildren(row);
	}

	/** Children that wait for a parent are due once it is linked. */
	#wakeChildren({ pair, head, member }: Link): void {
		const now = this.#clock();
		const isOne = (parent: Parent) => parent.pair === pair && (sameRecord(parent, head) || sameRecord(parent, member));
		for (const [key, row] of this.#waitingChildren) {
			if (row.parent === undefined || !isOne(row.parent)) continue;
			if (row.nextAt > now) this.#putDue({ ...row, nextAt: now });
			this.#waitingChildren.delete(key);
		}
	}

	#dropDue(key: string): void {
		this.#due.delete(key);
		this.#waitingChildren.delete(key);
	}

	#putDue(row: Due): void {
		const key = dueKey(row.pair, row.source, row.target);
		this.#due.set(key, row);
		if (row.status === 'waiting' && row.parent) this.#waitingChildren.set(key, row);
		else this.#waitingChildren.delete(key);
	}

	#putIntent(row: Intent): void {
		this.#intents.set(row.id, row);
		this.#established.add(row.pair);
	}

	#putHistory(row: HistoryRow): void {
		const at = this.#historyAt.get(row.id);
		if (at !== undefined) this.#history[at] = row;
		else this.#historyAt.set(row.id, this.#history.push(row) - 1);
	}

	async due(limit: number, pair?: string, includeLater = false): Promise<readonly Due[]> {
		const now = this.#clock();
		for (const { id, until, records } of this.#batches.values()) {
			if (until > now) continue;
			this.#batches.delete(id);
			for (const row of records.map((record) => brokenOff(record, until)))
				if (!this.#due.has(dueKey(row.pair, row.source, row.target))) this.#putDue(row);
		}
		const ready = [...this.#due.values()].filter(
			(row) => (includeLater || row.nextAt <= now) && (pair === undefined || row.pair === pair),
		);
		return ready.sort((one, other) => one.nextAt - other.nextAt).slice(0, limit);
	}

	async reviews(pair?: string): Promise<readonly Review[]> {
		return [...this.#reviews.values()].filter(
			(review) => review.winner === undefined && (pair === undefined || review.pair === pair),
		);
	}

	async listLinks(pair: string, after: string | undefined, limit: number): Promise<readonly Link[]> {
		const rows = [...this.#links.values()].filter(
			(link) => link.pair === pair && (after === undefined || link.id > after),
		);
		return rows.sort((one, other) => (one.id < other.id ? -1 : 1)).slice(0, limit);
	}

	async history(record: RecordRef, limit: number): Promise<readonly HistoryRow[]> {
		return this.#history
			.filter((row) => concerns(row, record))
			.reverse()
			.slice(0, limit);
	}

	async writesSince(pair: string, records: readonly RecordRef[], since: number): Promise<readonly HistoryRow[]> {
		const rows: HistoryRow[] = [];
		for (let at = this.#history.length - 1; at >= 0 && this.#history[at].at >= since; at--) {
			const row = this.#history[at];
			if (row.pair === pair && records.some((record) => isTarget(row, record))) rows.push(row);
		}
		return rows.reverse();
	}

	async deletesSince(pair: string, since: number): Promise<number> {
		const rows = this.#history.filter(
			(row) =>
				row.pair === pair &&
				row.at >= since &&
				(row.call === 'delete' || row.call === 'archive') &&
				row.state !== 'refused',
		);
		return new Set(rows.map(({ family, id }) => family ?? id)).size;
	}

	async creates(pair: string, since: number, limit: number): Promise<Creates> {
		const question = [...this.#reviews.values()].find((review) => review.pair === pair && review.field === CREATES);
		const made = (kind: HistoryRow['create'], from: number) =>
			this.#history.filter(
				(row) => row.pair === pair && row.create === kind && row.at >= from && row.state !== 'refused',
			).length;
		const recent = made('counted', since);
		return {
			recent,
			links: recent < limit ? 0 : await this.liveLinks(pair),
			...(question && { question }),
			allowed: question?.allows ? made('allowed', question.allows.from) : 0,
			now: this.#clock(),
		};
	}

	async waitingFor(pair: string, cause: string, limit: number): Promise<readonly Due[]> {
		const now = this.#clock();
		const held = [...this.#due.values()].filter(
			(row) => row.pair === pair && row.status === 'waiting' && row.cause === cause && row.nextAt > now,
		);
		return held.slice(0, limit);
	}

	async isStranger(pair: string, source: Place, target: Place): Promise<boolean> {
		const accounts = [...this.#links.values()].flatMap((link) => {
			if (link.pair !== pair) return [];
			const [one, other] = samePlace(link.head, target) ? [link.member, link.head] : [link.head, link.member];
			return samePlace(other, target) && one.system === source.system ? [one.account] : [];
		});
		return accounts.length > 0 && !accounts.includes(source.account);
	}

	async liveLinks(pair: string): Promise<number> {
		return [...this.#links.values()].filter((link) => link.pair === pair && link.state === 'live').length;
	}

	async counts(): Promise<Counts> {
		const due: Record<DueStatus, number> = { pending: 0, waiting: 0, busy: 0, failed: 0 };
		for (const row of this.#due.values()) due[row.status] += 1;
		const live = [...this.#links.values()].filter(({ state }) => state === 'live').length;
		const oldest = Math.min(this.#clock(), ...[...this.#due.values()].map(({ since }) => since));
		return {
			links: live,
			ended: this.#links.size - live,
			intents: this.#intents.size,
			reviews: [...this.#reviews.values()].filter(({ winner }) => winner === undefined).length,
			history: this.#history.length,
			due,
			lag: this.#clock() - oldest,
		};
	}

	async written(since: number): Promise<Writes> {
		const writes = { ...NO_WRITES };
		for (const { at, call, create, state } of this.#history)
			if (at >= since) writes[kindOfWrite(create ?? call, state)] += 1;
		return writes;
	}

	async established(pair: string): Promise<boolean> {
		return this.#established.has(pair);
	}

	async establish(pair: string): Promise<void> {
		this.#established.add(pair);
	}

	async prune(before: number, tombstonesBefore: number): Promise<number> {
		let removed = 0;
		for (const [id, link] of this.#links) {
			if (link.state !== 'ended' || (link.endedAt ?? 0) >= tombstonesBefore) continue;
			for (const record of [link.head, link.member]) this.#linked.get(`${link.pair} ${refText(record)}`)?.delete(id);
			this.#links.delete(id);
			removed += 1;
		}
		for (const { id, until } of this.#batches.values()) if (until < before) this.#batches.delete(id);
		for (const [key, { at }] of this.#skipped) if (at < before) this.#skipped.delete(key);
		const kept = this.#history.filter(({ at }) => at >= before);
		removed += this.#history.length - kept.length;
		this.#history.splice(0, this.#history.length, ...kept);
		this.#historyAt.clear();
		kept.forEach((row, at) => this.#historyAt.set(row.id, at));
		for (const [key, sightings] of this.#sightings) {
			const recent = sightings.filter(({ at }) => at >= before);
			removed += sightings.length - recent.length;
			if (recent.length === 0) this.#sightings.delete(key);
			else this.#sightings.set(key, recent);
		}
		return removed;
	}

	async close(): Promise<void> {}
}

const dueKey = (pair: string, source: RecordRef, target: Place): string =>
	`${pair} ${refText(source)} ${refText({ ...target, id: '' })}`;
const reviewKey = ({
	pair,
	source,
	target,
	field,
}: {
	pair: string;
	source: RecordRef;
	target: Place;
	field: string;
}): string => `${dueKey(pair, source, { system: target.system, account: target.account })} ${field}`;

const isTarget = (row: HistoryRow, record: RecordRef): boolean => 'id' in row.target && sameRecord(row.target, record);
const concerns = (row: HistoryRow, record: RecordRef): boolean =>
	sameRecord(row.source, record) || isTarget(row, record);
