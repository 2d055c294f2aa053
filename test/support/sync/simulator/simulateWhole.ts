import { CREATES, type Link, type Review } from '../../../../sync/ledger/ledger';
import { resolveReview, saveLink } from '../../../../sync/manage/links';
import { HELD } from '../../../../sync/model/causes';
import type { TargetService } from '../../../../sync/model/ports';
import { withDefaults, type RecordRef, type SyncOptions, type SyncRequest } from '../../../../sync/model/types';
import { childTarget, childRequest, ChildStore, type ChildHabits } from './children';
import { TargetPort } from './targetPort';
import { Oracle, type Naming } from './oracle';
import { SeededRandom } from './random';
import type { Actor } from './scheduler';
import { SimulatedService, type Commit, type StoredRecord, type Traits, type Writer } from './service';
import {
	createLimitOf,
	faultsOf,
	MINUTE,
	outageOf,
	Simulation,
	START,
	type HistoryOptions,
	type Trouble,
} from './simulation';
import { countsOf, Outcomes, linkedTwice } from './wholeOutcomes';
import { FIELDS, fieldsOf, KINDS, LANES, SYSTEMS, type Kind, type Lane, type Stock, type System } from './wholeLanes';
import { wholeActionsOf, type Side, type WholeAction } from './wholeUsers';
import type { Report } from './simulate';

const SPAN = 100 * MINUTE;
/** How long a person takes to open a record that has just appeared. */
const QUICK = 5_000;

interface Config extends Trouble {
	readonly winner: 'first' | 'second';
	readonly deletes: 'unlink' | 'archive';
	readonly externalIds: boolean;
	readonly rereads: boolean;
	readonly crmTellsVersion: boolean;
	/** Creates of a pair within an hour after which the rest waits for a person. */
	readonly createLimit: number;
}

function configOf(random: SeededRandom, seed: number): Config {
	const rate = random.pick([0, 0.01, 0.03, 0.06]);
	return {
		winner: random.pick(['first', 'second']),
		deletes: random.pick(['unlink', 'archive']),
		externalIds: random.chance(0.6),
		rereads: random.chance(0.5),
		crmTellsVersion: random.chance(0.5),
		createLimit: createLimitOf(seed),
		outage: outageOf(seed, SPAN),
		faults: faultsOf(rate),
		drop: random.pick([0, 0.1, 0.3, 1]),
		duplicate: random.pick([0, 0.2]),
		crashes: random.below(4),
	};
}

export interface WholeOptions extends HistoryOptions {
	readonly edits?: number;
	/** Actions instead of the seed's own: how a failing history is cut down. */
	readonly actions?: readonly WholeAction[];
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
	readonly #simulation: Simulation;
	readonly #config: Config;
	readonly #stock: Stock;
	readonly #oracles: Readonly<Record<Kind, Oracle>>;
	readonly #actions: readonly WholeAction[];
	/** What users made of each child, newest last. */
	readonly #told: { readonly ref: string; readonly text: string; readonly at: number }[] = [];
	/** Creates of the engine, newest last. */
	readonly #made: Commit[] = [];
	readonly #outcomes: Outcomes;
	/** Children that went with a contact of the CRM, by its id. */
	readonly #wentAlong = new Map<string, (readonly [ChildStore, string])[]>();
	/** What users made, changed, deleted and brought back. */
	#edits = 0;
	#asked = 0;

