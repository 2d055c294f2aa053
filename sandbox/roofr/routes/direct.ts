import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { after, RateLimit } from '../../rateLimit';
import { ApiError, invalid, notFound, tooManyAttempts, unauthenticated } from '../errors';
import type { Account, StoredRecord, Values } from '../models/account';
import { emit } from '../events';
import { TABLE_NAMES, TABLES, type Table, type TableName } from '../models/tables';
import { checked, object } from '../rules/validation';
import { ROOFR } from '../world';

type Params = { id?: string; jobId?: string };
type Call = FastifyRequest<{ Params: Params; Querystring: { [name: string]: string } }>;

/** The direct API as the manifest of the node assumes it. No real one is known; the form is that of Laravel. */
export function addDirect(app: FastifyInstance, account: Account): void {
	const limit = new RateLimit({
		now: () => account.world.now(),
		limit: 600 * account.world.limits,
		ends: after(60_000),
	});
	void app.register(
		(api, _options, done) => {
			api.setErrorHandler((error, _request, reply) =>
				error instanceof ApiError
					? reply.code(error.status).send(error.body)
					: reply.code(500).send({ message: 'Server Error' }),
			);
			api.setNotFoundHandler((request, reply) =>
				reply.code(404).send({ message: `The route ${request.method} could not be found.` }),
			);
			api.addHook('onRequest', async (request, reply) => {
				authenticate(account, request);
				const { allowed, remaining } = limit.take('calls');
				void reply.headers({
					'x-ratelimit-limit': 600,
					'x-ratelimit-remaining': Number.isFinite(remaining) ? remaining : 600,
				});
				if (!allowed) throw tooManyAttempts();
			});
			api.get('/me', async () => ({ data: { id: 1, name: 'Example Roofing' } }));
			for (const name of TABLE_NAMES) addTable(api, account, name, TABLES[name]);
			addActions(api, account);
			done();
		},
		{ prefix: '/api/v1' },
	);
}

function authenticate(account: Account, { headers }: FastifyRequest): void {
	const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
	if (
		headers['x-api-key'] === ROOFR.apiKey ||
		bearer === ROOFR.apiKey ||
		(bearer !== undefined && account.tokens.has(bearer))
	)
		return;
	throw unauthenticated();
}

function addTable(api: FastifyInstance, account: Account, name: TableName, table: Table): void {
	api.get(table.path, async (request: Call) => page(listed(account, name, table, request), request));
	api.get(`${table.path}/:id`, async (request: Call) => ({ data: found(account, name, table, request.params) }));
	if (table.writable.length === 0) return;
	api.post(table.path, async (request: Call, reply) => {
		if (table.ofJob) found(account, 'jobs', TABLES.jobs, { id: request.params.jobId });
		return reply.code(201).send({
			data: account.insert(name, {
				...checked(table, request.body, true),
				...(table.ofJob && { job_id: Number(request.params.jobId) }),
			}),
		});
	});
	api.patch(`${table.path}/:id`, async (request: Call) => ({
		data: account.update(name, found(account, name, table, request.params), checked(table, request.body, false)),
	}));
	api.delete(`${table.path}/:id`, async (request: Call, reply: FastifyReply) => {
		account.remove(name, found(account, name, table, request.params).id);
		return reply.code(204).send();
	});
}

function addActions(api: FastifyInstance, account: Account): void {
	api.put('/jobs/:id/stage', async (request: Call) => {
		const job = found(account, 'jobs', TABLES.jobs, request.params);
		const { stage_id: id } = object(request.body);
		const stage = account.get('stages', String(id));
		if (!stage) throw invalid({ stage_id: ['The selected stage is invalid.'] });
		const before = account.get('stages', String(job.stage_id));
		emit(account, 'job.stage_changed', {
			'External Id': job.id,
			'Job Name': job.name,
			'New Stage': stage.name,
			...(before && { 'Previous Stage': before.name }),
			'Changed At': new Date(account.world.now()).toISOString(),
		});
		return { data: account.update('jobs', job, { stage_id: stage.id }) };
	});
	api.put('/jobs/:jobId/tasks/:id/complete', async (request: Call) => ({
		data: account.update('tasks', found(account, 'tasks', TABLES.tasks, request.params), { completed: true }),
	}));
}

function found(account: Account, name: TableName, { ofJob }: Table, { id = '', jobId }: Params): StoredRecord {
	const record = account.get(name, id);
	if (!record || (ofJob && String(record.job_id) !== jobId)) throw notFound(`${name} ${id}`);
	return record;
}

const PAGE_WORDS = ['page', 'per_page', 'search'];

function listed(account: Account, name: TableName, { ofJob }: Table, { params, query }: Call): StoredRecord[] {
	const filters = account.settings.heedsFilters
		? Object.entries(query).filter(([field]) => !PAGE_WORDS.includes(field))
		: [];
	return account
		.all(name)
		.filter(
			(record) =>
				(!ofJob || String(record.job_id) === params.jobId) &&
				filters.every(([field, value]) => String(record[field] ?? '') === value) &&
				(query.search === undefined || JSON.stringify(record).toLowerCase().includes(query.search.toLowerCase())),
		);
}

function page(records: readonly StoredRecord[], { query, url }: Call): Values {
	const size = Math.min(Number(query.per_page ?? 15), 100);
	const number = Number(query.page ?? 1);
	const pages = Math.max(1, Math.ceil(records.length / size));
	const next = number < pages ? `${url.split('?')[0]}?page=${number + 1}` : null;
	return {
		data: records.slice((number - 1) * size, number * size),
		links: { next },
		meta: { current_page: number, per_page: size, total: records.length },
	};
}
