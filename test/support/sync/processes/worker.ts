import { randomUUID } from 'node:crypto';
import { syncRecord } from '../../../../sync/syncRecord';
import type { Ledger } from '../../../../sync/ledger/ledger';
import type { OpenLedger } from '../../../../sync/ledger/openSqlite';
import type { TargetRecord, TargetService } from '../../../../sync/model/ports';
import { withDefaults, type Outcome } from '../../../../sync/model/types';
import type { StoredRecord } from '../simulator/service';
import { openAt, type LedgerAt } from './ledgerAt';
import { LAG, type Asked, type Side } from './services';

/** What a worker is started with. */
export interface Setting {
	readonly ledger: LedgerAt;
	readonly url: string;
	/** False: every lease is given to everybody, to show what they are for. */
	readonly leases: boolean;
	/** Creates within an hour; 0: any number. */
	readonly createLimit: number;
}

/** One execution: a record is read, and synced to the other side. */
export interface Job {
	readonly number: number;
	readonly side: Side;
	readonly id: string;
	readonly gather?: number;
}

export interface Done {
	readonly number: number;
	readonly outcome?: Outcome['outcome'];
	readonly error?: string;
}

/** A service over HTTP, without conditional writes. */
class HttpService implements TargetService {
	readonly account = 'main';
	readonly kinds = { email: 'email', phone: 'phone', name: 'name', tags: 'tags' } as const;
	readonly lagCeiling = 2 * LAG;
	readonly callBudget = 5_000;

	constructor(
		readonly system: Side,
		private readonly url: string,
	) {}

	async read(id: string, gather?: number): Promise<StoredRecord | undefined> {
		return (await this.#ask<StoredRecord | null>('read', [id], gather)) ?? undefined;
	}

	findByEmail = async (email: string): Promise<TargetRecord[]> => await this.#ask('findByEmail', [email]);
	findByPhone = async (phone: string): Promise<TargetRecord[]> => await this.#ask('findByPhone', [phone]);
	create = async (fields: Readonly<Record<string, unknown>>): Promise<TargetRecord> =>
		await this.#ask('create', [fields]);
	update = async (id: string, fields: Readonly<Record<string, unknown>>): Promise<TargetRecord> =>
		await this.#ask('update', [id, fields]);

	async #ask<T>(call: Asked['call'], args: readonly unknown[], gather?: number): Promise<T> {
		const asked: Asked = { side: this.system, call, args, ...(gather !== undefined && { gather }) };
		const response = await fetch(this.url, { method: 'POST', body: JSON.stringify(asked) });
		return (await response.json()) as T; // the world answers as asked
	}
}

const clock = {
	now: () => Date.now(),
	sleep: async (ms: number) => await new Promise<void>((resolve) => setTimeout(resolve, ms)),
};
const random = { next: () => Math.random(), id: () => randomUUID() };

async function execute(
	{ url, createLimit }: Setting,
	{ ledger, hash }: OpenLedger,
	{ side, id, gather }: Job,
): Promise<Outcome['outcome']> {
	const source = new HttpService(side, url);
	const target = new HttpService(side === 'crm' ? 'rental' : 'crm', url);
	const record = await source.read(id, gather);
	if (!record) throw new Error(`no record ${id}`);
	const isContact = side === 'crm';
	const { outcome } = await syncRecord(
		{
			pair: 'contacts',
			source: { system: side, account: 'main', id, version: record.version, createdAt: record.createdAt },
			fields: record.fields,
			options: withDefaults({
				region: 'US',
				createLimit,
				many: isContact ? 'target' : 'source',
				firstContact: isContact ? 'source' : 'target',
				rule: isContact ? 'source' : 'target',
			}),
		},
		{ target, ledger, hash, clock, random },
	);
	return outcome;
}

/** Gives every lease to everybody, and commits whatever is held. */
function withoutLeases(ledger: Ledger): Ledger {
	return new Proxy(ledger, {
		get: (target, name) => {
			if (name === 'acquire') return async () => await Promise.resolve({ held: true });
			if (name === 'commit') return async (changes: Parameters<Ledger['commit']>[0]) => await target.commit(changes);
			const method: unknown = Reflect.get(target, name);
			return typeof method === 'function' ? method.bind(target) : method;
		},
	});
}

async function main(setting: Setting): Promise<void> {
	const opened = await openAt(setting.ledger);
	const used = setting.leases ? opened : { ...opened, ledger: withoutLeases(opened.ledger) };
	process.on('message', (job: Job) => {
		void execute(setting, used, job).then(
			(outcome) => process.send?.({ number: job.number, outcome } satisfies Done),
			(error: unknown) => process.send?.({ number: job.number, error: String(error) } satisfies Done),
		);
	});
	process.on('disconnect', () => void opened.ledger.close());
	process.send?.({ number: 0 } satisfies Done);
}

void main(JSON.parse(process.argv[2]) as Setting); // by the test that starts it
