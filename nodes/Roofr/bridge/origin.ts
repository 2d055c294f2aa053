import { contentHash } from '../../shared/fingerprint';

/** The record that a job is made from. */
export interface Origin {
	/** `ghl`, `booqable`, or a name of the user. */
	readonly system: string;
	readonly account: string;
	readonly recordId: string;
	/** What tells several jobs of one record apart: an opportunity, an appointment. */
	readonly occasionId: string;
}

/** The same for the same record and occasion, however often it is sent: what a relay can drop repetitions by. */
export const externalId = ({ system, account, recordId, occasionId }: Origin): string =>
	[system, account, recordId, occasionId].filter(Boolean).join(':');

/** For relays that ask for a short key of fixed length. */
export const idempotencyKey = (origin: Origin): string => contentHash(externalId(origin));

/** The end of a job's name. The name is the only field that is known to come back with Roofr's events. */
export const marker = ({ system, recordId, occasionId }: Origin): string =>
	`[${[system, recordId, occasionId].filter(Boolean).join(' ')}]`;

const MARKER = /\[([a-z][a-z0-9_-]*) ([^\s[\]]+)(?: ([^\s[\]]+))?\]\s*$/;

/** What a marker at the end of a job's name says; undefined without one. */
export function originIn(jobName: string): Omit<Origin, 'account'> | undefined {
	const [, system, recordId, occasionId = ''] = MARKER.exec(jobName) ?? [];
	return system && recordId ? { system, recordId, occasionId } : undefined;
}
