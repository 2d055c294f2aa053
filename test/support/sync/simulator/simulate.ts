import { ServiceError } from '../../../../sync/model/ports';
import {
	withDefaults,
	type Outcome,
	type OutcomeKind,
	type Rule,
	type SyncOptions,
} from '../../../../sync/model/types';
import { TargetPort } from './targetPort';
import { Memory, strategies, type StrategyName } from './naive';
import { Oracle, refOf, type Naming, type Verdict, type Winner } from './oracle';
import { SeededRandom } from './random';
import type { Actor } from './scheduler';
import { SimulatedService, type Commit, type StoredRecord, type Traits } from './service';
import {
	createLimitOf,
	faultsOf,
	endOf,
	MINUTE,
	outageOf,
	Simulation,
	START,
	type Played,
	type HistoryOptions,
	type Trouble,
} from './simulation';
import { actionsOf, type Action } from './users';

export const PAIR = 'contacts';
const SPAN = 150 * MINUTE;

export interface SimulationOptions extends HistoryOptions {
	readonly edits?: number;
	/** Actions instead of the seed's own: how a failing history is cut down. */
	readonly actions?: readonly Action[];
	/** Ours by default. */
	readonly strategy?: StrategyName;
	/** Services ignore writes that change nothing, so that a strategy without any memory of its writes comes to rest. */
	readonly ignoresSame?: boolean;
}

export interface Report extends Verdict, Played {
	readonly actions: readonly Action[];
}

export const NAMINGS: readonly [Naming, Naming] = [
	{
		service: 'crm',
		fields: { name: 'name', email: 'email', phone: 'phone', city: 'city', remark: 'source', ref: 'ref' },
		tags: 'tags',
	},
	{
		service: 'rental',
		fields: { name: 'name', email: 'email', phone: 'phone', city: 'city', remark: 'remark', ref: 'ref' },
		tags: 'tag_list',
	},
];

interface Config extends Trouble {
	readonly winner: Winner;
	readonly externalIds: boolean;
	/** Whether a workflow syncs what the event carries, or reads the record first. */
	readonly rereads: boolean;
	readonly skew: number;
	/** Creates of the pair within an hour after which the rest waits for a person. */
	readonly createLimit: number;
}

function configOf(random: SeededRandom, seed: number): Config {
	const rate = random.pick([0, 0.01, 0.03, 0.06]);
	return {
		winner: random.pick(['first', 'second', 'newest', 'review']),
		externalIds: random.chance(0.6),
		rereads: random.chance(0.5),
		faults: faultsOf(rate),
		drop: random.pick([0, 0.1, 0.3, 1]),
		duplicate: random.pick([0, 0.2]),
		crashes: random.below(4),
		skew: random.pick([0, 0, 2_000]),
		createLimit: createLimitOf(seed),
		outage: outageOf(seed, SPAN),
	};
}

/** An hour after a record was made it is synced, or an hour after an outage that came before. */
function keysFrom(born: number, { outage }: Config): number {
	const settled = born + 60 * MINUTE;
	return outage && settled > outage.from ? Math.max(settled, endOf(outage, SPAN) + 60 * MINUTE) : settled;
}

/** One seed: two services, two workers, users, webhooks, the Repair loop, and what the oracle says in the end. */
export async function simulate(options: SimulationOptions): Promise<Report> {
	const world = new World(options);
	await world.run();
	return world.report();
}

class World {
	readonly #simulation: Simulation;
	readonly #config: Config;
	readonly #services: readonly [SimulatedService, SimulatedService];
	readonly #oracle: Oracle;
	readonly #actions: readonly Action[];
	readonly #memory = new Memory();
	readonly #polled: [number, number] = [START, START];
	/** Records of each person, newest last, by side. */
	readonly #people = new Map<string, [string[], string[]]>();
	/** Fields that the last sync of a record left to a person. */
	readonly #reviewed = new Set<string>();

	constructor(readonly options: SimulationOptions) {
		const { seed } = options;
		this.#config = configOf(new SeededRandom(seed, 'config'), seed);
		this.#simulation = new Simulation(options, this.#config);
		const users = new SeededRandom(seed, 'users');
		const edits = options.edits ?? 105;
		this.#actions =
			options.actions ??
			actionsOf(users, {
				people: 3 + users.below(4),
				edits,
				span: SPAN,
				deletes: true,
				...(this.#config.externalIds ? {} : { keysFrom: (born: number) => keysFrom(born, this.#config) }),
			});
		this.#services = [
			this.#service(traitsOf(0, this.#config), 60_000),
			this.#service(traitsOf(1, this.#config), 120_000),
		];
		// Where a strategy has no rule, either of two edits may win.
		this.#oracle = new Oracle(NAMINGS, options.strategy ? 'newest' : this.#config.winner, [this.#config.skew, 0]);
	}

