import { syncRecord, type SyncPorts } from '../../../../sync/syncRecord';
import { CREATES, type Change, type Ledger } from '../../../../sync/ledger/ledger';
import { MemoryLedger } from '../../../../sync/ledger/memory';
import { allowCreates } from '../../../../sync/manage/creates';
import type { TargetService } from '../../../../sync/model/ports';
import type { Outcome, SyncRequest } from '../../../../sync/model/types';
import { noFaults, type CallLog, type Faults, type PortWorld } from './targetPort';
import { hashText, quickHash, SeededRandom } from './random';
import { Scheduler, type Actor } from './scheduler';

export const START = 1_790_000_000_000;
export const MINUTE = 60_000;
/** Between two rounds of Repair. */
export const REPAIR = 10 * MINUTE;
/** Of Repair, in which a history comes to rest once users have stopped. */
const ROUNDS = 24;

/** What goes wrong in one history. */
export interface Trouble {
	readonly faults: Faults;
	/** Shares of the webhooks that never come, and that come twice. */
	readonly drop: number;
	readonly duplicate: number;
	/** Of one worker of two. */
	readonly crashes: number;
	/** n8n is away: nothing runs, and what it is told meanwhile is lost. */
	readonly outage?: Outage;
}

export interface Outage {
	/** Since the start of the history, and for how long (ms). */
	readonly from: number;
	readonly lasts: number;
	/** Of what users would do from then on, the share that falls into it. */
	readonly share: number;
}

/** In two of five histories n8n stays up; in the others it is away for an hour, three hours, or three days. */
export function outageOf(seed: number, span: number): Outage | undefined {
	const random = new SeededRandom(seed, 'outage');
	const lasts = random.pick([0, 0, 1, 3, 72]) * 60 * MINUTE;
	return lasts === 0
		? undefined
		: { from: random.between(0.1 * span, 0.8 * span), lasts, share: random.pick([0.5, 1]) };
}

/** What users do after an outage began is spread over it as far as its share goes, and the rest comes after it. */
function duringOutage(at: number, span: number, outage: Outage | undefined): number {
	if (!outage || at <= outage.from) return at;
	const part = endOf(outage, span) - outage.from;
	const since = at - outage.from;
	return outage.from + (since < part ? (since / part) * outage.lasts : outage.lasts + since - part);
}

/** What users do from then on comes after the outage. */
export const endOf = ({ from, share }: Outage, span: number): number => from + share * (span - from);

export const faultsOf = (rate: number): Faults => ({
	limited: rate,
	failed: rate,
	lost: rate,
	failedAfter: rate,
	refusedAfter: rate * 2,
	spoiled: rate,
});

/** Most histories have no limit; in the others it is so low that creates have to wait. */
export const createLimitOf = (seed: number): number => new SeededRandom(seed, 'limit').pick([0, 0, 0, 2, 4]);

export interface HistoryOptions {
	readonly seed: number;
	readonly trace?: boolean;
}

/** A history as its world plays it. */
export interface Play<A> {
	/** How long users go on (ms). */
	readonly span: number;
	readonly actions: readonly A[];
	readonly act: (action: A) => void;
	readonly repair: (actor: Actor) => Promise<void>;
	/** Whether the ledger holds no more work. */
	readonly isDone: () => Promise<boolean>;
	/** The work it holds, for a person. */
	readonly left: () => Promise<string[]>;
}

/** What is counted while a history is played. */
export interface Played {
	readonly seed: number;
	/** The same for two runs that did the same at the same moments, whatever words they found for it. */
	readonly digest: number;
	readonly calls: CallLog;
	readonly syncs: number;
	readonly outcomes: Readonly<Record<string, number>>;
	readonly crashes: number;
	readonly isAtRest: boolean;
	readonly steps: number;
	readonly trace: readonly string[];
}

/**
 * What both worlds are played on: virtual time, two workers that may crash, webhooks that get lost, the Repair loop,
 * one ledger and a trace.
 */
export class Simulation {
	readonly scheduler = new Scheduler(START);
	readonly ledger = new MemoryLedger(() => this.scheduler.now);
	/** How long things take and what goes wrong; what the engine draws and when workers crash. */
	readonly net: SeededRandom;
	readonly chance: SeededRandom;
	/** What people decide who are asked. */
	readonly people: SeededRandom;
	readonly calls: CallLog = { reads: 0, writes: 0, creates: 0 };
	readonly failures: string[] = [];
	/** Since when the creates of a pair have to wait. */
	readonly #asked = new Map<string, number>();
	readonly #actors = new Set<Actor>();
	readonly #outcomes: Record<string, number> = {};
	readonly #trace: string[] = [];
	#repairing?: Actor;
	#isQuiet = false;
	#isAtRest = false;
	#digest = 0;
	#syncs = 0;
	#crashes = 0;
	#serial = 0;

