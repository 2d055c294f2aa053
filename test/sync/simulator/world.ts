import { syncRecord, type SyncPorts } from '../../../sync/engine';
import type { Ledger } from '../../../sync/ledger/ledger';
import { MemoryLedger } from '../../../sync/ledger/memory';
import { ServiceError } from '../../../sync/ports';
import { withDefaults, type Outcome, type OutcomeKind, type Rule, type SyncOptions } from '../../../sync/types';
import { FarPort, noFaults, type CallLog, type Faults } from './farPort';
import { Memory, strategies, type StrategyName } from './naive';
import { Oracle, refOf, type Naming, type Verdict, type Winner } from './oracle';
import { hashText, quickHash, SeededRandom } from './random';
import { Scheduler, type Actor } from './scheduler';
import { SimulatedService, type Commit, type StoredRecord, type Traits } from './service';
import { actionsOf, type Action } from './users';

export const PAIR = 'contacts';
const START = 1_790_000_000_000;
const MINUTE = 60_000;

export interface SimulationOptions {
	readonly seed: number;
	readonly edits?: number;
	/** Actions instead of the seed's own: how a failing history is cut down. */
	readonly actions?: readonly Action[];
	readonly trace?: boolean;
	/** Ours by default. */
	readonly strategy?: StrategyName;
	/** Services ignore writes that change nothing, so that a strategy without any memory of its writes comes to rest. */
	readonly ignoresSame?: boolean;
}

export interface Report extends Verdict {
	readonly seed: number;
	readonly digest: number;
	readonly actions: readonly Action[];
	readonly calls: CallLog;
	readonly syncs: number;
	readonly outcomes: Readonly<Record<string, number>>;
	readonly crashes: number;
	readonly isAtRest: boolean;
	readonly steps: number;
	readonly trace: readonly string[];
}

export const NAMINGS: readonly [Naming, Naming] = [
	{ service: 'crm', fields: { name: 'name', email: 'email', phone: 'phone', city: 'city', remark: 'source', ref: 'ref' }, tags: 'tags' },
	{ service: 'rental', fields: { name: 'name', email: 'email', phone: 'phone', city: 'city', remark: 'remark', ref: 'ref' }, tags: 'tag_list' },
];

interface Config {
	readonly winner: Winner;
	readonly stamps: boolean;
	/** Whether a workflow syncs what the event carries, or reads the record first. */
	readonly rereads: boolean;
	readonly faults: Faults;
	readonly drop: number;
	readonly duplicate: number;
	readonly crashes: number;
	readonly callBudget: number;
	readonly skew: number;
}

function configOf(random: SeededRandom): Config {
	const rate = random.pick([0, 0.01, 0.03, 0.06]);
	return {
		winner: random.pick(['first', 'second', 'newest', 'review']), stamps: random.chance(0.6), rereads: random.chance(0.5),
		faults: { limited: rate, failed: rate, lost: rate, failedAfter: rate, refusedAfter: rate * 2 },
		drop: random.pick([0, 0.1, 0.3, 1]), duplicate: random.pick([0, 0.2]), crashes: random.below(4), callBudget: 30_000, skew: random.pick([0, 0, 2_000]),
	};
}

/** One seed: two services, two workers, users, webhooks, the Repair loop, and what the oracle says in the end. */
export async function simulate(options: SimulationOptions): Promise<Report> {
	const world = new World(options);
	await world.run();
	return world.report();
}

class World {
	readonly #scheduler = new Scheduler(START);
	readonly #config: Config;
	readonly #net: SeededRandom;
	readonly #chance: SeededRandom;
	readonly #ledger: MemoryLedger;
	readonly #services: readonly [SimulatedService, SimulatedService];
	readonly #oracle: Oracle;
	readonly #actions: readonly Action[];
	readonly #calls: CallLog = { reads: 0, writes: 0, creates: 0 };
	readonly #actors = new Set<Actor>();
	readonly #outcomes: Record<string, number> = {};
	readonly #trace: string[] = [];
	readonly #failures: string[] = [];
	readonly #memory = new Memory();
	readonly #polled: [number, number] = [START, START];
	/** Records of each person, newest last, by side. */
	readonly #people = new Map<string, [string[], string[]]>();
	#repairing?: Actor;
	#quiet = false;
	#isAtRest = false;
	#digest = 0;
	#syncs = 0;
	#crashes = 0;
	#serial = 0;

