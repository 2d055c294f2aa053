import { syncRecord } from '../../../sync/engine';
import type { Ledger, Link, Review } from '../../../sync/ledger/ledger';
import { MemoryLedger } from '../../../sync/ledger/memory';
import { resolveReview, saveLink } from '../../../sync/links';
import type { FarService } from '../../../sync/ports';
import { withDefaults, type RecordRef, type SyncOptions, type SyncRequest } from '../../../sync/types';
import { childFar, childRequest, ChildStore, type ChildHabits } from './children';
import { FarPort, noFaults, type CallLog, type Faults } from './farPort';
import { Oracle, type Naming } from './oracle';
import { hashText, quickHash, SeededRandom } from './random';
import { Scheduler, type Actor } from './scheduler';
import { SimulatedService, type Commit, type StoredRecord, type Traits } from './service';
import { wholeActionsOf, type Side, type WholeAction } from './wholeUsers';
import type { Report } from './world';

const START = 1_790_000_000_000;
const MINUTE = 60_000;
const SPAN = 100 * MINUTE;

/** Two systems exchange contacts, notes and tasks; the third gets all of it from the first. */
const SYSTEMS = ['crm', 'rental', 'copy'] as const;
type System = (typeof SYSTEMS)[number];
const KINDS = ['contact', 'note', 'task'] as const;
type Kind = (typeof KINDS)[number];

const FIELDS: Readonly<Record<Kind, readonly string[]>> = { contact: ['name', 'email', 'city', 'ref'], note: ['body', 'ref'], task: ['title', 'body', 'dueDate', 'completed', 'ref'] };

/** One workflow: records of one kind go from one system to another. */
interface Lane {
	readonly pair: string;
	readonly kind: Kind;
	readonly from: System;
	readonly to: System;
	/** The kind they are there. */
	readonly as: Kind;
}

const LANES: readonly Lane[] = [
	...KINDS.flatMap((kind): Lane[] => [
		{ pair: `${kind}s`, kind, as: kind, from: 'crm', to: 'rental' }, { pair: `${kind}s`, kind, as: kind, from: 'rental', to: 'crm' }, { pair: `${kind}s`, kind, as: kind, from: 'crm', to: 'copy' },
	]),
	{ pair: 'task notes', kind: 'task', as: 'note', from: 'crm', to: 'rental' },
];

interface Config {
	readonly winner: 'first' | 'second';
	readonly deletes: 'unlink' | 'archive';
	readonly stamps: boolean;
	readonly rereads: boolean;
	readonly crmTellsVersion: boolean;
	readonly faults: Faults;
	readonly drop: number;
	readonly duplicate: number;
	readonly crashes: number;
}

function configOf(random: SeededRandom): Config {
	const rate = random.pick([0, 0.01, 0.03, 0.06]);
	return {
		winner: random.pick(['first', 'second']), deletes: random.pick(['unlink', 'archive']), stamps: random.chance(0.6), rereads: random.chance(0.5), crmTellsVersion: random.chance(0.5),
		faults: { limited: rate, failed: rate, lost: rate, failedAfter: rate, refusedAfter: rate * 2 }, drop: random.pick([0, 0.1, 0.3, 1]), duplicate: random.pick([0, 0.2]), crashes: random.below(4),
	};
}

export interface WholeOptions {
	readonly seed: number;
	readonly edits?: number;
	/** Actions instead of the seed's own: how a failing history is cut down. */
	readonly actions?: readonly WholeAction[];
	readonly trace?: boolean;
}

export interface WholeReport extends Omit<Report, 'actions'> {
	readonly actions: readonly WholeAction[];
	/** Questions whether a record is the one that an unclear create made. */
	readonly asked: number;
}

/** One seed of the whole world: contacts with their notes and tasks in three systems. */
export async function simulateWhole(options: WholeOptions): Promise<WholeReport> {
	const world = new WholeWorld(options);
	await world.run();
	return await world.report();
}