	constructor(
		readonly options: HistoryOptions,
		readonly trouble: Trouble,
	) {
		this.net = new SeededRandom(options.seed, 'net');
		this.chance = new SeededRandom(options.seed, 'world');
		this.people = new SeededRandom(options.seed, 'people');
	}

	async play<A extends { readonly at: number }>(play: Play<A>): Promise<void> {
		const { outage } = this.trouble;
		const timeOf = (at: number) => START + duringOutage(at, play.span, outage);
		const last = timeOf(play.span);
		for (const action of play.actions) this.scheduler.at(timeOf(action.at), () => play.act(action));
		if (outage) this.scheduler.at(START + outage.from, () => this.#goDown());
		for (let at = START + REPAIR; at < last; at += REPAIR) this.scheduler.at(at, () => this.#startRepair(play.repair));
		for (let crash = 0; crash < this.trouble.crashes; crash++)
			this.scheduler.at(this.chance.between(START, last), () => this.#crash(this.chance.below(2)));
		await this.scheduler.runUntil(last + 2 * MINUTE);
		await this.#settle(last + 2 * MINUTE, play);
	}

	/**
	 * No more edits and no more faults: Repair alone must bring it to rest, in a bounded number of rounds; in as many
	 * again after the next try of what waits longer than those last.
	 */
	async #settle<A>(from: number, play: Play<A>): Promise<void> {
		this.#isQuiet = true;
		if (await this.#rests(from, play)) return;
		const later = Math.max(...(await this.ledger.due(1_000, undefined, true)).map(({ nextAt }) => nextAt));
		if (later > this.scheduler.now && (await this.#rests(later, play))) return;
		this.failures.push(`not at rest after ${ROUNDS} rounds: ${(await play.left()).join(', ')}`);
	}

	async #rests<A>(from: number, { repair, isDone }: Play<A>): Promise<boolean> {
		for (let round = 1; round <= ROUNDS; round++) {
			const before = this.calls.writes;
			const at = from + round * REPAIR;
			this.scheduler.at(at, () => this.#startRepair(repair));
			await this.scheduler.runUntil(at + REPAIR - MINUTE);
			this.#isAtRest = (await isDone()) && this.calls.writes === before && round >= 3;
			if (this.#isAtRest) return true;
		}
		return false;
	}

	played(): Played {
		return {
			seed: this.options.seed,
			digest: hashText(`${this.#digest} ${JSON.stringify(this.calls)} ${this.scheduler.steps}`),
			calls: this.calls,
			syncs: this.#syncs,
			outcomes: this.#outcomes,
			crashes: this.#crashes,
			isAtRest: this.#isAtRest,
			steps: this.scheduler.steps,
			trace: this.#trace,
		};
	}

	/** A line of the trace. What is said in words for people comes last, and is no part of the digest. */
	note(text: string, words = ''): void {
		this.#mix(text);
		if (this.options.trace)
			this.#trace.push(
				`${((this.scheduler.now - START) / 1000).toFixed(3)} ${text}${words === '' ? '' : ` (${words})`}`,
			);
	}

	#mix(text: string): void {
		this.#digest = hashText(`${this.#digest} ${this.scheduler.now} ${text}`);
	}

	/** Tells of a change: once, twice or never, mostly soon, and in any order. */
	tell(deliver: () => void): void {
		const { drop, duplicate } = this.trouble;
		const times = this.net.chance(drop) ? 0 : this.net.chance(duplicate) ? 2 : 1;
		for (let time = 0; time < times; time++) {
			const delay = this.net.chance(0.1) ? this.net.between(0, 20 * MINUTE) : this.net.between(100, 5_000);
			this.scheduler.at(this.scheduler.now + delay, () => {
				if (!this.#isDown()) deliver();
			});
		}
	}

	execute(what: string, work: (actor: Actor) => Promise<void>): Actor {
		const actor: Actor = { name: `${what} #${++this.#serial}`, worker: this.net.below(2), alive: true };
		this.#actors.add(actor);
		this.scheduler.spawn(
			actor,
			async () => {
				await work(actor);
				this.#actors.delete(actor);
			},
			(error) => this.failures.push(`${actor.name}: ${error instanceof Error ? error.stack : String(error)}`),
		);
		return actor;
	}

	#goDown(): void {
		this.note('n8n is away');
		for (const worker of [0, 1]) this.#crash(worker);
	}

	#isDown(): boolean {
		const { outage } = this.trouble;
		const since = this.scheduler.now - START - (outage?.from ?? 0);
		return outage !== undefined && since >= 0 && since < outage.lasts;
	}

	#crash(worker: number): void {
		this.#crashes += 1;
		this.note(`crash of worker ${worker}`);
		for (const actor of this.#actors) {
			if (actor.worker !== worker) continue;
			actor.alive = false;
			this.#actors.delete(actor);
		}
	}

	/** A create that was made although a question about the creates of its pair was open for longer than a call takes. */
	watchCreate(pair: string, id: string): void {
		const since = this.#asked.get(pair);
		if (since !== undefined && this.scheduler.now - since > 2 * MINUTE)
			this.failures.push(`${id} was created while the creates of ${pair} were to wait`);
	}

	/** A person allows the creates that wait: all for a while, or a few; sometimes only after another round. */
	async answerHeld(): Promise<void> {
		const asked = (await this.ledger.reviews()).filter(({ field }) => field === CREATES);
		for (const { pair } of asked) {
			if (this.people.chance(0.3)) continue;
			this.#asked.delete(pair);
			const { released } = await allowCreates(
				this.ledger,
				pair,
				this.people.chance(0.5) ? { within: 20 * MINUTE } : { creates: 2 },
			);
			this.note(`creates of ${pair} allowed, ${released} waited`);
		}
	}

	#startRepair(repair: (actor: Actor) => Promise<void>): void {
		if (this.#repairing?.alive || this.#isDown()) return;
		this.#repairing = this.execute('repair', repair);
	}

	/** What a port needs of the simulation. */
	portParts(): Omit<PortWorld, 'watcher'> {
		return {
			scheduler: this.scheduler,
			random: this.net,
			faults: () => (this.#isQuiet ? noFaults : this.trouble.faults),
			calls: this.calls,
			callBudget: 30_000,
		};
	}

	/** One execution of the Sync node; `what` is what the trace calls it. */
	async sync(actor: Actor, request: SyncRequest, target: TargetService, what: string): Promise<Outcome> {
		const outcome = await syncRecord(request, this.#ports(actor, target));
		this.count(outcome.outcome);
		const { changed, decided, review, calls, dueAt = 0 } = outcome;
		this.note(
			`${what} -> ${outcome.outcome} [${changed.join(' ')}] [${decided.join(' ')}] [${review.join(' ')}] ${calls} calls, due ${dueAt} (${actor.name})`,
			outcome.reason,
		);
		return outcome;
	}

	count(outcome: string): void {
		this.#syncs += 1;
		this.#outcomes[outcome] = (this.#outcomes[outcome] ?? 0) + 1;
	}

	#ports(actor: Actor, target: TargetService): SyncPorts {
		const clock = { now: () => this.scheduler.now, sleep: (ms: number) => this.scheduler.wait(actor, ms) };
		return { target, ledger: this.#ledgerOf(actor), clock, random: this.chance, hash: quickHash };
	}

	#sawQuestions(changes: readonly Change[]): void {
		for (const change of changes)
			if ('put' in change && change.put === 'review' && change.row.field === CREATES)
				this.#asked.set(change.row.pair, this.scheduler.now);
	}

	/** The ledger as one execution reaches it: every method is an await that others can come before, and a crash too. */
	#ledgerOf(actor: Actor): Ledger {
		return new Proxy<Ledger>(this.ledger, {
			get: (ledger, name) => {
				const method: unknown = Reflect.get(ledger, name);
				if (typeof method !== 'function') return method;
				return async (...args: unknown[]) => {
					await this.scheduler.wait(actor, this.net.between(0, 5));
					// `commit` takes changes first
					if (name === 'commit') this.#sawQuestions(args[0] as readonly Change[]);
					if (name === 'commit') this.#mix((args[0] as readonly Change[]).map(changeText).join('; '));
					return Reflect.apply(method, ledger, args);
				};
			},
		});
	}
}

/** What the ledger is told, without names of properties and without words for people. */
function changeText(change: Change): string {
	if (!('put' in change)) return `drop ${change.drop}${change.drop === 'review' ? ` ${change.field}` : ''}`;
	switch (change.put) {
		case 'link':
			return `link ${change.row.id} ${change.row.state} ${change.row.rev} ${change.expect ?? 'new'}`;
		case 'intent':
			return `intent ${change.row.id} ${Object.keys(change.row.desired).join(' ')}`;
		case 'due':
			return `due ${change.row.status} ${change.row.tries} ${change.row.nextAt}`;
		case 'review':
			return `review ${change.row.field} ${change.row.winner === undefined ? 'open' : 'answered'}`;
		case 'batch':
			return `batch ${change.row.records.length}`;
		case 'skipped':
			return `skipped ${change.row.version}`;
		case 'history':
			return `${change.row.call} ${change.row.state === 'announced' ? 'asked' : change.row.state} ${change.row.fields.map(({ name }) => name).join(' ')}`;
	}
}