	constructor(readonly options: WholeOptions) {
		const { seed } = options;
		this.#config = configOf(new SeededRandom(seed, 'config'), seed);
		this.#simulation = new Simulation(options, this.#config);
		this.#outcomes = new Outcomes(this.#config.outage);
		const users = new SeededRandom(seed, 'users');
		this.#actions =
			options.actions ?? wholeActionsOf(users, { people: 2 + users.below(2), edits: options.edits ?? 320, span: SPAN });
		const stock = (system: System) => ({
			contact: this.#contacts(system),
			note: this.#children(system, 'note'),
			task: this.#children(system, 'task'),
		});
		this.#stock = { crm: stock('crm'), rental: stock('rental'), copy: stock('copy') };
		const oracle = (kind: Kind) =>
			new Oracle([this.#naming('crm', kind), this.#naming('rental', kind)], this.#config.winner, [0, 0]);
		this.#oracles = { contact: oracle('contact'), note: oracle('note'), task: oracle('task') };
	}

	#contacts(system: System): SimulatedService {
		const traits: Traits = {
			name: system,
			tags: 'tags',
			addsTags: false,
			looksUpDuplicates: system === 'crm',
			hasExternalIds: this.#config.externalIds,
			lowersTags: false,
			normalizesPhones: false,
			lag: system === 'crm' ? 60_000 : 120_000,
			skew: 0,
		};
		return new SimulatedService(
			traits,
			() => this.#simulation.scheduler.now,
			() => this.#simulation.net.between(0, traits.lag),
			(commit) => this.#committed(system, 'contact', commit),
		);
	}

	#children(system: System, kind: 'note' | 'task'): ChildStore {
		const habits: ChildHabits = {
			system,
			kind,
			isEditable: !(system === 'rental' && kind === 'note'),
			lag: system === 'rental' ? 120_000 : 0,
			skew: 0,
			tellsVersion: system !== 'crm' || this.#config.crmTellsVersion,
			tellsCreation: true,
		};
		// A contact of the CRM takes its children along; a customer is archived and keeps them.
		return new ChildStore(
			habits,
			() => this.#simulation.scheduler.now,
			(commit) => this.#committed(system, kind, commit),
			(id) => system !== 'crm' || this.#stock.crm.contact.records.get(id)?.archived !== true,
		);
	}