class WholeWorld {
	readonly #scheduler = new Scheduler(START);
	readonly #config: Config;
	readonly #net: SeededRandom;
	readonly #chance: SeededRandom;
	readonly #ledger = new MemoryLedger(() => this.#scheduler.now);
	readonly #stock: Readonly<Record<System, Readonly<{ contact: SimulatedService; note: ChildStore; task: ChildStore }>>>;
	readonly #oracles: Readonly<Record<Kind, Oracle>>;
	readonly #actions: readonly WholeAction[];
	readonly #calls: CallLog = { reads: 0, writes: 0, creates: 0 };
	readonly #actors = new Set<Actor>();
	readonly #outcomes: Record<string, number> = {};
	readonly #trace: string[] = [];
	readonly #failures: string[] = [];
	/** Creates of the engine, newest last. */
	readonly #made: Commit[] = [];
	/** People that were deleted or merged, and those that came back; with them the families of their children. */
	readonly #touched = new Set<string>();
	readonly #restored = new Set<string>();
	/** Of merged people one record takes over the fields of the other, its reference too: nobody can tell them apart. */
	readonly #merged = new Set<string>();
	/** Whose child each reference is. */
	readonly #families = new Map<string, string>();
	#repairing?: Actor;
	#quiet = false;
	#isAtRest = false;
	#digest = 0;
	#syncs = 0;
	#crashes = 0;
	#asked = 0;
	#serial = 0;

