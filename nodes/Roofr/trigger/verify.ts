import { createHmac } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { momentOf, parseDate } from '../../../sync/model/dates';
import { isSecret } from '../../shared/trigger/signature';
import { plain } from './events';

export type Proof = 'secret' | 'bearer' | 'hmac';

export interface Delivery {
	readonly headers: Readonly<Record<string, unknown>>;
	readonly query: IDataObject;
	readonly payload: IDataObject | undefined;
	/** The bytes as they came: a signature is over these and no other form. */
	readonly bytes: Buffer;
}

const HEADERS = ['x-webhook-secret', 'x-roofr-secret'];
const isSecretField = (name: string): boolean => ['secret', 'webhooksecret'].includes(plain(name));

export interface Signing {
	/** Header with the signature. */
	readonly header: string;
	/** Header with the time that is signed before the body; empty where the body is signed alone. */
	readonly timestampHeader: string;
	/** Milliseconds by which the time may differ from ours. */
	readonly maximumAge: number;
	readonly now: number;
}

/** Why the delivery does not prove that its sender knows the secret; undefined where it does. */
export function problemOfProof(delivery: Delivery, proof: Proof, secret: string, signing: Signing): string | undefined {
	if (proof === 'hmac') return problemOfSignature(delivery, secret, signing);
	return isGiven(delivery, proof, secret) ? undefined : 'The secret is missing or wrong';
}

/** Without a secret nothing proves anything. */
function isGiven({ headers, query, payload }: Delivery, proof: 'secret' | 'bearer', secret: string): boolean {
	if (secret === '') return false;
	if (proof === 'bearer') return isSecret(bearerIn(headers.authorization), secret);
	const inBody = Object.entries(payload ?? {})
		.filter(([name]) => isSecretField(name))
		.map(([, value]) => value);
	return [...HEADERS.map((name) => headers[name]), query.secret, ...inBody].some((given) => isSecret(given, secret));
}

const bearerIn = (header: unknown): string | undefined =>
	typeof header === 'string' && /^Bearer\s/i.test(header) ? header.slice('Bearer'.length).trim() : undefined;

function problemOfSignature({ headers, bytes }: Delivery, secret: string, signing: Signing): string | undefined {
	const given = headers[signing.header.toLowerCase()];
	const wrong = 'The signature is missing or wrong';
	if (secret === '' || typeof given !== 'string') return wrong;
	// A signature over no bytes would fit any form.
	if (bytes.length === 0)
		return String(headers['content-type']).startsWith('multipart/')
			? 'The body cannot be verified as a multipart form: send JSON'
			: wrong;
	if (signing.timestampHeader === '') return isSignature(given, [bytes], secret) ? undefined : wrong;
	const timestamp = headers[signing.timestampHeader.toLowerCase()];
	if (typeof timestamp !== 'string' || !isSignature(given, [`${timestamp}.`, bytes], secret)) return wrong;
	return isRecent(timestamp, signing) ? undefined : 'The delivery is too old';
}

function isRecent(timestamp: string, { now, maximumAge }: Signing): boolean {
	const parsed = parseDate(timestamp);
	return typeof parsed !== 'string' && Math.abs(now - momentOf(parsed)) <= maximumAge;
}

/** HMAC-SHA256 in hexadecimal or base64, bare or behind `sha256=`. */
function isSignature(given: string, signed: ReadonlyArray<string | Buffer>, secret: string): boolean {
	const hmac = createHmac('sha256', secret);
	for (const part of signed) hmac.update(part);
	const digest = hmac.digest();
	const signature = given.trim().replace(/^sha256=/i, '');
	return isSecret(signature.toLowerCase(), digest.toString('hex')) || isSecret(signature, digest.toString('base64'));
}

/** What was sent, without the secret that came with it. */
export const withoutSecret = (payload: IDataObject): IDataObject =>
	Object.fromEntries(Object.entries(payload).filter(([name]) => !isSecretField(name)));