	constructor(readonly options: SimulationOptions) {
		const { seed } = options;
		this.#config = configOf(new SeededRandom(seed, 'config'));
		this.#net = new SeededRandom(seed, 'net');
		this.#chance = new SeededRandom(seed, 'world');
		this.#ledger = new MemoryLedger(() => this.#scheduler.now);
		const users = new SeededRandom(seed, 'users');
		const edits = options.edits ?? 105;
		this.#actions = options.actions ?? actionsOf(users, { people: 3 + users.below(4), edits, span: 150 * MINUTE, deletes: true, keysSettle: this.#config.stamps ? 0 : 60 * MINUTE });
		this.#services = [this.#service(traitsOf(0, this.#config), 60_000), this.#service(traitsOf(1, this.#config), 120_000)];
		// Where a strategy has no rule, either of two edits may win.
		this.#oracle = new Oracle(NAMINGS, options.strategy ? 'newest' : this.#config.winner, [this.#config.skew, 0]);
	}

	#service(traits: Traits, lag: number): SimulatedService {
		const lagOf = () => (this.#net.chance(0.5) ? this.#net.between(0, 3_000) : this.#net.between(0, lag));
		return new SimulatedService({ ...traits, ignoresSame: this.options.ignoresSame }, () => this.#scheduler.now, lagOf, (commit) => this.#committed(commit));
	}

	async run(): Promise<void> {
		const last = START + 150 * MINUTE;
		for (const action of this.#actions) this.#scheduler.at(START + action.at, () => this.#act(action));
		for (let at = START + 10 * MINUTE; at < last; at += 10 * MINUTE) this.#scheduler.at(at, () => this.#startRepair());
		for (let crash = 0; crash < this.#config.crashes; crash++) this.#scheduler.at(this.#chance.between(START, last), () => this.#crash(this.#chance.below(2)));
		await this.#scheduler.runUntil(last + 2 * MINUTE);
		await this.#settle(last + 2 * MINUTE);
	}

	/** No more edits and no more faults: Repair alone must bring it to rest, in a bounded number of rounds. */
	async #settle(from: number): Promise<void> {
		this.#quiet = true;
		for (let round = 1; round <= 24; round++) {
			const before = this.#calls.writes;
			const at = from + round * 10 * MINUTE;
			this.#scheduler.at(at, () => this.#startRepair());
			await this.#scheduler.runUntil(at + 9 * MINUTE);
			const { due, intents } = await this.#ledger.counts();
			const isOver = Object.values(due).every((count) => count === 0) && intents === 0 && this.#calls.writes === before;
			this.#isAtRest = isOver && round >= 3;
			if (this.#isAtRest) return;
		}
		const left = (await this.#ledger.due(1_000)).map(({ near, status, cause }) => `${near.id} ${status} (${cause})`);
		this.#failures.push(`not at rest after 24 rounds: ${left.join(', ')}`);
	}

	report(): Report {
		const verdict = this.#oracle.judge((ref, field) => this.#openReviews(ref, field));
		return {
			...verdict, problems: [...this.#failures, ...verdict.problems], seed: this.options.seed, digest: this.#digest, actions: this.#actions, calls: this.#calls,
			syncs: this.#syncs, outcomes: this.#outcomes, crashes: this.#crashes, isAtRest: this.#isAtRest, steps: this.#scheduler.steps, trace: this.#trace,
		};
	}

	#openReviews(ref: string, field: string): boolean {
		const ids = (this.#people.get(ref) ?? [[], []]).flat();
		const names = NAMINGS.map(({ fields, tags }) => (field === 'tags' ? tags : fields[field]));
		return [...this.#reviewed].some((key) => ids.some((id) => names.some((name) => key === `${id} ${name}`)));
	}

	/** Fields that the last sync of a record left to a person. */
	readonly #reviewed = new Set<string>();

	#note(text: string): void {
		this.#digest = hashText(`${this.#digest} ${this.#scheduler.now} ${text}`);
		if (this.options.trace) this.#trace.push(`${((this.#scheduler.now - START) / 1000).toFixed(3)} ${text}`);
	}

	#act(action: Action): void {
		const { side, person } = action;
		const service = this.#services[side];
		const ref = `ref-${person}`;
		if (action.do === 'create') {
			const fields = { name: `Person${person} Name`, email: `p${person}@example.com`, phone: person % 3 === 0 ? '' : `(202) 555-0${100 + person}`, city: 'Town', ref, [service.traits.tags]: ['vip'] };
			service.create('user', fields);
			return;
		}
		const id = this.#people.get(ref)?.[side].findLast((one) => service.records.get(one)?.archived !== true);
		if (id === undefined) return;
		if (action.do === 'delete') service.remove('user', id);
		else if (action.do === 'edit') service.update('user', id, { [NAMINGS[side].fields[action.field]]: action.value });
		else service.changeTags('user', id, action.do === 'tag' ? [action.tag] : [], action.do === 'untag' ? [action.tag] : []);
	}

	#committed(commit: Commit): void {
		const side = commit.service === 'crm' ? 0 : 1;
		const ref = refOf(commit.record);
		const ids = this.#people.get(ref) ?? [[], []];
		this.#people.set(ref, ids);
		if (!ids[side].includes(commit.record.id)) ids[side].push(commit.record.id);
		this.#note(`${commit.by} ${commit.kind} ${commit.record.id} ${changedText(commit)}`);
		this.#oracle.see(commit);
		if (commit.kind === 'same') return;
		const { drop, duplicate } = this.#config;
		const times = this.#net.chance(drop) ? 0 : this.#net.chance(duplicate) ? 2 : 1;
		for (let time = 0; time < times; time++) {
			const delay = this.#net.chance(0.1) ? this.#net.between(0, 20 * MINUTE) : this.#net.between(100, 5_000);
			this.#scheduler.at(this.#scheduler.now + delay, () => this.#deliver(side, commit));
		}
	}

	#deliver(side: 0 | 1, commit: Commit): void {
		const isHint = this.#config.rereads || commit.kind === 'remove';
		this.#execute(`event ${commit.record.id}`, async (actor) => {
			if (!isHint) return this.#sync(actor, side, commit.record);
			await this.#scheduler.wait(actor, this.#net.between(20, 300));
			await this.#sync(actor, side, this.#services[side].records.get(commit.record.id) ?? commit.record);
		});
	}

