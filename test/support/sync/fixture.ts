import { CREATED, emptyBaseline } from '../../../sync/model/baseline';
import { canonicalEmail, e164 } from '../../../sync/model/canonical';
import { syncRecord } from '../../../sync/syncRecord';
import type { Ledger } from '../../../sync/ledger/ledger';
import { MemoryLedger } from '../../../sync/ledger/memory';
import { ServiceError, type TargetRecord, type TargetService } from '../../../sync/model/ports';
import {
	withDefaults,
	type SourceRecord,
	type Outcome,
	type Parent,
	type RecordRef,
	type SyncOptions,
} from '../../../sync/model/types';

export const NOW = 1_790_000_000_000;
export const MINUTE = 60_000;
/** Of the target service: ms within which a call has ended, and until a search shows a write. */
export const BUDGET = 10_000;
export const LAG = 60_000;

export const source = (id: string): RecordRef => ({ system: 'rental', account: 'main', id });
export const target = (id: string): RecordRef => ({ system: 'crm', account: 'main', id });

export const refused = (reason = 'HTTP 422') => new ServiceError(reason, { written: 'no', again: false });
export const unclear = (reason = 'HTTP 500') => new ServiceError(reason, { written: 'maybe', again: true });

export interface SyncSettings extends Partial<Omit<SourceRecord, 'id' | 'system' | 'account'>> {
	readonly id?: string;
	readonly options?: Partial<SyncOptions>;
	readonly dryRun?: boolean;
	readonly parent?: Parent;
	/** The side that is written; `crm` by default. */
	readonly towards?: 'crm' | 'rental';
}

/**
 * One engine, two lists of records and a clock that only the test moves: what a timeline plays out is set up here
 * as it is at one moment.
 * Calls take no time; each is written down as "read c1", "create", "email ann@example.com".
 */
export class SyncFixture {
	time = NOW;
	readonly ledger: Ledger;
	readonly calls: string[] = [];
	readonly records = { crm: new Map<string, TargetRecord>(), rental: new Map<string, TargetRecord>() };
	/** Parts of the CRM that are other than a plain list with a search. */
	service: Partial<TargetService> = {};
	/** What the next create answers, and whether it was carried out. */
	createFails: { error: unknown; isMade?: boolean } | undefined;
	#made = 0;
	#names = 0;

	constructor(
		readonly options: Partial<SyncOptions> = {},
		ledger?: Ledger,
	) {
		this.ledger = ledger ?? new MemoryLedger(() => this.time);
	}

	/** A record of the CRM. */
	put(id: string, fields: Readonly<Record<string, unknown>>, facts: Partial<TargetRecord> = {}): TargetRecord {
		const record = { id, fields, createdAt: this.time, version: this.time, ...facts };
		this.records.crm.set(id, record);
		return record;
	}

	/** A link that a run puts whose lease has run out: it asks for none. */
	async link(pair: string, head: RecordRef, member: RecordRef): Promise<void> {
		await this.ledger.commit([
			{
				put: 'link',
				row: {
					id: `link-${head.id}`,
					pair,
					head,
					member,
					primary: true,
					state: 'live',
					since: this.time,
					rev: CREATED,
					toHead: emptyBaseline,
					toMember: emptyBaseline,
				},
			},
		]);
	}

	async sync(
		fields: Readonly<Record<string, unknown>>,
		{ id = 'r1', options, dryRun, parent, towards = 'crm', ...facts }: SyncSettings = {},
	): Promise<Outcome> {
		const system = towards === 'crm' ? 'rental' : 'crm';
		return await syncRecord(
			{
				pair: parent ? 'notes' : 'contacts',
				source: { system, account: 'main', id, ...facts },
				fields,
				dryRun,
				...(parent ? { parent } : {}),
				options: withDefaults({ region: 'US', firstContact: 'source', rule: 'source', ...this.options, ...options }),
			},
			{
				target: this.#target(towards),
				ledger: this.ledger,
				hash: (text) => `#${text}`,
				random: { next: () => 0, id: () => `id-${++this.#names}` },
				clock: {
					now: () => this.time,
					sleep: async (ms) => {
						this.time += ms;
					},
				},
			},
		);
	}

	/** The outcome in short: its name, and the record that it is about. */
	async summary(...asked: Parameters<SyncFixture['sync']>): Promise<string> {
		const { outcome, target: there } = await this.sync(...asked);
		return there ? `${outcome} ${there.id}` : outcome;
	}

	/** The calls since this was last asked. */
	called(): string[] {
		return this.calls.splice(0);
	}

	#target(system: 'crm' | 'rental'): TargetService {
		const records = this.records[system];
		const alive = () => [...records.values()].filter(({ archived }) => !archived);
		const plain: TargetService = {
			system,
			account: 'main',
			kinds: { email: 'email', phone: 'phone', name: 'name', tags: 'tags' },
			lagCeiling: LAG,
			callBudget: BUDGET,
			read: async (id) => records.get(id),
			findByEmail: async (email) =>
				alive().filter(({ fields }) => canonicalEmail(String(fields.email ?? '')) === email),
			findByPhone: async (phone) => alive().filter(({ fields }) => e164(String(fields.phone ?? ''), 'US') === phone),
			create: async (fields) => {
				const fails = this.createFails;
				this.createFails = undefined;
				if (fails && !fails.isMade) throw fails.error;
				const record = this.put(`new-${++this.#made}`, fields);
				if (fails) throw fails.error;
				return record;
			},
			update: async (id, fields) => {
				const before = records.get(id);
				if (!before) throw new ServiceError('HTTP 404', { written: 'no', again: true });
				const record = { ...before, fields: { ...before.fields, ...fields }, version: this.time };
				records.set(id, record);
				return record;
			},
		};
		return this.#logged({ ...plain, ...(system === 'crm' ? this.service : {}) });
	}

	#logged(service: TargetService): TargetService {
		const names: Partial<Record<keyof TargetService, string>> = {
			read: 'read',
			create: 'create',
			update: 'update',
			archive: 'archive',
			delete: 'delete',
			findByEmail: 'email',
			findByPhone: 'phone',
			findDuplicate: 'duplicates',
			findByExternalId: 'externalId',
			findByExternalIdOrPhone: 'externalId or phone',
			list: 'list',
			addToSet: 'add',
			removeFromSet: 'remove',
		};
		const logged = Object.entries(service).map(([name, part]) => {
			const word = names[name as keyof TargetService];
			if (word === undefined || typeof part !== 'function') return [name, part] as const;
			return [
				name,
				(...given: unknown[]): unknown => {
					this.calls.push(
						typeof given[0] === 'string'
							? `${word} ${given[0]}`
							: word === 'create'
								? word
								: `${word} ${JSON.stringify(given[0])}`,
					);
					return Reflect.apply(part, service, given);
				},
			] as const;
		});
		return Object.fromEntries(logged) as unknown as TargetService;
	}
}

export const ann = { name: 'Ann Berg', email: 'ann@example.com', phone: '+12025550100', city: 'Bath' };

/** The create of `r1` has had no clear answer; `isMade` says whether it was carried out. */
export async function afterUnclear(
	isMade: boolean,
	{
		options = {},
		service = {},
		fields = ann,
	}: { options?: SyncFixture['options']; service?: SyncFixture['service']; fields?: Record<string, unknown> } = {},
) {
	const fixture = new SyncFixture(options);
	fixture.service = service;
	fixture.createFails = { error: unclear(), isMade };
	const outcome = await fixture.sync(fields);
	fixture.called();
	return { fixture, outcome, made: [...fixture.records.crm.keys()][0] };
}
