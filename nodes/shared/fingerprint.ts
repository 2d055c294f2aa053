import { createHash } from 'node:crypto';

const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex');

/** Tells a token from others without holding it. */
export const fingerprint = (token: string): string => sha256(token).slice(0, 16);

/** The same for the same content, in 32 hex digits: what repetitions are found by. */
export const contentHash = (content: string): string => sha256(content).slice(0, 32);