	constructor(readonly options: WholeOptions) {
		const { seed } = options;
		this.#config = configOf(new SeededRandom(seed, 'config'));
		this.#net = new SeededRandom(seed, 'net');
		this.#chance = new SeededRandom(seed, 'world');
		const users = new SeededRandom(seed, 'users');
		this.#actions = options.actions ?? wholeActionsOf(users, { people: 2 + users.below(2), edits: options.edits ?? 40, span: SPAN });
		const stock = (system: System) => ({ contact: this.#contacts(system), note: this.#children(system, 'note'), task: this.#children(system, 'task') });
		this.#stock = { crm: stock('crm'), rental: stock('rental'), copy: stock('copy') };
		const oracle = (kind: Kind) => new Oracle([this.#naming('crm', kind), this.#naming('rental', kind)], this.#config.winner, [0, 0]);
		this.#oracles = { contact: oracle('contact'), note: oracle('note'), task: oracle('task') };
	}

	#contacts(system: System): SimulatedService {
		const traits: Traits = { name: system, tags: 'tags', addsTags: false, looksUpDuplicates: system === 'crm', hasStamps: this.#config.stamps, lowersTags: false, normalisesPhones: false, lag: system === 'crm' ? 60_000 : 120_000, skew: 0 };
		return new SimulatedService(traits, () => this.#scheduler.now, () => this.#net.between(0, traits.lag), (commit) => this.#committed(system, 'contact', commit));
	}

	#children(system: System, kind: 'note' | 'task'): ChildStore {
		const habits: ChildHabits = {
			system, kind, isEditable: !(system === 'rental' && kind === 'note'), lag: system === 'rental' ? 120_000 : 0, skew: 0,
			tellsVersion: system !== 'crm' || this.#config.crmTellsVersion, tellsCreation: true,
		};
		// A contact of the CRM takes its children along; a customer is archived and keeps them.
		return new ChildStore(habits, () => this.#scheduler.now, (commit) => this.#committed(system, kind, commit), (id) => system !== 'crm' || this.#stock.crm.contact.records.get(id)?.archived !== true);
	}

	#naming(system: System, kind: Kind): Naming {
		const { traits } = this.#stock[system][kind];
		return { service: traits.name, tags: traits.tags, fields: Object.fromEntries(FIELDS[kind].filter((field) => field !== 'dueDate' && field !== 'completed').map((field) => [field, field])) };
	}

	async run(): Promise<void> {
		const last = START + SPAN;
		for (const action of this.#actions) this.#scheduler.at(START + action.at, () => this.#act(action));
		for (let at = START + 10 * MINUTE; at < last; at += 10 * MINUTE) this.#scheduler.at(at, () => this.#startRepair());
		for (let crash = 0; crash < this.#config.crashes; crash++) this.#scheduler.at(this.#chance.between(START, last), () => this.#crash(this.#chance.below(2)));
		await this.#scheduler.runUntil(last + 2 * MINUTE);
		await this.#settle(last + 2 * MINUTE);
	}

	/** No more edits and no more faults: Repair alone must bring it to rest. What waits for a parent without partner may wait on. */
	async #settle(from: number): Promise<void> {
		this.#quiet = true;
		for (let round = 1; round <= 24; round++) {
			const before = this.#calls.writes;
			const at = from + round * 10 * MINUTE;
			this.#scheduler.at(at, () => this.#startRepair());
			await this.#scheduler.runUntil(at + 9 * MINUTE);
			const { due: { pending, busy, failed }, reviews } = await this.#ledger.counts();
			this.#isAtRest = pending + busy + failed + reviews + (await this.#openCreates()) === 0 && this.#calls.writes === before && round >= 3;
			if (this.#isAtRest) return;
		}
		const left = [...(await this.#ledger.due(1_000)).map(({ pair, near, status, cause }) => `${pair} ${near.id} ${status} (${cause})`), ...(await this.#ledger.reviews()).map(({ pair, near, cause }) => `${pair} ${near.id} review (${cause})`)];
		this.#failures.push(`not at rest after 24 rounds: ${left.join(', ')} ${JSON.stringify(await this.#ledger.counts())}`);
	}

	/** Creates that were announced and not answered, but those of children whose parent has no partner any more. */
	async #openCreates(): Promise<number> {
		let open = 0;
		for (const { pair, to } of LANES) {
			for (const { near, far } of await this.#ledger.intentsTowards(pair, { system: to, account: 'main' })) {
				if ((await this.#ledger.known(pair, near, far)).due?.status !== 'waiting') open += 1;
			}
		}
		return open;
	}

	async report(): Promise<WholeReport> {
		const verdicts = KINDS.map((kind) => this.#oracles[kind].judge(() => false));
		const problems = verdicts.flatMap((verdict) => verdict.problems).filter((text) => this.#counts(text));
		const sum = (value: (verdict: (typeof verdicts)[number]) => number) => verdicts.reduce((total, verdict) => total + value(verdict), 0);
		const found = [...problems, ...this.#copies(), ...(await this.#aligned())];
		return {
			problems: [...this.#failures, ...found], counts: countsOf(found),
			edits: sum(({ edits }) => edits), windows: sum(({ windows }) => windows), reviews: sum(({ reviews }) => reviews), unjustified: sum(({ unjustified }) => unjustified), echoes: sum(({ echoes }) => echoes),
			seed: this.options.seed, digest: this.#digest, actions: this.#actions, calls: this.#calls, syncs: this.#syncs, outcomes: this.#outcomes, crashes: this.#crashes,
			isAtRest: this.#isAtRest, steps: this.#scheduler.steps, trace: this.#trace, asked: this.#asked,
		};
	}

	/** Where a person was deleted or merged, a side may be without a record; two of them, or one that came back unbidden, are wrong all the same. */
	#counts(problem: string): boolean {
		const ref = problem.split(' ')[0];
		const person = this.#families.get(ref) ?? ref;
		if (this.#merged.has(ref)) return false;
		if (!this.#touched.has(person)) return true;
		if (problem.includes('came back')) return !this.#restored.has(person);
		return /has [2-9] records|records after a delete/.test(problem);
	}

	/** The third system, and the notes that are made of tasks: each record of the first has one there that says the same, and nothing else is there. */
	#copies(): string[] {
		const problems: string[] = [];
		const oneWay = LANES.filter(({ pair, to }) => to === 'copy' || pair === 'task notes');
		for (const lane of oneWay) {
			const there = this.#stock[lane.to][lane.as].alive();
			for (const ref of new Set([...this.#stock.crm[lane.kind].records.values()].map(({ fields }) => String(fields.ref)))) {
				const name = lane.pair === 'task notes' ? `of ${ref}` : ref;
				const [near, ...twins] = this.#stock.crm[lane.kind].alive().filter(({ fields }) => fields.ref === ref);
				const far = there.filter(({ fields }) => fields.ref === name);
				if (this.#merged.has(ref)) continue;
				const isTouched = this.#touched.has(this.#families.get(ref) ?? ref);
				const expected = near ? 1 : 0;
				if (far.length > 1 + twins.length || (!isTouched && far.length !== expected)) problems.push(`${ref} has ${far.length} copies by ${lane.pair} in ${lane.to}, not ${expected}`);
				if (isTouched || !near || far.length !== 1) continue;
				for (const [field, value] of Object.entries(fieldsOf(lane, near))) {
					if (String(far[0].fields[field] ?? '') !== String(value ?? '')) problems.push(`${ref} ${field} differs in its copy by ${lane.pair} in ${lane.to}`);
				}
			}
		}
		return problems;
	}

	/** Both records of a live link are there; nobody has two. */
	async #aligned(): Promise<string[]> {
		const problems: string[] = [];
		for (const { pair } of LANES.filter(({ from, kind }) => from === 'crm' && kind !== 'contact')) {
			const seen = new Set<string>();
			for (const { state, head, member } of await this.#ledger.listLinks(pair, undefined, 10_000)) {
				if (state !== 'live') continue;
				const key = [head, member].map(({ system, id }) => `${system} ${id}`).sort().join(' = ');
				for (const end of [`${head.system} ${head.id} ${member.system}`, `${member.system} ${member.id} ${head.system}`]) {
					if (seen.has(end)) problems.push(`${pair}: two links of ${end} (${key})`);
					seen.add(end);
				}
			}
		}
		return problems;
	}

	#note(text: string): void {
		this.#digest = hashText(`${this.#digest} ${this.#scheduler.now} ${text}`);
		if (this.options.trace) this.#trace.push(`${((this.#scheduler.now - START) / 1000).toFixed(3)} ${text}`);
	}

	#act(action: WholeAction): void {
		const system = 'side' in action ? SYSTEMS[action.side] : 'crm';
		const { contact } = this.#stock[system];
		if (action.do === 'add' || action.do === 'change' || action.do === 'drop') return this.#actOnChild(action, this.#stock[system][action.kind], system);
		const ref = `ref-${action.person}`;
		if (action.do === 'create') return void contact.create('user', { name: `Person${action.person} Name`, email: `p${action.person}@example.com`, city: 'Town', ref });
		if (action.do === 'restore') return this.#restore(system, ref);
		const record = contact.alive().find(({ fields }) => fields.ref === ref);
		if (!record) return;
		if (action.do === 'edit') return void contact.update('user', record.id, { [action.field]: action.value });
		if (action.do === 'merge') return this.#merge(record, `ref-${action.into}`);
		this.#touched.add(ref);
		contact.remove('user', record.id);
	}

	#actOnChild(action: Extract<WholeAction, { ref: string }>, store: ChildStore, system: System): void {
		const { ref, kind } = action;
		if (action.do === 'add') {
			const parent = this.#stock[system].contact.alive().find(({ fields }) => fields.ref === `ref-${action.person}`);
			if (!parent) return;
			this.#families.set(ref, `ref-${action.person}`);
			store.create('user', { ...(kind === 'task' ? { title: action.text, completed: 'false' } : {}), body: action.text, ref, parent: parent.id });
			return;
		}
		// Of one that is just being replaced, users take the new one.
		const record = store.alive().findLast(({ fields }) => fields.ref === ref);
		if (!record) return;
		if (action.do === 'drop') store.remove('user', record.id);
		else if (store.habits.isEditable) store.update('user', record.id, { body: action.text, ...(kind === 'task' && action.completed ? { completed: 'true' } : {}) });
	}

	/** A deleted or archived contact comes back, and with it the children that went with it. */
	#restore(system: System, ref: string): void {
		const { contact, note, task } = this.#stock[system];
		const record = [...contact.records.values()].findLast(({ fields, archived }) => fields.ref === ref && archived);
		if (!record || contact.alive().some(({ fields }) => fields.ref === ref)) return;
		this.#restored.add(ref);
		contact.restore('user', record.id);
		for (const store of [note, task]) for (const { id, fields, archived, version } of [...store.records.values()]) if (archived && fields.parent === record.id && version >= record.version) store.restore('user', id);
	}

	/** The children of the one move to the other; then a user gives the customer of the one the e-mail of the other. */
	#merge(record: StoredRecord, into: string): void {
		const { contact, note, task } = this.#stock.crm;
		const target = contact.alive().find(({ fields }) => fields.ref === into);
		if (!target) return;
		this.#touched.add(String(record.fields.ref)).add(into);
		this.#merged.add(String(record.fields.ref)).add(into);
		for (const store of [note, task]) for (const { id } of store.of(record.id)) store.update('user', id, { parent: target.id });
		contact.remove('user', record.id);
		this.#scheduler.at(this.#scheduler.now + 10 * MINUTE, () => {
			const customer = this.#stock.rental.contact.alive().find(({ fields }) => fields.ref === record.fields.ref);
			if (customer) this.#stock.rental.contact.update('user', customer.id, { email: target.fields.email });
		});
	}

	#committed(system: System, kind: Kind, commit: Commit): void {
		const { record } = commit;
		this.#note(`${commit.by} ${commit.kind} ${record.id} ${JSON.stringify(record.fields)}`);
		if (commit.by === 'engine' && commit.kind === 'create') this.#made.push(commit);
		if (system !== 'copy' && !String(record.fields.ref).startsWith('of ')) this.#oracles[kind].see(commit);
		if (system === 'crm' && kind === 'contact' && commit.kind === 'remove') for (const store of [this.#stock.crm.note, this.#stock.crm.task]) for (const { id } of store.of(record.id)) store.remove(commit.by, id);
		if (kind !== 'contact' && commit.kind === 'update' && !this.#isTold(commit)) return;
		const { drop, duplicate } = this.#config;
		for (const lane of this.#lanesOf(system, kind, record)) {
			const times = this.#net.chance(drop) ? 0 : this.#net.chance(duplicate) ? 2 : 1;
			for (let time = 0; time < times; time++) {
				const delay = this.#net.chance(0.1) ? this.#net.between(0, 20 * MINUTE) : this.#net.between(100, 5_000);
				this.#scheduler.at(this.#scheduler.now + delay, () => this.#deliver(lane, record));
			}
		}
	}

	/** Half of the children that a merge moves have an event of their own. */
	#isTold({ before, record }: Commit): boolean {
		return before?.fields.parent === record.fields.parent || this.#net.chance(0.5);
	}

	#lanesOf(system: System, kind: Kind, record: StoredRecord): readonly Lane[] {
		if (String(record.fields.ref).startsWith('of ')) return [];
		return LANES.filter((lane) => lane.from === system && lane.kind === kind);
	}

	#deliver(lane: Lane, picture: StoredRecord): void {
		const { from, kind } = lane;
		const store = this.#stock[from][kind];
		const tellsVersion = !(store instanceof ChildStore) || store.habits.tellsVersion;
		this.#execute(`event ${picture.id}`, async (actor) => {
			if (!this.#config.rereads && tellsVersion && !picture.archived) return this.#sync(actor, lane, picture);
			await this.#readAndSync(actor, lane, picture.id);
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

	/** Lists of all sides, what is linked and missing there, and everything that is due: each record is read by its id and synced. Then a person answers questions. */
	async #repair(actor: Actor): Promise<void> {
		for (const lane of LANES) {
			const store = this.#stock[lane.from][lane.kind];
			await this.#scheduler.wait(actor, this.#net.between(20, 500));
			for (const record of store.alive()) if (this.#lanesOf(lane.from, lane.kind, record).includes(lane)) await this.#readAndSync(actor, lane, record.id);
			for (const link of await this.#ledger.listLinks(lane.pair, undefined, 10_000)) await this.#lookForMissing(actor, lane, link);
		}
		for (const { pair, near, far } of await this.#ledger.due(200)) {
			const lane = LANES.find((one) => one.pair === pair && one.from === near.system && one.to === far.system);
			if (lane) await this.#readAndSync(actor, lane, near.id);
		}
		for (const review of await this.#ledger.reviews()) await this.#answer(review);
	}

	async #lookForMissing(actor: Actor, lane: Lane, { state, head, member }: Link): Promise<void> {
		const [near, far] = head.system === lane.from ? [head, member] : [member, head];
		if (state === 'live' && near.system === lane.from && far.system === lane.to && this.#stock[lane.from][lane.kind].records.get(near.id)?.archived) await this.#readAndSync(actor, lane, near.id);
	}

	/** Looks at both apps: what the sync has made there and not linked is the one, else it is to be made. */
	async #answer(review: Review): Promise<void> {
		if (review.winner !== undefined) return;
		const { pair, near, far } = review;
		this.#note(`review of ${near.id}: ${review.field} ${review.cause}`);
		if (this.#merged.has(this.#refOf(pair, near)) && review.cause === 'the matching record is linked to another one') return void (await this.#ledger.commit([{ drop: 'review', pair, near, far, field: '' }]));
		if (review.field !== '' || !review.cause.includes('it may be the one')) return void this.#failures.push(`review of ${pair} ${near.id}: ${review.field} ${review.cause}`);
		this.#asked += 1;
		const { intents: [intent] } = await this.#ledger.known(pair, near, far);
		const made = this.#made.filter(({ record, service, at }) => service.startsWith(far.system) && at >= intent.at && record.fields.ref === this.#refOf(pair, near));
		for (const { record: { id } } of made) {
			const member: RecordRef = { system: far.system, account: 'main', id };
			const links = await this.#ledger.links(pair, member);
			if (links.every(({ head, member: { system } }) => head.system !== near.system && system !== near.system)) return void (await saveLink(this.#ledger, this.#chance, { pair, head: near, member }));
		}
		await resolveReview(this.#ledger, review, 'near');
	}

	#refOf(pair: string, near: RecordRef): string {
		const lane = LANES.find((one) => one.pair === pair && one.from === near.system);
		const ref = lane && this.#stock[lane.from][lane.kind].records.get(near.id)?.fields.ref;
		return pair === 'task notes' ? `of ${String(ref)}` : String(ref);
	}

	async #readAndSync(actor: Actor, lane: Lane, id: string): Promise<void> {
		await this.#scheduler.wait(actor, this.#net.between(20, 300));
		const record = this.#stock[lane.from][lane.kind].records.get(id);
		if (record) await this.#sync(actor, lane, record);
	}

	async #sync(actor: Actor, lane: Lane, record: StoredRecord): Promise<void> {
		const clock = { now: () => this.#scheduler.now, sleep: (ms: number) => this.#scheduler.wait(actor, ms) };
		const outcome = await syncRecord(this.#requestOf(lane, record), { far: this.#far(actor, lane), ledger: this.#ledgerOf(actor), clock, random: this.#chance, hash: quickHash });
		this.#syncs += 1;
		this.#outcomes[outcome.outcome] = (this.#outcomes[outcome.outcome] ?? 0) + 1;
		this.#note(`${lane.pair} to ${lane.to}: sync ${record.id}@${record.version - START} -> ${outcome.outcome}: ${outcome.reason} [${outcome.changed.join(' ')}] ${outcome.calls} calls (${actor.name})`);
		if (outcome.far && lane.to !== 'copy' && SETTLING.has(outcome.outcome)) this.#oracles[lane.as].settled(outcome.far.id);
	}

	#far(actor: Actor, { to, as, pair }: Lane): FarService {
		const store = this.#stock[to][as];
		const watcher = to === 'copy' || pair === 'task notes' ? {} : { watcher: this.#oracles[as] };
		const port = new FarPort(store, actor, { scheduler: this.#scheduler, random: this.#net, faults: () => (this.#quiet ? noFaults : this.#config.faults), calls: this.#calls, callBudget: 30_000, ...watcher });
		return store instanceof ChildStore ? childFar(port, store) : port;
	}

	#requestOf(lane: Lane, record: StoredRecord): SyncRequest {
		const { pair, from, to, kind } = lane;
		const side: Side = from === 'crm' ? 0 : 1;
		const rule = to === 'copy' || pair === 'task notes' || (this.#config.winner === 'first') === (side === 0) ? 'source' : 'destination';
		const fields = fieldsOf(lane, record);
		const common: Partial<SyncOptions> = { rule, firstContact: rule, clear: true, fields: pair === 'task notes' ? { body: { from: null }, ref: { from: null } } : {} };
		const store = this.#stock[from][kind];
		if (store instanceof ChildStore) return { ...childRequest(store, record, pair, [], record.archived === true), fields, options: withDefaults({ ...common, deletes: 'delete' }) };
		const many = to === 'copy' ? 'none' : from === 'crm' ? 'far' : 'near';
		return {
			pair, fields, options: withDefaults({ ...common, many, deletes: to === 'copy' ? 'archive' : this.#config.deletes }),
			near: { system: from, account: 'main', id: record.id, version: record.version, createdAt: record.createdAt, ...(record.stamp !== undefined && to !== 'copy' ? { stamp: record.stamp } : {}), ...(record.archived ? { deleted: true } : {}) },
		};
	}

	/** The ledger as one execution reaches it: every method is an await that others can come before, and a crash too. */
	#ledgerOf(actor: Actor): Ledger {
		return new Proxy<Ledger>(this.#ledger, {
			get: (ledger, name) => {
				const method: unknown = Reflect.get(ledger, name);
				if (typeof method !== 'function') return method;
				return async (...args: unknown[]) => {
					await this.#scheduler.wait(actor, this.#net.between(0, 5));
					return Reflect.apply(method, ledger, args);
				};
			},
		});
	}
}

/** By the words of the oracles and of this world. */
function countsOf(problems: readonly string[]): WholeReport['counts'] {
	const count = (words: RegExp) => problems.filter((text) => words.test(text)).length;
	return { duplicate: count(/ has [2-9]|records after a delete|two links/), missing: count(/ has 0 /), differs: count(/ differs /), lost: count(/ should be /), cameBack: count(/came back/), review: count(/^review of/) };
}

const SETTLING = new Set(['updated', 'unchanged', 'linked', 'conflict', 'review']);

/** The mapping of a workflow. */
function fieldsOf({ pair, kind }: Lane, { fields }: StoredRecord): Record<string, unknown> {
	if (pair === 'task notes') return { body: `Task: ${String(fields.title)}: ${String(fields.body)}`, ref: `of ${String(fields.ref)}` };
	return Object.fromEntries(FIELDS[kind].map((field) => [field, fields[field] ?? null]));
}
