import type { FastifyInstance } from 'fastify';
import { ROOFR, type Account, type Values } from './account';
import { emit } from './events';

/** Fields without which the action creates nothing. */
const REQUIRED = ['first_name', 'last_name', 'address', 'city', 'state', 'postal_code', 'country'];

/** The hook of an automation platform, with an automation behind it that runs "Create Job and Customer". */
export function addBridge(app: FastifyInstance, account: Account): void {
	app.post(ROOFR.hook, async (request, reply) => {
		if (request.body === null || typeof request.body !== 'object') return reply.code(400).send({ status: 'error' });
		const received: Values = { ...request.body };
		const id = account.world.uuid();
		account.runs.push(received);
		run(account, received);
		// The hook answers before, and whether or not, anything is created.
		return { attempt: id, id, request_id: id, status: 'success' };
	});
}

function run(account: Account, received: Values): void {
	const missing = REQUIRED.find((field) => String(received[field] ?? '').trim() === '');
	if (missing) return void account.lost.push({ received, reason: `${missing} is empty` });
	if (['US', 'USA', 'CA'].includes(String(received.country))) return void account.lost.push({ received, reason: 'the country is not one of the list' });
	if (account.settings.bridgeFilters && account.runs.filter(({ external_id: id }) => id === received.external_id).length > 1) return;
	const { first_name, last_name, email, phone, address, city, state, postal_code, country, job_name, external_id } = received;
	const place = { address, city, state, postal_code, country };
	const customer = account.insert('contacts', { first_name, last_name, email, phone, ...place });
	// The action has no input for an external id, a stage or a source: what is not listed here is lost.
	const job = account.insert('jobs', { name: job_name, customer_id: customer.id, ...place, stage_id: account.all('stages')[0]?.id });
	emit(account, 'job.created', { external_id, job_id: job.id, 'Job Name': job_name });
}
