import { INDEX_LAG_MS, type Account, type Session } from '../models/account';
import { readAttributes } from '../rules/validation';
import { featureNotEnabled, noRoute, notFound, notJson, unauthorized } from '../errors';
import { listPage } from '../rules/search';
import { readQuery, type ListQuery } from './query';
import { isObject, type Json, type StoredRecord, type Values } from '../models/records';
import { documentOf, flat, includeTree, type Shape } from '../views/view';
import { readWebhook } from '../events';
import { newOrder } from '../rules/orders';
import { tables } from '../models/tables';
import type { Endpoint, ResourceTable } from '../models/tables/table';
import { createRecord, removeRecord, updateRecord } from '../rules/writes';

export interface ApiRequest {
	readonly method: string;
	/** Below `/api/4/`. */
	readonly path: string;
	readonly query: Values;
	readonly body: Json | undefined;
	readonly token: string | undefined;
}

export interface Answer {
	readonly status: number;
	readonly contentType: string;
	readonly body: Values;
}

interface Target {
	readonly table: ResourceTable;
	readonly endpoint: Endpoint;
	readonly id: string | undefined;
	readonly format: 'jsonapi' | 'json';
}

/** @throws ApiError 401 for a token nobody has, 402 where the plan has no API */
export function openSession(account: Account, token: string | undefined): Session {
	const employee = account.find('employees', account.tokens.get(token ?? '')) ?? grantedEmployee(account, token ?? '');
	if (!employee) throw unauthorized();
	if (!account.plan.features.includes('api')) throw featureNotEnabled('api');
	return { account, employee };
}

/** Apps act for the owner who installed them. */
function grantedEmployee(account: Account, token: string): StoredRecord | undefined {
	const state = account.grants.accepts(token);
	if (state === 'expired') throw unauthorized('The token is invalid (expired)');
	return state === 'valid' ? account.all('employees').find(({ values }) => values.owner === true) : undefined;
}

const CONTENT_TYPES = {
	/**
	 * As in the recorded answers that the tests of Booqable's Ruby client are run on, where answers to DELETE say plain
	 * JSON.
	 */
	jsonapi: 'application/vnd.api+json; charset=utf-8',
	json: 'application/json; charset=utf-8',
} as const;

export function answer(session: Session, request: ApiRequest): Answer {
	const target = targetOf(request);
	return {
		...answerTo(session, request, target),
		contentType: CONTENT_TYPES[target.endpoint === 'destroy' ? 'json' : target.format],
	};
}

function answerTo(session: Session, request: ApiRequest, target: Target): Omit<Answer, 'contentType'> {
	// A body may carry what a query may carry, next to its data.
	const query = readQuery({ ...request.query, ...(isObject(request.body) ? withoutData(request.body) : {}) });
	const include = includeTree(target.table.type, query.include, target.table.includes[target.endpoint] ?? []);
	const shape: Shape = { include, fields: query.fields, extraFields: query.extraFields };
	switch (target.endpoint) {
		case 'list':
		case 'search':
			return answerList(session.account, target, query, shape, request);
		default:
			return answerOne(session, target, shape, request);
	}
}

const withoutData = ({ data: _data, ...rest }: Values): Values => rest;

function targetOf({ method, path }: ApiRequest): Target {
	const [route = path, extension] = path.split('.');
	if (extension !== undefined && extension !== 'json') throw notJson();
	const [type = '', id, ...rest] = route.split('/').filter(Boolean);
	const table = tables.get(type);
	const endpoint = endpointOf(method, id);
	if (!table || !endpoint || rest.length > 0 || !table.includes[endpoint]) throw noRoute(method, `/api/4/${path}`);
	return { table, endpoint, id, format: extension === 'json' ? 'json' : 'jsonapi' };
}

function endpointOf(method: string, id: string | undefined): Endpoint | undefined {
	switch (method) {
		case 'GET':
			return id === undefined ? 'list' : id === 'current' || id === 'new' ? id : 'get';
		case 'POST':
			return id === undefined ? 'create' : id === 'search' ? 'search' : undefined;
		case 'PATCH':
		case 'PUT':
			return id === undefined ? undefined : id === 'current' ? 'updateCurrent' : 'update';
		case 'DELETE':
			return id === undefined ? undefined : 'destroy';
		default:
			return undefined;
	}
}

function answerList(
	account: Account,
	{ table, endpoint, format }: Target,
	query: ListQuery,
	shape: Shape,
	request: ApiRequest,
): Omit<Answer, 'contentType'> {
	const lag = account.world.faults.indexLag(
		{ service: 'booqable', method: request.method, path: `/${account.slug}/api/4/${request.path}` },
		INDEX_LAG_MS,
	);
	const { records, meta } = listPage(account, table, query, lag);
	// This list alone has no attributes object, whatever the format.
	if (table.type === 'webhook_endpoints')
		return {
			status: 200,
			body: { data: records.map((record) => flat(account, record, shape)), ...(query.stats.size > 0 ? { meta } : {}) },
		};
	// A search for nothing but ids gives nothing but ids.
	if (endpoint === 'search' && query.fields.get(table.type)?.join() === 'id')
		return { status: 200, body: { data: records.map(({ id }) => ({ id })), meta } };
	return { status: 200, body: documentOf(account, records, shape, format, meta) };
}

function answerOne(session: Session, target: Target, shape: Shape, request: ApiRequest): Omit<Answer, 'contentType'> {
	const { record, status } = perform(session, target, request);
	return { status, body: documentOf(session.account, record, shape, target.format) };
}

function perform(
	session: Session,
	{ table, endpoint, id }: Target,
	request: ApiRequest,
): { record: StoredRecord; status: number } {
	const { account } = session;
	const done = (record: StoredRecord): { record: StoredRecord; status: number } => ({ record, status: 200 });
	switch (endpoint) {
		case 'create': {
			const record = createRecord(session, table.type, readAttributes(table, request.body, true));
			return { record, status: account.behaviorOf(table.type).createdStatus ?? 201 };
		}
		case 'new':
			return done(newOrder(session));
		case 'current':
			return done(current(session, table.type));
		case 'updateCurrent':
			return done(updateRecord(session, current(session, table.type), readAttributes(table, request.body, false)));
		case 'update':
			return done(updateRecord(session, existing(account, table.type, id), readAttributes(table, request.body, false)));
		case 'destroy':
			return done(removeRecord(session, existing(account, table.type, id)));
		default:
			return done(existing(account, table.type, id));
	}
}

function existing(account: Account, type: string, id: string | undefined): StoredRecord {
	const record = account.find(type, id);
	if (!record) throw notFound();
	if (type !== 'webhooks') return record;
	const lastAttempt = readWebhook(account, record);
	if (!lastAttempt) throw notFound();
	return { ...record, values: { ...record.values, ...lastAttempt } };
}

function current({ account, employee }: Session, type: string): StoredRecord {
	if (type === 'sessions') {
		const [company, settings] = [account.all('companies')[0], account.all('settings')[0]];
		return {
			type,
			id: employee.id,
			values: {
				employee_id: employee.id,
				company_id: company?.id ?? null,
				settings_id: settings?.id ?? null,
				created_order: account.all('orders').length > 0,
				supported_fulfillment_types: ['pickup', 'delivery'],
			},
		};
	}
	const record = account.all(type)[0];
	if (!record) throw notFound();
	return record;
}