	#service(traits: Traits, lag: number): SimulatedService {
		const lagOf = () =>
			this.#simulation.net.chance(0.5) ? this.#simulation.net.between(0, 3_000) : this.#simulation.net.between(0, lag);
		return new SimulatedService(
			{ ...traits, ignoresSame: this.options.ignoresSame },
			() => this.#simulation.scheduler.now,
			lagOf,
			(commit) => this.#committed(commit),
		);
	}

	async run(): Promise<void> {
		await this.#simulation.play({
			span: SPAN,
			actions: this.#actions,
			act: (action) => this.#act(action),
			repair: (actor) => this.#repair(actor),
			isDone: async () => {
				const { due, intents } = await this.#simulation.ledger.counts();
				return Object.values(due).every((count) => count === 0) && intents === 0;
			},
			left: async () =>
				(await this.#simulation.ledger.due(1_000)).map(
					({ source, status, cause }) => `${source.id} ${status} (${cause})`,
				),
		});
	}

	report(): Report {
		const verdict = this.#oracle.judge((ref, field) => this.#openReviews(ref, field));
		return {
			...verdict,
			...this.#simulation.played(),
			problems: [...this.#simulation.failures, ...verdict.problems],
			actions: this.#actions,
		};
	}

	#openReviews(ref: string, field: string): boolean {
		const ids = (this.#people.get(ref) ?? [[], []]).flat();
		const names = NAMINGS.map(({ fields, tags }) => (field === 'tags' ? tags : fields[field]));
		return [...this.#reviewed].some((key) => ids.some((id) => names.some((name) => key === `${id} ${name}`)));
	}

	#act(action: Action): void {
		const { side, person } = action;
		const service = this.#services[side];
		const ref = `ref-${person}`;
		if (action.do === 'create') {
			const fields = {
				name: `Person${person} Name`,
				email: `p${person}@example.com`,
				phone: person % 3 === 0 ? '' : `(202) 555-0${100 + person}`,
				city: 'Town',
				ref,
				[service.traits.tags]: ['vip'],
			};
			service.create('user', fields);
			return;
		}
		const id = this.#people.get(ref)?.[side].findLast((one) => service.records.get(one)?.archived !== true);
		if (id === undefined) return;
		if (action.do === 'delete') service.remove('user', id);
		else if (action.do === 'edit') service.update('user', id, { [NAMINGS[side].fields[action.field]]: action.value });
		else
			service.changeTags(
				'user',
				id,
				action.do === 'tag' ? [action.tag] : [],
				action.do === 'untag' ? [action.tag] : [],
			);
	}

	#committed(commit: Commit): void {
		const side = commit.service === 'crm' ? 0 : 1;
		const ref = refOf(commit.record);
		const ids = this.#people.get(ref) ?? [[], []];
		this.#people.set(ref, ids);
		if (!ids[side].includes(commit.record.id)) ids[side].push(commit.record.id);
		this.#simulation.note(`${commit.by} ${commit.kind} ${commit.record.id} ${changedText(commit)}`);
		if (commit.by === 'engine' && commit.kind === 'create') this.#simulation.watchCreate(PAIR, commit.record.id);
		this.#oracle.see(commit);
		if (commit.kind === 'same') return;
		this.#simulation.tell(() => this.#deliver(side, commit));
	}

	#deliver(side: 0 | 1, commit: Commit): void {
		const isHint = this.#config.rereads || commit.kind === 'remove';
		this.#simulation.execute(`event ${commit.record.id}`, async (actor) => {
			if (!isHint) return this.#sync(actor, side, commit.record);
			await this.#simulation.scheduler.wait(actor, this.#simulation.net.between(20, 300));
			await this.#sync(actor, side, this.#services[side].records.get(commit.record.id) ?? commit.record);
		});
	}

	/** Overlapping polls of both sides, then everything that is due: each record is read again and synced. */
	async #repair(actor: Actor): Promise<void> {
		for (const side of [0, 1] as const) {
			const started = this.#simulation.scheduler.now;
			const { traits } = this.#services[side];
			await this.#simulation.scheduler.wait(actor, this.#simulation.net.between(20, 500));
			const since = this.#polled[side] - traits.lag - 2 * MINUTE;
			const changed = this.#services[side].search(({ version }) => version - traits.skew >= since);
			for (const { id } of changed) await this.#readAndSync(actor, side, id);
			this.#polled[side] = started;
		}
		for (const due of await this.#simulation.ledger.due(200, PAIR))
			await this.#readAndSync(actor, due.source.system === 'crm' ? 0 : 1, due.source.id);
		await this.#simulation.answerHeld();
	}

	async #readAndSync(actor: Actor, side: 0 | 1, id: string): Promise<void> {
		await this.#simulation.scheduler.wait(actor, this.#simulation.net.between(20, 300));
		const record = this.#services[side].records.get(id);
		if (record) await this.#sync(actor, side, record);
	}

	async #sync(actor: Actor, side: 0 | 1, record: StoredRecord): Promise<void> {
		if (this.options.strategy) return this.#syncNaively(actor, side, record, this.options.strategy);
		const port = this.#port(actor, otherSide(side));
		const snapshotAt = record.version - this.#services[side].traits.skew;
		const outcome = await this.#simulation.sync(
			actor,
			requestOf(side, record, this.#config),
			port,
			`sync ${record.id}@${record.version - START}`,
		);
		this.#weigh(outcome, side, record, snapshotAt);
		if (outcome.target && SETTLING.has(outcome.outcome)) this.#oracle.settled(outcome.target.id);
	}

	#port(actor: Actor, side: 0 | 1): TargetPort {
		return new TargetPort(this.#services[side], actor, { ...this.#simulation.portParts(), watcher: this.#oracle });
	}

	async #syncNaively(actor: Actor, side: 0 | 1, source: StoredRecord, strategy: StrategyName): Promise<void> {
		if (source.archived) return;
		const fields = Object.fromEntries(
			Object.entries(targetFields(side, source)).filter(([, value]) => value !== null && value !== ''),
		);
		const [sourcePort, targetPort] = [this.#port(actor, side), this.#port(actor, otherSide(side))];
		this.#simulation.count(strategy);
		try {
			const written = await strategies[strategy]({
				source,
				fields,
				sourcePort,
				targetPort,
				memory: this.#memory,
				now: () => this.#simulation.scheduler.now,
				wait: (ms) => this.#simulation.scheduler.wait(actor, ms),
			});
			this.#simulation.note(`${strategy} ${source.id} -> ${written ?? 'nothing'} (${actor.name})`);
			if (written !== undefined) this.#oracle.settled(written);
		} catch (error) {
			if (!(error instanceof ServiceError)) throw error;
			this.#simulation.note(`${strategy} ${source.id} -> ${error.message} (${actor.name})`);
		}
	}

	#weigh(outcome: Outcome, side: 0 | 1, record: StoredRecord, snapshotAt: number): void {
		if (outcome.outcome === 'stale' || outcome.outcome === 'busy' || outcome.outcome === 'failed') return;
		for (const name of Object.keys(targetFields(side, record))) this.#reviewed.delete(`${record.id} ${name}`);
		for (const name of outcome.review) this.#reviewed.add(`${record.id} ${name}`);
		if (outcome.review.length > 0)
			this.#oracle.reviewed(
				record,
				this.#services[side].traits.name,
				outcome.review,
				snapshotAt,
				this.#simulation.scheduler.now,
			);
		if (outcome.outcome === 'review' && outcome.review.length === 0)
			this.#simulation.failures.push(`review of ${record.id}: ${outcome.reason}`);
	}
}

