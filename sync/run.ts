import { hashForm } from './model/baseline';
import { keyHashesOf, kindOf, type Desired, type Family, type Looks, type Observation } from './gather/observation';
import type { Known, Ledger, Link } from './ledger/ledger';
import { canonical } from './model/canonical';
import { keysOf } from './model/match';
import { ServiceError, type Clock, type Hash, type Random, type TargetRecord, type TargetService } from './model/ports';
import type { SyncRequest } from './model/types';

/** Everything the engine reaches the world through. */
export interface SyncPorts {
	readonly target: TargetService;
	readonly ledger: Ledger;
	readonly clock: Clock;
	readonly random: Random;
	readonly hash: Hash;
}

/** One Sync while it runs: what it has observed, and what it can call. */
export interface Run extends Observation {
	/** For a child, this is the target service for the children of its family. */
	ports: SyncPorts;
	/** The target service as it was given. */
	readonly service: TargetService;
	/** The name under which this run holds its leases. */
	readonly owner: string;
	leased: readonly string[];
	known: Known;
	begun?: readonly Link[];
	family?: Family;
	candidate?: TargetRecord;
	looks: Looks;
	/** Calls made to the target service. */
	calls: number;
}

export function beginRun(request: SyncRequest, ports: SyncPorts): Run {
	const {
		source: { system, account, id },
		options,
	} = request;
	const keys = request.parent ? { name: '' } : keysOf(request.fields, options);
	return {
		request,
		ports,
		service: ports.target,
		source: { system, account, id },
		place: { system: ports.target.system, account: ports.target.account },
		owner: ports.random.id(),
		leased: [],
		known: { links: [], intents: [], reviews: [], now: 0 },
		looks: {},
		calls: 0,
		desired: desiredOf(request, ports),
		keys,
		keyHashes: keyHashesOf(keys, ports.hash),
	};
}

function desiredOf(request: SyncRequest, ports: SyncPorts): Record<string, Desired> {
	const present = Object.entries(request.fields).filter(([, value]) => value !== undefined);
	return Object.fromEntries(
		present.map(([field, value]) => {
			const kind = kindOf({ request, ports }, field);
			const form = canonical(kind, value, request.options);
			return [field, { kind, form, hash: hashForm(ports.hash, form) }];
		}),
	);
}

/**
 * Makes a call to the target service, and counts it. An error that does not say whether the call was carried out counts
 * as "maybe".
 */
export async function call<T>(run: Run, ask: (target: TargetService) => Promise<T>): Promise<T> {
	run.calls += 1;
	try {
		return await ask(run.ports.target);
	} catch (error) {
		if (error instanceof ServiceError) throw error;
		throw new ServiceError(`The call ended without an answer (${error instanceof Error ? error.name : typeof error})`, {
			written: 'maybe',
			again: true,
		});
	}
}

/** Creates the record. An answer without an ID may still have created one: nothing is linked to it. */
export async function createRecord(run: Run, fields: Readonly<Record<string, unknown>>): Promise<TargetRecord> {
	const record = await call(run, (target) => target.create(fields, run.source.id));
	if (record.id === '')
		throw new ServiceError('The answer to the create names no record', { written: 'maybe', again: true });
	return record;
}

export const asServiceError = (error: unknown): ServiceError => {
	if (error instanceof ServiceError) return error;
	throw error;
};
