import { createHmac } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { isSecret } from '../../shared/signature';
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

/** Whether the delivery proves that its sender knows the secret. Without a secret nothing does. */
export function isProven(delivery: Delivery, proof: Proof, secret: string, signatureHeader: string): boolean {
	if (secret === '') return false;
	const { headers, query, payload, bytes } = delivery;
	if (proof === 'bearer') return isSecret(/^Bearer\s+(.+)$/i.exec(String(headers.authorization ?? ''))?.[1], secret);
	if (proof === 'hmac') return isSignature(headers[signatureHeader.toLowerCase()], bytes, secret);
	const inBody = Object.entries(payload ?? {})
		.filter(([name]) => isSecretField(name))
		.map(([, value]) => value);
	return [...HEADERS.map((name) => headers[name]), query.secret, ...inBody].some((given) => isSecret(given, secret));
}

/** HMAC-SHA256 in hexadecimal or base64, bare or behind `sha256=`. */
function isSignature(given: unknown, bytes: Buffer, secret: string): boolean {
	if (typeof given !== 'string' || given.trim() === '') return false;
	const digest = createHmac('sha256', secret).update(bytes).digest();
	const signature = given.trim().replace(/^sha256=/i, '');
	return isSecret(signature.toLowerCase(), digest.toString('hex')) || isSecret(signature, digest.toString('base64'));
}

/** What was sent, without the secret that came with it. */
export const withoutSecret = (payload: IDataObject): IDataObject =>
	Object.fromEntries(Object.entries(payload).filter(([name]) => !isSecretField(name)));
