import type { FieldKind } from '../../../../sync/model/canonical';
import { ServiceError, type TargetPage, type TargetRecord, type TargetService } from '../../../../sync/model/ports';
import type { SeededRandom } from './random';
import type { Actor, Scheduler } from './scheduler';
import { emailKey, phoneKey, type SimulatedService, type StoredRecord } from './service';

/** How often an API does each thing wrong, as a share of its calls. */
export interface Faults {
	/** 429: refused, nothing done. */
	readonly limited: number;
	/** 5xx before anything was done; the caller can't know. */
	readonly failed: number;
	/** Carried out, and the answer never comes. */
	readonly lost: number;
	/** Carried out, and answered 5xx. */
	readonly failedAfter: number;
	/** A create that is carried out and answered 422. */
	readonly refusedAfter: number;
	/**
	 * Answered with success by what is no answer of the service: a page, nothing, half of it. A write is carried out; a
	 * create may look as if it went well, without the ID of its record.
	 */
	readonly spoiled: number;
}

export const noFaults: Faults = { limited: 0, failed: 0, lost: 0, failedAfter: 0, refusedAfter: 0, spoiled: 0 };

export interface CallLog {
	reads: number;
	writes: number;
	creates: number;
}

/** A write of the engine that has reached the server. */
export interface WriteReport {
	readonly service: string;
	readonly id: string;
	readonly fields: readonly string[];
	/** The version that the run had read before it. */
	readonly readVersion?: number;
}

/** Who is told of writes: the oracle. */
export interface WriteWatcher {
	/** It has reached the server. */
	sent(report: WriteReport): void;
	/** Its caller knows that it was carried out. */
	answered(report: WriteReport): void;
	/** Its caller knows that nothing was done. */
	refused(report: WriteReport): void;
}

export interface PortWorld {
	readonly scheduler: Scheduler;
	readonly random: SeededRandom;
	readonly faults: () => Faults;
	readonly calls: CallLog;
	readonly watcher?: WriteWatcher;
	readonly callBudget: number;
}

type Answer<T> =
	| { readonly isGood: true; readonly value: T }
	| { readonly isGood: false; readonly error: unknown; readonly late?: boolean };

/**
 * A service as one execution sees it: every call takes time twice, and may go wrong before and after it is carried out.
 */
export class TargetPort implements TargetService {
	readonly account = 'main';
	readonly kinds: Readonly<Record<string, FieldKind>>;
	readonly addToSet?: TargetService['addToSet'];
	readonly removeFromSet?: TargetService['removeFromSet'];
	readonly findDuplicate?: TargetService['findDuplicate'];
	readonly findByExternalId?: TargetService['findByExternalId'];
	/** Finds by email, then by phone, and updates or creates, in one call on the server. */
	readonly upsert?: (fields: Readonly<Record<string, unknown>>) => Promise<TargetRecord>;
	readonly #readVersions = new Map<string, number>();

