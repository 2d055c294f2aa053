import type { FastifyInstance } from 'fastify';
import type { Service, ServiceFactory } from '../service';
import { appointmentNoteEndpoints } from './appointmentExtras';
import { appointmentEndpoints } from './appointments';
import { businessEndpoints } from './businesses';
import { calendarEndpoints } from './calendars';
import { contactSearchEndpoints } from './contactSearch';
import { contactEndpoints } from './contacts';
import { conversationEndpoints } from './conversations';
import { customFieldEndpoints } from './customFields';
import { addDefaultWorld } from './defaults';
import { addEndpoints, noRoute, type Endpoint } from './endpoint';
import { enrolmentEndpoints } from './enrolment';
import { Refusal, plainError } from './errors';
import { Ghl } from './ghl';
import { locationEndpoints } from './locations';
import { marketingEndpoints } from './marketing';
import { noteEndpoints } from './notes';
import { addConsentPage, addTokenEndpoint, oauthEndpoints } from './oauth';
import { opportunityEndpoints } from './opportunities';
import { opportunitySearchEndpoints } from './opportunitySearch';
import { seed } from './seed';
import { tagEndpoints } from './tags';
import { taskEndpoints } from './tasks';
import { userEndpoints } from './users';

export type { GhlSeed } from './seed';

function endpointsOf(ghl: Ghl): Endpoint[] {
	return [
		...oauthEndpoints,
		...contactEndpoints,
		...contactSearchEndpoints(ghl),
		...taskEndpoints,
		...noteEndpoints,
		...tagEndpoints,
		...enrolmentEndpoints,
		...appointmentEndpoints,
		...appointmentNoteEndpoints,
		...calendarEndpoints,
		...businessEndpoints,
		...locationEndpoints,
		...customFieldEndpoints,
		...userEndpoints,
		...opportunityEndpoints,
		...opportunitySearchEndpoints(ghl),
		...marketingEndpoints,
		...conversationEndpoints,
	];
}

/** Every answer carries a trace id and the rate-limit headers, the refusals too. */
function addAnswers(app: FastifyInstance, ghl: Ghl): void {
	app.addHook('preSerialization', async (_request, _reply, payload) =>
		typeof payload === 'object' && payload !== null && !Array.isArray(payload) ? { ...payload, traceId: ghl.traceId() } : payload,
	);
	app.addHook('onSend', async (_request, reply, payload) => {
		if (!reply.hasHeader('X-RateLimit-Max')) ghl.limits.describe(reply);
		return payload;
	});
	app.setErrorHandler((error, _request, reply) => {
		if (error instanceof Refusal) return reply.code(error.status).send(error.body);
		const status = error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
		return reply.code(status).send({ ...plainError(status), message: error instanceof Error ? error.message : 'Internal Server Error' });
	});
	app.setNotFoundHandler((request) => {
		throw noRoute(request);
	});
}

/** A stand-in for services.leadconnectorhq.com, and for the consent page of marketplace.gohighlevel.com. */
export const ghl: ServiceFactory = (world) => {
	const context = new Ghl(world);
	addDefaultWorld(context);
	const service: Service = {
		name: 'ghl',
		register(app) {
			addAnswers(app, context);
			addConsentPage(app, context);
			addTokenEndpoint(app, context);
			addEndpoints(app, context, endpointsOf(context));
		},
		reset() {
			context.clear();
			addDefaultWorld(context);
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
