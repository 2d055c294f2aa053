import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import type { FaultRule } from '../../../../sandbox/faults';
import { failure, json, type Setup } from '../../../support/engine';
import { booqable, byId, ghlPrivate, mapped } from '../../../support/nodeSetups';

/** What is waited for, in seconds; each wait ends at once. */
let waits: number[] = [];
jest.mock('../../../../nodes/shared/http/sleep', () => ({
	...jest.requireActual<object>('../../../../nodes/shared/http/sleep'),
	sleep: async (milliseconds: number) => {
		if (milliseconds > 0) waits.push(Math.floor(milliseconds / 1000));
		await Promise.resolve();
	},
}));

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	waits = [];
});

const contact = (): Setup =>
	ghlPrivate(sandbox, {
		resource: 'contact',
		operation: 'create',
		onDuplicate: 'error',
		fields: mapped({ firstName: 'Ada', email: 'ada@example.com' }),
		options: {},
	});
const customers = (): Setup =>
	booqable(sandbox, {
		authentication: 'accessToken',
		resource: 'customer',
		operation: 'getMany',
		returnAll: true,
		options: {},
	});
/** Answers before the service answers as usual. The stand-in of GHL adds no headers where there is one of these. */
const answers = (status: number, times: number, more: { retryAfter?: string | number; headers?: object } = {}) =>
	({ kind: 'status', status, times, body: '', headers: { 'x-ratelimit-max': '' }, ...more }) as FaultRule;

test.each<[string, () => Setup, FaultRule, number[]]>([
	['GHL, which says nothing', contact, answers(429, 2), [10, 10]],
	[
		'GHL, which tells its interval',
		contact,
		answers(429, 1, { headers: { 'x-ratelimit-max': '100', 'x-ratelimit-interval-milliseconds': '20000' } }),
		[20],
	],
	['GHL, which names seconds', contact, answers(429, 1, { retryAfter: 3 }), [3]],
	['GHL, which names seconds that do not help', contact, answers(429, 3, { retryAfter: 1 }), [1, 10, 10]],
	['GHL, which names no time, and then the same again', contact, answers(429, 2, { retryAfter: 0 }), [10]],
	['GHL, which names less than no time', contact, answers(429, 1, { retryAfter: -5 }), [10]],
	['GHL, which names nothing', contact, answers(429, 1, { retryAfter: '' }), [10]],
	[
		'GHL, which names a day that is over',
		contact,
		answers(429, 1, { retryAfter: 'Wed, 21 Oct 2015 07:28:00 GMT' }),
		[],
	],
	['Booqable, which says nothing', customers, answers(429, 1), [60]],
	['Booqable, which is down and names seconds', customers, answers(503, 1, { retryAfter: 7 }), [7]],
])('after a 429 or 503 the next call waits as long as the service needs: %s', async (_, setup, rule, seconds) => {
	sandbox.faults(rule);
	expect(await json(setup())).toHaveLength(setup === contact ? 1 : (await json(customers())).length);
	expect(waits.filter((wait) => wait > 0)).toEqual(seconds);
});

test('what is asked for longer than a run may wait is said, and not waited for', async () => {
	sandbox.faults(answers(429, 1, { retryAfter: 3_600 }));
	const error = await failure(contact());
	expect(error.description).toContain('POST /contacts/ answered 429, asking to wait 3600 s.');
	expect(waits).toEqual([]);
	expect(sandbox.requests({ method: 'POST' })).toHaveLength(1);
});

test.each([520, 521, 522, 523, 524])(
	'a %i of Cloudflare is passed over by what reads, not by what creates',
	async (status) => {
		const [{ id }] = await json(contact());
		const get = ghlPrivate(sandbox, {
			resource: 'contact',
			operation: 'get',
			contactId: byId(id),
			options: { customFieldsByName: false },
		});
		sandbox.faults(answers(status, 1));
		expect(await json(get)).toMatchObject([{ id }]);
		sandbox.faults(answers(status, 1));
		sandbox.clearRequests();
		expect((await failure(contact())).message).toMatch(/may have been done all the same$/);
		expect(sandbox.requests({ method: 'POST' })).toHaveLength(1);
	},
);