	#naming(system: System, kind: Kind): Naming {
		const { traits } = this.#stock[system][kind];
		return {
			service: traits.name,
			tags: traits.tags,
			fields: Object.fromEntries(FIELDS[kind].filter((field) => field !== 'dueDate').map((field) => [field, field])),
		};
	}

	async run(): Promise<void> {
		await this.#simulation.play({
			span: SPAN,
			actions: this.#actions,
			act: (action) => this.#act(action),
			repair: (actor) => this.#repair(actor),
			isDone: () => this.#isDone(),
			left: () => this.#left(),
		});
	}

	/** What waits for a parent without linked record may wait on. */
	async #isDone(): Promise<boolean> {
		const {
			due: { pending, busy, failed },
			reviews,
		} = await this.#simulation.ledger.counts();
		const released = (await this.#simulation.ledger.due(1_000)).filter(({ cause }) => cause === HELD);
		return pending + busy + failed + reviews + released.length + (await this.#openCreates()) === 0;
	}

	async #left(): Promise<string[]> {
		const due = (await this.#simulation.ledger.due(1_000)).map(
			({ pair, source, status, cause }) => `${pair} ${source.id} ${status} (${cause})`,
		);
		const reviews = (await this.#simulation.ledger.reviews()).map(
			({ pair, source, cause }) => `${pair} ${source.id} review (${cause})`,
		);
		return [...due, ...reviews, JSON.stringify(await this.#simulation.ledger.counts())];
	}

	/** Creates that were announced and not answered, but those of children whose parent has no linked record any more. */
	async #openCreates(): Promise<number> {
		let open = 0;
		for (const { pair, to } of LANES) {
			for (const { source, target } of await this.#simulation.ledger.incomingIntents(pair, {
				system: to,
				account: 'main',
			})) {
				if ((await this.#simulation.ledger.known(pair, source, target)).due?.status !== 'waiting') open += 1;
			}
		}
		return open;
	}

	async report(): Promise<WholeReport> {
		const verdicts = KINDS.map((kind) => this.#oracles[kind].judge(() => false));
		const problems = verdicts.flatMap((verdict) => verdict.problems).filter((text) => this.#outcomes.isWrong(text));
		const sum = (value: (verdict: (typeof verdicts)[number]) => number) =>
			verdicts.reduce((total, verdict) => total + value(verdict), 0);
		const found = [...problems, ...this.#outcomes.copies(this.#stock), ...(await linkedTwice(this.#simulation.ledger))];
		return {
			...this.#simulation.played(),
			problems: [...this.#simulation.failures, ...found],
			counts: countsOf(found),
			actions: this.#actions,
			asked: this.#asked,
			edits: this.#edits,
			windows: sum(({ windows }) => windows) + this.#outcomes.ghosts.size,
			reviews: sum(({ reviews }) => reviews),
			unjustified: sum(({ unjustified }) => unjustified),
			echoes: sum(({ echoes }) => echoes),
		};
	}

	#act(action: WholeAction): void {
		const system = 'side' in action ? SYSTEMS[action.side] : 'crm';
		const { contact } = this.#stock[system];
		if (action.do === 'add' || action.do === 'change' || action.do === 'drop')
			return this.#actOnChild(action, this.#stock[system][action.kind], system);
		const ref = `ref-${action.person}`;
		if (action.do === 'create')
			return void contact.create('user', {
				name: `Person${action.person} Name`,
				email: `p${action.person}@example.com`,
				city: 'Town',
				ref,
			});
		if (action.do === 'restore') return this.#restore(system, ref);
		const record = contact.alive().find(({ fields }) => fields.ref === ref);
		if (!record) return;
		if (action.do === 'edit') return void contact.update('user', record.id, { [action.field]: action.value });
		if (action.do === 'merge') return this.#merge(record, `ref-${action.into}`);
		this.#outcomes.touched.add(ref);
		this.#outcomes.gone.set(ref, { from: this.#simulation.scheduler.now, until: Number.POSITIVE_INFINITY });
		contact.remove('user', record.id);
	}

	#actOnChild(action: Extract<WholeAction, { ref: string }>, store: ChildStore, system: System): void {
		const { ref, kind } = action;
		if (action.do === 'add') {
			const parent = this.#stock[system].contact.alive().find(({ fields }) => fields.ref === `ref-${action.person}`);
			if (!parent) return;
			this.#outcomes.families.set(ref, `ref-${action.person}`);
			store.create('user', {
				...(kind === 'task' ? { title: action.text, completed: 'false' } : {}),
				body: action.text,
				ref,
				parent: parent.id,
			});
			return;
		}
		// Of one that is just being replaced, users take the new one.
		const record = store.alive().findLast(({ fields }) => fields.ref === ref);
		if (!record) return;
		// Nobody opens a new record and changes it sooner: what the look after an unclear create relies on.
		if (record.createdAt > this.#simulation.scheduler.now - QUICK)
			return this.#simulation.scheduler.at(record.createdAt + QUICK, () => this.#actOnChild(action, store, system));
		if (action.do === 'drop') store.remove('user', record.id);
		else if (store.habits.isEditable)
			store.update('user', record.id, {
				body: action.text,
				...(kind === 'task' && action.completed ? { completed: 'true' } : {}),
			});
	}

	/** A deleted or archived contact comes back, and with it the children that went with it. */
	#restore(system: System, ref: string): void {
		const { contact } = this.#stock[system];
		const record = [...contact.records.values()].findLast(({ fields, archived }) => fields.ref === ref && archived);
		if (!record || contact.alive().some(({ fields }) => fields.ref === ref)) return;
		this.#outcomes.restored.add(ref);
		const gone = this.#outcomes.gone.get(ref);
		if (gone) gone.until = this.#simulation.scheduler.now;
		contact.restore('user', record.id);
		for (const [store, id] of this.#wentAlong.get(record.id) ?? []) store.restore('user', id);
	}

	/** The children of the one move to the other; then a user gives the customer of the one the email of the other. */
	#merge(record: StoredRecord, into: string): void {
		const { contact, note, task } = this.#stock.crm;
		const target = contact.alive().find(({ fields }) => fields.ref === into);
		if (!target) return;
		this.#outcomes.touched.add(String(record.fields.ref)).add(into);
		this.#outcomes.merged.add(String(record.fields.ref)).add(into);
		for (const ref of [String(record.fields.ref), into])
			this.#outcomes.gone.set(ref, { from: this.#simulation.scheduler.now, until: Number.POSITIVE_INFINITY });
		for (const store of [note, task])
			for (const { id } of store.of(record.id)) store.update('user', id, { parent: target.id });
		contact.remove('user', record.id);
		this.#simulation.scheduler.at(this.#simulation.scheduler.now + 10 * MINUTE, () => {
			const customer = this.#stock.rental.contact.alive().find(({ fields }) => fields.ref === record.fields.ref);
			if (customer) this.#stock.rental.contact.update('user', customer.id, { email: target.fields.email });
		});
	}

	#committed(system: System, kind: Kind, commit: Commit): void {
		const { record } = commit;
		this.#simulation.note(`${commit.by} ${commit.kind} ${record.id} ${JSON.stringify(record.fields)}`);
		if (commit.by === 'user') this.#edits += 1;
		if (commit.by === 'user')
			this.#told.push({
				ref: String(record.fields.ref),
				text: String(record.fields.body),
				at: this.#simulation.scheduler.now,
			});
		if (commit.by === 'engine' && commit.kind === 'create') this.#made.push(commit);
		if (system !== 'copy' && !String(record.fields.ref).startsWith('of ')) this.#oracles[kind].see(commit);
		if (system === 'crm' && kind === 'contact' && commit.kind === 'remove') this.#takeAlong(record.id, commit.by);
		if (kind !== 'contact' && commit.kind === 'update' && !this.#isTold(commit)) return;
		for (const lane of this.#lanesOf(system, kind, record)) this.#simulation.tell(() => this.#deliver(lane, record));
	}

	#takeAlong(parent: string, by: Writer): void {
		const children = [this.#stock.crm.note, this.#stock.crm.task].flatMap((store) =>
			store.of(parent).map(({ id }) => [store, id] as const),
		);
		this.#wentAlong.set(parent, children);
		for (const [store, id] of children) store.remove(by, id);
	}

	/** Half of the children that a merge moves have an event of their own. */
	#isTold({ before, record }: Commit): boolean {
		return before?.fields.parent === record.fields.parent || this.#simulation.net.chance(0.5);
	}

	#lanesOf(system: System, kind: Kind, record: StoredRecord): readonly Lane[] {
		if (String(record.fields.ref).startsWith('of ')) return [];
		return LANES.filter((lane) => lane.from === system && lane.kind === kind);
	}

	#deliver(lane: Lane, snapshot: StoredRecord): void {
		const { from, kind } = lane;
		const store = this.#stock[from][kind];
		const tellsVersion = !(store instanceof ChildStore) || store.habits.tellsVersion;
		this.#simulation.execute(`event ${snapshot.id}`, async (actor) => {
			if (!this.#config.rereads && tellsVersion && !snapshot.archived) {
				if (store.records.get(snapshot.id)?.archived && this.#oracles[kind].wasGoneUnknown(snapshot.id))
					this.#outcomes.ghosts.add(String(snapshot.fields.ref));
				return this.#sync(actor, lane, snapshot);
			}
			await this.#readAndSync(actor, lane, snapshot.id);
		});
	}

	/**
	 * Lists of all sides, what is linked and missing there, and everything that is due: each record is read by its id and
	 * synced. Then a person answers questions.
	 */
	async #repair(actor: Actor): Promise<void> {
		for (const lane of LANES) {
			const store = this.#stock[lane.from][lane.kind];
			await this.#simulation.scheduler.wait(actor, this.#simulation.net.between(20, 500));
			for (const record of store.alive())
				if (this.#lanesOf(lane.from, lane.kind, record).includes(lane)) await this.#readAndSync(actor, lane, record.id);
			for (const link of await this.#simulation.ledger.listLinks(lane.pair, undefined, 10_000))
				await this.#lookForMissing(actor, lane, link);
		}
		for (const { pair, source, target } of await this.#simulation.ledger.due(200)) {
			const lane = LANES.find((one) => one.pair === pair && one.from === source.system && one.to === target.system);
			if (lane) await this.#readAndSync(actor, lane, source.id);
		}
		await this.#simulation.answerHeld();
		for (const review of await this.#simulation.ledger.reviews())
			if (review.field !== CREATES) await this.#answer(review);
	}

	async #lookForMissing(actor: Actor, lane: Lane, { state, head, member }: Link): Promise<void> {
		const [source, target] = head.system === lane.from ? [head, member] : [member, head];
		if (
			state === 'live' &&
			source.system === lane.from &&
			target.system === lane.to &&
			this.#stock[lane.from][lane.kind].records.get(source.id)?.archived
		)
			await this.#readAndSync(actor, lane, source.id);
	}

	/** Looks at both apps: what the sync has made there and not linked is the one, else it is to be made. */
	async #answer(review: Review): Promise<void> {
		if (review.winner !== undefined) return;
		const { pair, source, target } = review;
		this.#simulation.note(`review of ${source.id}: ${review.field}`, review.cause);
		const isTwin = this.#outcomes.merged.has(this.#refOf(pair, source)) || this.#hasTwin(pair, source);
		if (isTwin && review.cause === 'The matching record is linked to another one')
			return void (await resolveReview(this.#simulation.ledger, review, 'target'));
		if (review.cause === 'set back and forth' && this.#wasToldAgain(this.#refOf(pair, source)))
			return void (await resolveReview(this.#simulation.ledger, review, 'source'));
		if (review.field !== '' || !review.cause.includes('it may be the one'))
			return void this.#simulation.failures.push(`review of ${pair} ${source.id}: ${review.field} ${review.cause}`);
		this.#asked += 1;
		const {
			intents: [intent],
		} = await this.#simulation.ledger.known(pair, source, target);
		const made = this.#made.filter(
			({ record, service, at }) =>
				service.startsWith(target.system) && at >= intent.at && record.fields.ref === this.#refOf(pair, source),
		);
		for (const {
			record: { id },
		} of made) {
			const member: RecordRef = { system: target.system, account: 'main', id };
			const links = await this.#simulation.ledger.links(pair, member);
			if (links.every(({ head, member: { system } }) => head.system !== source.system && system !== source.system))
				return void (await saveLink(this.#simulation.ledger, this.#simulation.chance, { pair, head: source, member }));
		}
		await resolveReview(this.#simulation.ledger, review, 'source');
	}

	/** Whether users themselves have set a child to one and the same text again and again lately. */
	#wasToldAgain(ref: string): boolean {
		const texts = this.#told
			.filter((edit) => edit.ref === ref && edit.at >= this.#simulation.scheduler.now - 40 * MINUTE)
			.map(({ text }) => text);
		return texts.some((text) => texts.filter((other) => other === text).length > 2);
	}

	/** Whether a person really stands twice in the source app: when both are there at rest, the oracle judges why. */
	#hasTwin(pair: string, source: RecordRef): boolean {
		const lane = LANES.find((one) => one.pair === pair && one.from === source.system);
		const ref = this.#refOf(pair, source);
		return (
			lane !== undefined &&
			this.#stock[lane.from][lane.kind].alive().filter(({ fields }) => fields.ref === ref).length > 1
		);
	}

	#refOf(pair: string, source: RecordRef): string {
		const lane = LANES.find((one) => one.pair === pair && one.from === source.system);
		const ref = lane && this.#stock[lane.from][lane.kind].records.get(source.id)?.fields.ref;
		return pair === 'task notes' ? `of ${String(ref)}` : String(ref);
	}

	async #readAndSync(actor: Actor, lane: Lane, id: string): Promise<void> {
		await this.#simulation.scheduler.wait(actor, this.#simulation.net.between(20, 300));
		const record = this.#stock[lane.from][lane.kind].records.get(id);
		if (record) await this.#sync(actor, lane, record);
	}

	async #sync(actor: Actor, lane: Lane, record: StoredRecord): Promise<void> {
		const outcome = await this.#simulation.sync(
			actor,
			this.#requestOf(lane, record),
			this.#target(actor, lane),
			`${lane.pair} to ${lane.to}: sync ${record.id}@${record.version - START}`,
		);
		if (outcome.target && lane.to !== 'copy' && SETTLING.has(outcome.outcome))
			this.#oracles[lane.as].settled(outcome.target.id);
	}

	#target(actor: Actor, { to, as, pair }: Lane): TargetService {
		const store = this.#stock[to][as];
		const watcher = to === 'copy' || pair === 'task notes' ? {} : { watcher: this.#oracles[as] };
		const port = new TargetPort(store, actor, { ...this.#simulation.portParts(), ...watcher });
		return store instanceof ChildStore ? childTarget(port, store) : port;
	}

	#requestOf(lane: Lane, record: StoredRecord): SyncRequest {
		const { pair, from, to, kind } = lane;
		const side: Side = from === 'crm' ? 0 : 1;
		const rule =
			to === 'copy' || pair === 'task notes' || (this.#config.winner === 'first') === (side === 0)
				? 'source'
				: 'target';
		const fields = fieldsOf(lane, record);
		const common: Partial<SyncOptions> = {
			rule,
			firstContact: rule,
			clear: true,
			createLimit: this.#config.createLimit,
			fields: pair === 'task notes' ? { body: { from: null }, ref: { from: null } } : {},
		};
		const store = this.#stock[from][kind];
		if (store instanceof ChildStore)
			return {
				...childRequest(store, record, pair, [], record.archived === true),
				fields,
				options: withDefaults({ ...common, deletes: 'delete' }),
			};
		const many = to === 'copy' ? 'none' : from === 'crm' ? 'target' : 'source';
		return {
			pair,
			fields,
			options: withDefaults({ ...common, many, deletes: to === 'copy' ? 'archive' : this.#config.deletes }),
			source: {
				system: from,
				account: 'main',
				id: record.id,
				version: record.version,
				createdAt: record.createdAt,
				...(record.externalId !== undefined && to !== 'copy' ? { externalId: record.externalId } : {}),
				...(record.archived ? { deleted: true } : {}),
			},
		};
	}
}

const SETTLING = new Set(['updated', 'unchanged', 'linked', 'conflict', 'review']);
