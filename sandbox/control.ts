import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Sandbox } from './sandbox';
import { faultRuleSchema } from './faults';
import { tryItPage } from './tryIt';

const seedBody = z.object({ service: z.string(), input: z.unknown() }).strict();
const faultsBody = z.preprocess((body) => [body].flat(), z.array(faultRuleSchema));
const timeBody = z
	.object({
		advance: z.number().optional(),
		now: z.union([z.string().datetime({ offset: true }), z.number()]).optional(),
		frozen: z.boolean().optional(),
	})
	.strict();
const requestQuery = z.object({
	service: z.string().optional(),
	method: z.string().optional(),
	path: z.string().optional(),
});
const stateQuery = z.object({ service: z.string().optional() });

function sentence(error: unknown): string {
	if (error instanceof z.ZodError)
		return error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; ');
	return error instanceof Error ? error.message : String(error);
}

/** The same switches as `Sandbox`, over HTTP. */
export function addControl(app: FastifyInstance, sandbox: Sandbox): void {
	void app.register(
		(control, _options, done) => {
			// A wrong control call must not look like an answer of one of the services.
			control.setErrorHandler((error, _request, reply) => reply.code(400).send({ error: sentence(error) }));
			addWrites(control, sandbox);
			addReads(control, sandbox);
			done();
		},
		{ prefix: '/__sandbox' },
	);
}

function addWrites(control: FastifyInstance, sandbox: Sandbox): void {
	control.post('/reset', async () => {
		sandbox.reset();
		return { ok: true };
	});
	control.post('/seed', async (request) => {
		const { service, input } = seedBody.parse(request.body);
		return { ok: true, result: sandbox.seed(service, input) ?? null };
	});
	control.post('/faults', async (request) => {
		sandbox.faults(faultsBody.parse(request.body));
		return { ok: true };
	});
	control.delete('/faults', async () => {
		sandbox.clearFaults();
		return { ok: true };
	});
	control.post('/token/expire', async () => {
		sandbox.expireTokens();
		return { ok: true };
	});
	control.post('/time', async (request) => ({ now: sandbox.time(timeBody.parse(request.body ?? {})) }));
	control.delete('/requests', async () => {
		sandbox.clearRequests();
		return { ok: true };
	});
}

function addReads(control: FastifyInstance, sandbox: Sandbox): void {
	control.get('/try', async (_, reply) => await reply.type('text/html; charset=utf-8').send(tryItPage()));
	control.get('/state', async (request) => sandbox.state(stateQuery.parse(request.query).service));
	control.get('/requests', async (request) => sandbox.requests(requestQuery.parse(request.query)));
	control.get('/faults', async () => sandbox.listFaults());
	control.get('/webhooks', async () => ({ attempts: sandbox.webhooks.attempts, pending: sandbox.webhooks.pending() }));
}
