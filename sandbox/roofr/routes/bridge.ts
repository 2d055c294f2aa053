import type { FastifyInstance } from 'fastify';
import type { Account, Values } from '../models/account';
import { createJob } from '../rules/bridge';
import { ROOFR } from '../world';

/** The hook of an automation platform, with an automation behind it that runs "Create Job and Customer". */
export function addBridge(app: FastifyInstance, account: Account): void {
	app.post(ROOFR.hook, async (request, reply) => {
		if (request.body === null || typeof request.body !== 'object') return reply.code(400).send({ status: 'error' });
		const received: Values = { ...request.body };
		const id = account.world.uuid();
		account.runs.push(received);
		createJob(account, received);
		// The hook answers before, and whether or not, anything is created.
		return { attempt: id, id, request_id: id, status: 'success' };
	});
}