	constructor(
		readonly service: SimulatedService,
		readonly actor: Actor,
		readonly world: PortWorld,
	) {
		const { traits } = service;
		this.kinds = { email: 'email', phone: 'phone', name: 'name', [traits.tags]: 'tags' };
		if (traits.addsTags) {
			this.addToSet = (id, field, tags) =>
				this.#write(id, [field], false, () => service.changeTags('engine', id, tags, []));
			this.removeFromSet = (id, field, tags) =>
				this.#write(id, [field], false, () => service.changeTags('engine', id, [], tags));
		}
		if (traits.looksUpDuplicates) {
			this.findDuplicate = ({ email, phone }) =>
				this.#read(() => {
					const found = [
						...(email === undefined ? [] : service.lookUp(emailKey(email))),
						...(phone === undefined ? [] : service.lookUp(phoneKey(phone))),
					];
					return [...new Set(found)];
				});
			this.upsert = (fields) =>
				this.#write('', Object.keys(fields), true, () => {
					const [found] = [
						...service.lookUp(emailKey(String(fields.email ?? ''))),
						...service.lookUp(phoneKey(String(fields.phone ?? ''))),
					];
					return found ? service.update('engine', found.id, fields) : service.create('engine', fields);
				});
		}
		if (traits.hasExternalIds)
			this.findByExternalId = (externalId) =>
				this.#read(() => service.search((record) => record.externalId === externalId));
	}

	get system(): string {
		return this.service.traits.name;
	}

	get lagCeiling(): number {
		return this.service.traits.lag;
	}

	get callBudget(): number {
		return this.world.callBudget;
	}

	async read(id: string): Promise<TargetRecord | undefined> {
		const record = await this.#read(() => this.service.records.get(id));
		if (record) this.#readVersions.set(id, record.version);
		return record;
	}

	findByEmail(email: string): Promise<readonly TargetRecord[]> {
		return this.#read(() => this.service.searchKey(emailKey(email)));
	}

	findByPhone(phone: string): Promise<readonly TargetRecord[]> {
		return this.#read(() => this.service.searchKey(phoneKey(phone)));
	}

	create(fields: Readonly<Record<string, unknown>>, externalId?: string): Promise<TargetRecord> {
		this.world.calls.creates += 1;
		return this.#write('', Object.keys(fields), true, () => this.service.create('engine', fields, externalId));
	}

	update(id: string, fields: Readonly<Record<string, unknown>>, externalId?: string): Promise<TargetRecord> {
		return this.#write(id, Object.keys(fields), false, () => this.service.update('engine', id, fields, externalId));
	}

	async archive(id: string): Promise<void> {
		await this.#write(id, [], false, () => {
			const record = this.service.records.get(id);
			this.service.remove('engine', id);
			return record;
		});
	}

	async page(cursor?: string): Promise<TargetPage> {
		const size = 100;
		const start = Number(cursor ?? 0);
		const records = await this.#read(() => this.service.alive());
		const next = start + size < records.length ? String(start + size) : undefined;
		return { records: records.slice(start, start + size), ...(next === undefined ? {} : { next }) };
	}

	#read<T>(look: () => T): Promise<T> {
		this.world.calls.reads += 1;
		const { random, faults } = this.world;
		const { limited, failed, spoiled } = faults();
		return this.#exchange((): Answer<T> => {
			if (random.chance(limited))
				return { isGood: false, error: new ServiceError('HTTP 429', { written: 'no', again: true }) };
			if (random.chance(failed))
				return { isGood: false, error: new ServiceError('HTTP 503', { written: 'no', again: true }) };
			if (random.chance(spoiled)) return { isGood: false, error: noAnswer('no') };
			return { isGood: true, value: look() };
		});
	}

	#write(
		id: string,
		fields: readonly string[],
		isCreate: boolean,
		commit: () => StoredRecord | undefined,
	): Promise<TargetRecord> {
		this.world.calls.writes += 1;
		const { random, faults, watcher } = this.world;
		const readVersion = this.#readVersions.get(id);
		const report = { service: this.system, id, fields, ...(readVersion === undefined ? {} : { readVersion }) };
		const { limited, failed, lost, failedAfter, refusedAfter, spoiled } = faults();
		return this.#exchange((): Answer<TargetRecord> => {
			watcher?.sent(report);
			if (random.chance(limited))
				return { isGood: false, error: new ServiceError('HTTP 429', { written: 'no', again: true }) };
			if (random.chance(failed))
				return { isGood: false, error: new ServiceError('HTTP 502', { written: 'maybe', again: true }) };
			const fate = random.next();
			const record = commit();
			if (!record) return { isGood: false, error: new ServiceError('HTTP 404', { written: 'no', again: true }) };
			if (isCreate && fate > 1 - spoiled / 2) return { isGood: true, value: { ...record, id: '' } };
			if (fate > 1 - spoiled) return { isGood: false, error: noAnswer('maybe') };
			if (fate >= lost + failedAfter + (isCreate ? refusedAfter : 0)) return { isGood: true, value: record };
			return {
				isGood: false,
				error: new ServiceError(fate < lost ? 'no answer' : fate < lost + failedAfter ? 'HTTP 500' : 'HTTP 422', {
					written: 'maybe',
					again: true,
				}),
				late: fate < lost,
			};
		}).then(
			(record) => {
				watcher?.answered({ ...report, id: record.id });
				return record;
			},
			(error: unknown) => {
				if (error instanceof ServiceError && error.written === 'no') watcher?.refused(report);
				throw error;
			},
		);
	}

	/** The server carries the request out even when the caller has died; only the answer needs somebody to take it. */
	#exchange<T>(serve: () => Answer<T>): Promise<T> {
		const { scheduler, random, callBudget } = this.world;
		const there = random.between(5, random.chance(0.05) ? 8_000 : 300);
		const back = random.between(5, random.chance(0.05) ? 8_000 : 300);
		return scheduler.park<T>(this.actor, (goOn) => {
			scheduler.at(scheduler.now + there, () => {
				const answer = attempt(serve);
				const late = !answer.isGood && answer.late ? callBudget - there : back;
				goOn(late, () => {
					if (!answer.isGood) throw answer.error;
					return answer.value;
				});
			});
		});
	}
}

/** What the nodes make of an answer that is none of the service. */
const noAnswer = (written: 'no' | 'maybe'): ServiceError =>
	new ServiceError('answered with a web page instead of data', { written, again: true });

/** A server that throws is a bad answer to the caller, not the end of the test. */
function attempt<T>(serve: () => Answer<T>): Answer<T> {
	try {
		return serve();
	} catch (error) {
		return { isGood: false, error };
	}
}
