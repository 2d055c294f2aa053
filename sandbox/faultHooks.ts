import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from './clock';
import type { Faults } from './faults';
import type { RequestLog } from './requestLog';
import type { Service } from './service';
import { spoil } from './spoil';

interface FaultHookOptions {
	faults: Faults;
	log: RequestLog;
	clock: Clock;
	services: Map<string, Service>;
}

/** Resets the connection, as a crashed proxy would; the caller sees ECONNRESET. */
function resetConnection(request: FastifyRequest): void {
	request.raw.socket.resetAndDestroy();
}

/** Sends half of the answer, then ends the connection: what was sent arrives, and the head promises more. */
function breakOff(request: FastifyRequest, status: number, body: string): void {
	const head = [
		`HTTP/1.1 ${status} OK`,
		'Content-Type: application/json',
		`Content-Length: ${Buffer.byteLength(body)}`,
	];
	const { socket } = request.raw;
	socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, body.length / 2)}`);
	socket.destroySoon();
}

/** Records every call to a service and lets the faults act before and after it. */
export function addFaultHooks(app: FastifyInstance, options: FaultHookOptions): void {
	const { log } = options;
	app.addHook('onRequest', async (request, reply) => {
		if (request.url.startsWith('/__sandbox')) return;
		log.open(request);
		await before(request, reply, options);
	});
	app.addHook('preHandler', async (request) => {
		const entry = log.of(request);
		if (entry) entry.body = request.body instanceof Buffer ? `<${request.body.length} bytes>` : request.body;
	});
	app.addHook('onSend', async (request, reply, payload) => {
		const answer = afterCommit(request, reply, payload, options);
		log.close(request, reply.statusCode);
		return answer;
	});
}

async function before(
	request: FastifyRequest,
	reply: FastifyReply,
	{ faults, log, clock, services }: FaultHookOptions,
): Promise<unknown> {
	const entry = log.of(request);
	if (!entry) return;
	const delay = faults.take('delay', entry);
	if (delay) await sleep(clock.realDuration(delay.ms));
	const drop = faults.take('drop', entry);
	if (drop) {
		entry.fault = 'drop';
		reply.hijack();
		if (drop.inBody) breakOff(request, 200, '{"id": "a record that nobody made"}');
		else resetConnection(request);
		return;
	}
	if (faults.take('spoiled', entry, (rule) => rule.as === 'login')) {
		entry.fault = 'spoiled';
		return reply.redirect('/login', 302);
	}
	const status = faults.take('status', entry);
	if (!status) return;
	entry.fault = 'status';
	if (status.retryAfter !== undefined) reply.header('Retry-After', String(status.retryAfter));
	void reply.headers(status.headers ?? {});
	return reply.code(status.status).send(status.body ?? errorBody(services.get(entry.service), status.status));
}

function afterCommit(
	request: FastifyRequest,
	reply: FastifyReply,
	payload: unknown,
	{ faults, log, services }: FaultHookOptions,
): unknown {
	const entry = log.of(request);
	// Only an answer that says "done" can hide that something was done.
	if (!entry || entry.fault || reply.statusCode >= 400) return payload;
	const lost = faults.take('answerLost', entry);
	if (lost) {
		entry.fault = 'answerLost';
		if (lost.inBody) breakOff(request, reply.statusCode, String(payload ?? ''));
		else resetConnection(request);
		return payload;
	}
	const spoiled = faults.take('spoiled', entry, (rule) => rule.as !== 'login');
	if (spoiled) {
		entry.fault = 'spoiled';
		reply.removeHeader('content-length');
		if (spoiled.as === 'html') void reply.type('text/html; charset=utf-8');
		return spoil(spoiled.as, String(payload ?? ''));
	}
	const status = faults.take('statusAfterCommit', entry);
	if (!status) return payload;
	entry.fault = 'statusAfterCommit';
	reply.code(status.status).header('content-type', 'application/json; charset=utf-8').removeHeader('content-length');
	return JSON.stringify(status.body ?? errorBody(services.get(entry.service), status.status));
}

function errorBody(service: Service | undefined, status: number): unknown {
	return service?.errorBody?.(status) ?? { statusCode: status, message: `Injected fault ${status}` };
}