	#execute(what: string, work: (actor: Actor) => Promise<void>): Actor {
		const actor: Actor = { name: `${what} #${++this.#serial}`, worker: this.#net.below(2), alive: true };
		this.#actors.add(actor);
		this.#scheduler.spawn(actor, async () => {
			await work(actor);
			this.#actors.delete(actor);
		}, (error) => this.#failures.push(`${actor.name}: ${error instanceof Error ? error.stack : String(error)}`));
		return actor;
	}

	#crash(worker: number): void {
		this.#crashes += 1;
		this.#note(`crash of worker ${worker}`);
		for (const actor of this.#actors) {
			if (actor.worker !== worker) continue;
			actor.alive = false;
			this.#actors.delete(actor);
		}
	}

	#startRepair(): void {
		if (this.#repairing?.alive) return;
		this.#repairing = this.#execute('repair', (actor) => this.#repair(actor));
	}

	/** Overlapping polls of both sides, then everything that is due: each record is read again and synced. */
	async #repair(actor: Actor): Promise<void> {
		for (const side of [0, 1] as const) {
			const started = this.#scheduler.now;
			const { traits } = this.#services[side];
			await this.#scheduler.wait(actor, this.#net.between(20, 500));
			const since = this.#polled[side] - traits.lag - 2 * MINUTE;
			const changed = this.#services[side].search(({ version }) => version - traits.skew >= since);
			for (const { id } of changed) await this.#readAndSync(actor, side, id);
			this.#polled[side] = started;
		}
		for (const due of await this.#ledger.due(200, PAIR)) await this.#readAndSync(actor, due.near.system === 'crm' ? 0 : 1, due.near.id);
	}

	async #readAndSync(actor: Actor, side: 0 | 1, id: string): Promise<void> {
		await this.#scheduler.wait(actor, this.#net.between(20, 300));
		const record = this.#services[side].records.get(id);
		if (record) await this.#sync(actor, side, record);
	}

	async #sync(actor: Actor, side: 0 | 1, record: StoredRecord): Promise<void> {
		if (this.options.strategy) return this.#syncNaively(actor, side, record, this.options.strategy);
		const port = this.#port(actor, otherSide(side));
		const snapshotAt = record.version - this.#services[side].traits.skew;
		const outcome = await syncRecord(requestOf(side, record, this.#config.winner, this.#config.stamps), this.#ports(actor, port));
		this.#syncs += 1;
		this.#outcomes[outcome.outcome] = (this.#outcomes[outcome.outcome] ?? 0) + 1;
		this.#note(`sync ${record.id}@${record.version - START} -> ${outcome.outcome}: ${outcome.reason} [${outcome.changed.join(' ')}] ${outcome.calls} calls (${actor.name})`);
		this.#weigh(outcome, side, record, snapshotAt);
		if (outcome.far && SETTLING.has(outcome.outcome)) this.#oracle.settled(outcome.far.id);
	}

	#port(actor: Actor, side: 0 | 1): FarPort {
		return new FarPort(this.#services[side], actor, {
			scheduler: this.#scheduler, random: this.#net, faults: () => (this.#quiet ? noFaults : this.#config.faults), calls: this.#calls, callBudget: this.#config.callBudget, watcher: this.#oracle,
		});
	}

	async #syncNaively(actor: Actor, side: 0 | 1, near: StoredRecord, strategy: StrategyName): Promise<void> {
		if (near.archived) return;
		const fields = Object.fromEntries(Object.entries(farFields(side, near)).filter(([, value]) => value !== null && value !== ''));
		const [nearPort, farPort] = [this.#port(actor, side), this.#port(actor, otherSide(side))];
		this.#syncs += 1;
		try {
			const written = await strategies[strategy]({ near, fields, nearPort, farPort, memory: this.#memory, now: () => this.#scheduler.now, wait: (ms) => this.#scheduler.wait(actor, ms) });
			this.#note(`${strategy} ${near.id} -> ${written ?? 'nothing'} (${actor.name})`);
			if (written !== undefined) this.#oracle.settled(written);
		} catch (error) {
			if (!(error instanceof ServiceError)) throw error;
			this.#note(`${strategy} ${near.id} -> ${error.message} (${actor.name})`);
		}
	}

	#weigh(outcome: Outcome, side: 0 | 1, record: StoredRecord, snapshotAt: number): void {
		if (outcome.outcome === 'stale' || outcome.outcome === 'busy' || outcome.outcome === 'failed') return;
		for (const name of Object.keys(farFields(side, record))) this.#reviewed.delete(`${record.id} ${name}`);
		for (const name of outcome.review) this.#reviewed.add(`${record.id} ${name}`);
		if (outcome.review.length > 0) this.#oracle.reviewed(record, this.#services[side].traits.name, outcome.review, snapshotAt, this.#scheduler.now);
		if (outcome.outcome === 'review' && outcome.review.length === 0) this.#failures.push(`review of ${record.id}: ${outcome.reason}`);
	}

	#ports(actor: Actor, far: FarPort): SyncPorts {
		const clock = { now: () => this.#scheduler.now, sleep: (ms: number) => this.#scheduler.wait(actor, ms) };
		return { far, ledger: this.#ledgerOf(actor), clock, random: this.#chance, hash: quickHash };
	}

	/** The ledger as one execution reaches it: every method is an await that others can come before, and a crash too. */
	#ledgerOf(actor: Actor): Ledger {
		const pause = () => this.#scheduler.wait(actor, this.#net.between(0, 5));
		return new Proxy<Ledger>(this.#ledger, {
			get: (ledger, name) => {
				const method: unknown = Reflect.get(ledger, name);
				if (typeof method !== 'function') return method;
				return async (...args: unknown[]) => {
					await pause();
					return Reflect.apply(method, ledger, args);
				};
			},
		});
	}
}

