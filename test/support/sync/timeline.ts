import { syncRecord } from '../../../sync/syncRecord';
import type { Ledger } from '../../../sync/ledger/ledger';
import { MemoryLedger } from '../../../sync/ledger/memory';
import type { TargetService, Hash } from '../../../sync/model/ports';
import { withDefaults, type Outcome, type SyncOptions, type SyncRequest } from '../../../sync/model/types';
import { TargetPort, noFaults, type CallLog, type Faults } from './simulator/targetPort';
import { quickHash, SeededRandom } from './simulator/random';
import { Scheduler, type Actor } from './simulator/scheduler';
import { SimulatedService, type Commit, type StoredRecord, type Traits } from './simulator/service';

export const START = 1_790_000_000_000;
export const MINUTE = 60_000;

export const CRM: Traits = {
	name: 'crm',
	tags: 'tags',
	addsTags: true,
	looksUpDuplicates: true,
	hasExternalIds: false,
	lowersTags: true,
	normalizesPhones: true,
	lag: 60_000,
	skew: 0,
};
export const RENTAL: Traits = {
	name: 'rental',
	tags: 'tags',
	addsTags: false,
	looksUpDuplicates: false,
	hasExternalIds: false,
	lowersTags: false,
	normalizesPhones: false,
	lag: 120_000,
	skew: 0,
};

export interface TimelineSettings {
	readonly seed?: number;
	readonly crm?: Partial<Traits>;
	readonly rental?: Partial<Traits>;
	readonly options?: Partial<SyncOptions>;
	readonly hash?: Hash;
	/** The ledgers that executions take turns in using: two of them on one file are two processes. */
	readonly ledgers?: readonly Ledger[];
	/** Ms until a search shows a write; the longest the service has by default. */
	readonly lag?: number;
}

export interface SyncSettings {
	readonly options?: Partial<SyncOptions>;
	readonly faults?: Partial<Faults>;
	readonly diesAfter?: number;
	readonly dryRun?: boolean;
	/** What the event carried, instead of what the record holds now. */
	readonly snapshot?: StoredRecord;
	readonly deleted?: boolean;
	/** Which mapped fields the workflow has; all by default. */
	readonly fields?: (record: StoredRecord) => Record<string, unknown>;
}

/** Two services, a ledger, virtual time: one case at a time, where the simulation does them all at once. */
export class Timeline {
	readonly scheduler = new Scheduler(START);
	readonly random: SeededRandom;
	readonly crm: SimulatedService;
	readonly rental: SimulatedService;
	readonly ledger: Ledger;
	readonly commits: Commit[] = [];
	readonly calls: CallLog = { reads: 0, writes: 0, creates: 0 };
	readonly errors: unknown[] = [];
	#serial = 0;

	constructor(readonly settings: TimelineSettings = {}) {
		this.random = new SeededRandom(settings.seed ?? 1, 'timeline');
		const service = (traits: Traits) =>
			new SimulatedService(
				traits,
				() => this.scheduler.now,
				() => settings.lag ?? traits.lag,
				(commit) => this.commits.push(commit),
			);
		this.crm = service({ ...CRM, ...settings.crm });
		this.rental = service({ ...RENTAL, ...settings.rental });
		this.ledger = settings.ledgers?.[0] ?? new MemoryLedger(() => this.scheduler.now);
	}

	otherSide(service: SimulatedService): SimulatedService {
		return service === this.crm ? this.rental : this.crm;
	}

	request(
		source: SimulatedService,
		record: StoredRecord,
		{ options, dryRun, deleted, fields }: SyncSettings = {},
	): SyncRequest {
		const isContact = source === this.crm;
		return {
			pair: 'contacts',
			dryRun,
			source: {
				system: source.traits.name,
				account: 'main',
				id: record.id,
				version: record.version,
				createdAt: record.createdAt,
				...(record.externalId === undefined ? {} : { externalId: record.externalId }),
				...(deleted || record.archived ? { deleted: true } : {}),
			},
			fields: fields?.(record) ?? record.fields,
			options: withDefaults({
				region: 'US',
				clear: true,
				createLimit: 0, // its loads are approved
				many: isContact ? 'target' : 'source',
				firstContact: isContact ? 'source' : 'target',
				rule: isContact ? 'source' : 'target',
				...this.settings.options,
				...options,
			}),
		};
	}

