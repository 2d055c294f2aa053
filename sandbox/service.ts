import type { FastifyInstance } from 'fastify';
import type { Faults } from './faults';
import type { WebhookSender } from './webhooks';

/** One stand-in. Everything it keeps lies in memory and goes back to the start with `reset()`. */
export interface Service {
	/** Also the first segment of its paths: `/<name>/…`. */
	readonly name: string;
	/** Called once, with an app that is already prefixed with `/<name>`. */
	register(app: FastifyInstance): void | Promise<void>;
	reset(): void;
	/** Adds records or changes settings; throws an Error with a sentence when the input is wrong. */
	seed(input: unknown): unknown;
	/** All that the service knows, as plain JSON. */
	state(): unknown;
	/** Makes every access token that was issued invalid; refresh tokens stay good. */
	expireTokens?(): void;
	/** How this API words an error of that status; used for injected faults. */
	errorBody?(status: number): unknown;
}

/** What a service may touch of the world around it: nothing else is random, timed or networked. */
export interface World {
	/** Epoch milliseconds; `POST /__sandbox/time` moves it. */
	now(): number;
	/** Seeded, 0 ≤ x < 1. Each service has its own stream, so services don't disturb each other's ids. */
	random(): number;
	/** Seeded letters and digits. */
	id(length: number): string;
	uuid(): string;
	faults: Faults;
	webhooks: WebhookSender;
	/** World milliseconds per real millisecond: 1 is real time. */
	timeScale: number;
	/** Factor on every rate limit: 1 is real, Infinity is none. */
	limits: number;
	/** `http://127.0.0.1:<port>`, without a slash at the end. */
	baseUrl(): string;
}

export type ServiceFactory = (world: World) => Service;