const otherSide = (side: 0 | 1): 0 | 1 => (side === 0 ? 1 : 0);

/** Outcomes of runs that leave no write behind whose end they don't know. */
const SETTLING = new Set<OutcomeKind>(['updated', 'unchanged', 'linked', 'conflict', 'review']);

const traitsOf = (side: 0 | 1, { stamps, skew }: Config): Traits => side === 0
	? { name: 'crm', tags: 'tags', addsTags: true, looksUpDuplicates: true, hasStamps: stamps, lowersTags: true, normalisesPhones: true, lag: 60_000, skew }
	: { name: 'rental', tags: 'tag_list', addsTags: false, looksUpDuplicates: false, hasStamps: stamps, lowersTags: false, normalisesPhones: false, lag: 120_000, skew: 0 };

/** The visual mapping of a workflow: near field → far field. */
function farFields(side: 0 | 1, record: StoredRecord): Record<string, unknown> {
	const near = NAMINGS[side];
	const far = NAMINGS[otherSide(side)];
	const plain = Object.entries(near.fields).map(([concept, name]): [string, unknown] => [far.fields[concept], record.fields[name] ?? null]);
	return Object.fromEntries([...plain, [far.tags, record.fields[near.tags]]]);
}

function requestOf(side: 0 | 1, record: StoredRecord, winner: Winner, stamps: boolean) {
	const { system, rule } = { system: NAMINGS[side].service, rule: ruleOf(side, winner) };
	const options: SyncOptions = withDefaults({
		rule, firstContact: rule === 'newest' ? 'review' : rule, clear: true, region: 'US', many: side === 0 ? 'far' : 'near',
		fields: side === 0 ? { remark: { from: 'source' }, tag_list: { from: 'tags' } } : { source: { from: 'remark' }, tags: { from: 'tag_list' } },
	});
	const near = {
		system, account: 'main', id: record.id, version: record.version, createdAt: record.createdAt,
		...(stamps && record.stamp !== undefined ? { stamp: record.stamp } : {}), ...(record.archived ? { deleted: true } : {}),
	};
	return { pair: PAIR, near, fields: farFields(side, record), options };
}

function ruleOf(side: 0 | 1, winner: Winner): Rule {
	if (winner === 'newest' || winner === 'review') return winner;
	return (winner === 'first') === (side === 0) ? 'source' : 'destination';
}

function changedText({ record, before }: Commit): string {
	const names = Object.keys(record.fields).filter((name) => String(record.fields[name]) !== String(before?.fields[name] ?? ''));
	return names.map((name) => `${name}=${String(record.fields[name])}`).join(' ');
}