	/** The service that is written when this one is source, as one execution reaches it. */
	protected targetSide(source: SimulatedService, actor: Actor, faults: Partial<Faults> = {}): TargetService {
		return this.port(this.otherSide(source), actor, faults);
	}

	protected port(service: SimulatedService, actor: Actor, faults: Partial<Faults>): TargetPort {
		return new TargetPort(service, actor, {
			scheduler: this.scheduler,
			random: this.random,
			faults: () => ({ ...noFaults, ...faults }),
			calls: this.calls,
			callBudget: 30_000,
		});
	}

	/** Starts a sync of a source record as it is then; the outcome comes when time goes on, or never, if it dies. */
	start(source: SimulatedService, id: string, settings: SyncSettings = {}): { outcome?: Outcome; actor: Actor } {
		const actor: Actor = { name: `sync ${id}`, worker: 0, alive: true, diesAfter: settings.diesAfter };
		const started: { outcome?: Outcome; actor: Actor } = { actor };
		const number = ++this.#serial;
		this.scheduler.spawn(
			actor,
			async () => {
				const record = settings.snapshot ?? source.records.get(id);
				if (!record) throw new Error(`no record ${id}`);
				const target = this.targetSide(source, actor, settings.faults);
				const clock = { now: () => this.scheduler.now, sleep: (ms: number) => this.scheduler.wait(actor, ms) };
				started.outcome = await syncRecord(this.request(source, record, settings), {
					target,
					ledger: this.#ledgerOf(actor, number),
					clock,
					random: this.random,
					hash: this.settings.hash ?? quickHash,
				});
			},
			(error) => this.errors.push(error),
		);
		return started;
	}

	async sync(source: SimulatedService, id: string, settings: SyncSettings = {}): Promise<Outcome> {
		const started = this.start(source, id, settings);
		await this.pass(5 * MINUTE, () => started.outcome !== undefined);
		if (this.errors.length > 0) throw this.errors[0];
		if (!started.outcome) throw new Error('the sync has not ended');
		return started.outcome;
	}

	/** Lets time go on, in small steps until something is so. */
	async pass(ms: number, until: () => boolean = () => false): Promise<void> {
		const end = this.scheduler.now + ms;
		while (this.scheduler.now < end && !until())
			await this.scheduler.runUntil(Math.min(end, this.scheduler.now + (ms > MINUTE ? 200 : ms)));
	}

	/** The Repair loop, until nothing is due and no record gives another outcome than `unchanged`. */
	async repair(rounds = 12): Promise<Outcome[]> {
		const outcomes: Outcome[] = [];
		for (let round = 0; round < rounds; round++) {
			await this.pass(4 * MINUTE);
			const before = this.calls.writes;
			for (const service of [this.crm, this.rental])
				for (const { id } of service.alive()) outcomes.push(await this.sync(service, id));
			for (const { source } of await this.ledger.due(1_000))
				outcomes.push(await this.sync(source.system === 'crm' ? this.crm : this.rental, source.id));
			const { due, intents } = await this.ledger.counts();
			if (this.calls.writes === before && intents === 0 && Object.values(due).every((count) => count === 0))
				return outcomes;
		}
		return outcomes;
	}

	engineWrites(): Commit[] {
		return this.commits.filter(({ by }) => by === 'engine');
	}

	#ledgerOf(actor: Actor, number: number): Ledger {
		const { ledgers } = this.settings;
		return new Proxy<Ledger>(ledgers?.[number % ledgers.length] ?? this.ledger, {
			get: (ledger, name) => {
				const method: unknown = Reflect.get(ledger, name);
				if (typeof method !== 'function') return method;
				return async (...args: unknown[]) => {
					await this.scheduler.wait(actor, this.random.between(0, 5));
					return Reflect.apply(method, ledger, args);
				};
			},
		});
	}
}
