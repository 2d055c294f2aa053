import type { FastifyInstance } from 'fastify';
import type { Service, ServiceFactory } from '../service';
import { ApiError, plainError } from './errors';
import { Account } from './models/account';
import { addRoutes, noRoute } from './routes';
import { seed } from './seed';
import { addStart } from './start';

export type { GhlSeed } from './seed';

/** Every answer carries a trace id and the rate-limit headers, the refusals too. */
function addAnswers(app: FastifyInstance, account: Account): void {
	app.addHook('preSerialization', async (_request, _reply, payload) =>
		typeof payload === 'object' && payload !== null && !Array.isArray(payload)
			? { ...payload, traceId: account.traceId() }
			: payload,
	);
	app.addHook('onSend', async (_request, reply, payload) => {
		if (!reply.hasHeader('X-RateLimit-Max')) account.limits.describe(reply);
		return payload;
	});
	app.setErrorHandler((error, _request, reply) => {
		if (error instanceof ApiError) return reply.code(error.status).send(error.body);
		const status =
			error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
		return reply
			.code(status)
			.send({ ...plainError(status), message: error instanceof Error ? error.message : 'Internal Server Error' });
	});
	app.setNotFoundHandler((request) => {
		throw noRoute(request);
	});
}

/** A stand-in for services.leadconnectorhq.com, and for the consent page of marketplace.gohighlevel.com. */
export const ghl: ServiceFactory = (world) => {
	const context = new Account(world);
	addStart(context);
	const service: Service = {
		name: 'ghl',
		register(app) {
			addAnswers(app, context);
			addRoutes(app, context);
		},
		reset() {
			context.clear();
			addStart(context);
		},
		seed: (input) => seed(context, input),
		state: () => ({
			...context.store.toJSON(),
			settings: context.settings,
			auth: context.tokens.toJSON(),
			webhookPublicKey: context.events.publicKey,
		}),
		expireTokens: () => context.tokens.expire(),
		errorBody: plainError,
	};
	return service;
};
