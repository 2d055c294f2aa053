import { Calls, MissingScope } from '../../../../nodes/shared/runner/calls';
import { Cancelled } from '../../../../nodes/shared/http/sleep';
import { CircuitOpenError, NoResponseError, ApiError } from '../../../../nodes/shared/http/errors';
import type { Effect } from '../../../../nodes/shared/http/route';
import { InputProblem } from '../../../../nodes/shared/parameters/input';
import type { Service } from '../../../../nodes/shared/service';
import { TargetCalls } from '../../../../nodes/shared/sync/targetCalls';
import { redact } from '../../../../nodes/shared/sync/redact';
import { counterpart } from '../../../../nodes/apps/fieldPairs';

const service: Service = {
	name: 'Example',
	account: async () => await Promise.reject(new Error('not asked for')),
	headers: () => ({}),
	limits: { calls: 1, interval: 1 },
	observed: () => ({}),
	explain: ({ body }) => ({ message: String(body.message ?? 'no') }),
};
const calls = () =>
	new TargetCalls(
		new Calls({} as ConstructorParameters<typeof Calls>[0]),
		{ service, patience: 1_000, unclear: [422], duplicateOf: ({ body }) => body.other as string | undefined },
		{ name: 'Ada Lovelace' },
	); // no call is made
const call = (effect: Effect) => ({ effect });
const THINGS = { route: 'POST /things', effect: 'create' } as const;
const refusal = (status: number, body = {}, headers = {}) =>
	new ApiError(status, body, headers, 'POST /things', THINGS);

test.each<[string, Effect, unknown, number, 'no' | 'maybe']>([
	['a create that is refused', 'create', refusal(400), 1, 'no'],
	['a create with an answer that this service is known for', 'create', refusal(422), 1, 'maybe'],
	['a create that failed inside', 'create', refusal(500), 1, 'maybe'],
	['a create that took too long', 'create', refusal(408), 1, 'maybe'],
	['a create beyond the rate limit', 'create', refusal(429), 1, 'no'],
	[
		'a create whose definitions could not be read',
		'create',
		new ApiError(500, {}, {}, 'GET /fields', { route: 'GET /fields', effect: 'read' }),
		1,
		'no',
	],
	['a create without answer', 'create', new NoResponseError('POST /things', 'ECONNRESET', true), 1, 'maybe'],
	['a create that never left', 'create', new NoResponseError('POST /things', 'ECONNREFUSED', false), 1, 'no'],
	['an update that is refused', 'idempotent', refusal(422), 1, 'no'],
	['an update that failed inside', 'idempotent', refusal(502), 1, 'maybe'],
	['an update beyond the rate limit', 'idempotent', refusal(429), 1, 'no'],
	['an update beyond the rate limit, after a try without answer', 'idempotent', refusal(429), 2, 'maybe'],
	[
		'an update that never left, after a try without answer',
		'idempotent',
		new NoResponseError('PUT /things', 'ECONNREFUSED', false),
		2,
		'maybe',
	],
	['a read without answer', 'read', new NoResponseError('GET /things', 'ECONNRESET', false), 5, 'no'],
	['a create that was cancelled before it was sent', 'create', new Cancelled(), 0, 'no'],
	['a create that was cancelled on its way', 'create', new Cancelled(), 1, 'maybe'],
	['a create that is held back', 'create', new CircuitOpenError('POST /things', 30), 0, 'no'],
	[
		'a create with a field that cannot be sent',
		'create',
		new InputProblem('phone', 'Phone is not a phone number'),
		0,
		'no',
	],
])('%s may have been carried out: %#', (_, effect, error, made, written) => {
	expect(calls().serviceError(error, call(effect), made)).toMatchObject({ name: 'ServiceError', written });
});

test('the time to wait and the duplicate that the service names are passed on', () => {
	expect(calls().serviceError(refusal(429, {}, { 'retry-after': '7' }), call('create'), 1)).toMatchObject({
		after: 7_000,
		again: true,
	});
	expect(calls().serviceError(refusal(400, { other: 'x1' }), call('create'), 1)).toMatchObject({
		duplicateOf: 'x1',
		again: false,
	});
	expect(calls().serviceError(new CircuitOpenError('POST /things', 30), call('create'), 0)).toMatchObject({
		after: 30_000,
	});
});

test.each([
	[404, true],
	[410, true],
	[400, false],
	[403, false],
	[429, false],
	[500, false],
])('an answer %i says of what was called that it is gone: %s', (status, gone) => {
	expect(calls().serviceError(refusal(status), call('read'), 1).gone).toBe(gone);
});

test.each([
	[refusal(401), true],
	[refusal(402), true],
	[refusal(403), true],
	[new MissingScope(['a.write'], 'POST /things'), true],
	[refusal(400), false],
	[refusal(500), false],
])('what must be fixed before anything can be synced is kept apart (%#)', (error, isBlocked) => {
	const target = calls();
	target.serviceError(error, call('create'), 1);
	expect(target.blocked === error).toBe(isBlocked);
});

test('a reason names the call and the answer, without a value of the record', () => {
	const { message } = calls().serviceError(
		refusal(422, { message: 'name "ADA lovelace" is taken, ask ada@example.com or call +1 (212) 555-0142' }),
		call('create'),
		1,
	);
	expect(message).toBe('name "…" is taken, ask … or call … (POST /things answered 422)');
});

test('short words and the words around values stay', () => {
	expect(redact('to be or not to be: a (b) c', { tags: ['or', 'a (b)'], age: 7 })).toBe('to be or not to be: … c');
});

test.each([
	['ghl', 'booqable', 'phone', 'property_phone'],
	['booqable', 'ghl', 'property_phone', 'phone'],
	['ghl', 'booqable', 'custom_industry', 'property_industry'],
	['booqable', 'ghl', 'property_industry', 'custom_industry'],
	['ghl', 'booqable', 'email', undefined],
	['ghl', 'warehouse', 'phone', undefined],
	['roofr', 'booqable', 'phone', 'property_phone'],
	['booqable', 'roofr', 'name', 'fullName'],
	['roofr', 'ghl', 'fullName', 'name'],
	['roofr', 'ghl', 'phone', undefined],
	['ghl', 'roofr', 'name', 'fullName'],
])('a field of %s that comes from %s: %s is a copy of %s', (target, source, field, expected) => {
	expect(counterpart(target, source, field)).toBe(expected);
});