const otherSide = (side: 0 | 1): 0 | 1 => (side === 0 ? 1 : 0);

/** Outcomes of runs that leave no write behind whose end they don't know. */
const SETTLING = new Set<OutcomeKind>(['updated', 'unchanged', 'linked', 'conflict', 'review']);

const traitsOf = (side: 0 | 1, { externalIds, skew }: Config): Traits =>
	side === 0
		? {
				name: 'crm',
				tags: 'tags',
				addsTags: true,
				looksUpDuplicates: true,
				hasExternalIds: externalIds,
				lowersTags: true,
				normalizesPhones: true,
				lag: 60_000,
				skew,
			}
		: {
				name: 'rental',
				tags: 'tag_list',
				addsTags: false,
				looksUpDuplicates: false,
				hasExternalIds: externalIds,
				lowersTags: false,
				normalizesPhones: false,
				lag: 120_000,
				skew: 0,
			};

/** The visual mapping of a workflow: source field → target field. */
function targetFields(side: 0 | 1, record: StoredRecord): Record<string, unknown> {
	const source = NAMINGS[side];
	const target = NAMINGS[otherSide(side)];
	const plain = Object.entries(source.fields).map(([concept, name]): [string, unknown] => [
		target.fields[concept],
		record.fields[name] ?? null,
	]);
	return Object.fromEntries([...plain, [target.tags, record.fields[source.tags]]]);
}

function requestOf(side: 0 | 1, record: StoredRecord, { winner, externalIds, createLimit }: Config) {
	const { system, rule } = { system: NAMINGS[side].service, rule: ruleOf(side, winner) };
	const options: SyncOptions = withDefaults({
		rule,
		firstContact: rule === 'newest' ? 'review' : rule,
		clear: true,
		createLimit,
		region: 'US',
		many: side === 0 ? 'target' : 'source',
		fields:
			side === 0
				? { remark: { from: 'source' }, tag_list: { from: 'tags' } }
				: { source: { from: 'remark' }, tags: { from: 'tag_list' } },
	});
	const source = {
		system,
		account: 'main',
		id: record.id,
		version: record.version,
		createdAt: record.createdAt,
		...(externalIds && record.externalId !== undefined ? { externalId: record.externalId } : {}),
		...(record.archived ? { deleted: true } : {}),
	};
	return { pair: PAIR, source, fields: targetFields(side, record), options };
}

function ruleOf(side: 0 | 1, winner: Winner): Rule {
	if (winner === 'newest' || winner === 'review') return winner;
	return (winner === 'first') === (side === 0) ? 'source' : 'target';
}

function changedText({ record, before }: Commit): string {
	const names = Object.keys(record.fields).filter(
		(name) => String(record.fields[name]) !== String(before?.fields[name] ?? ''),
	);
	return names.map((name) => `${name}=${String(record.fields[name])}`).join(' ');
}
