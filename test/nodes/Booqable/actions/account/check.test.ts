import type { IDataObject } from 'n8n-workflow';
import { ACCESS_TOKEN, DEMO_SLUG } from '../../../../../sandbox/booqable/world';
import { alteredService, type Alteration, type Exchange } from '../../../../support/alteredService';
import { Demo } from '../../../../support/booqable';
import { failure, json } from '../../../../support/engine';

let demo: Demo;
let service: Awaited<ReturnType<typeof alteredService>>;
beforeAll(async () => {
	demo = await Demo.start();
});
afterAll(async () => await demo.sandbox.close());
beforeEach(async () => {
	demo.sandbox.reset();
	demo.sandbox.faults({ kind: 'indexLag', service: 'booqable', ms: 0 });
	demo.seed({
		customers: [
			...Array.from({ length: 120 }, (_, index) => ({
				name: `Person ${index}`,
				email: `person${index}@example.com`,
				properties_attributes: [{ identifier: 'phone', value: `+1212555${String(1000 + index)}` }],
			})),
			{ name: 'Gone Before', email: 'gone@example.com', archived: true },
		],
		// nine o'clock in Chicago
		orders: [{ status: 'draft', starts_at: '2026-12-01T15:00:00Z', stops_at: '2026-12-04T15:00:00Z' }],
	});
	const { id } = demo.stored('customers').find(({ name }) => name === 'Gone Before') ?? { id: '' };
	if (demo.record('customers', id).archived !== true) throw new Error('The archived customer is not archived.');
	service = await alteredService(`${demo.sandbox.url}/booqable/${DEMO_SLUG}`, ACCESS_TOKEN);
	alter({});
});
afterEach(async () => await service.close());

/** A refused token is remembered: each check has another. */
let tokens = 0;
const setup = (writeProbes: boolean, longestWait = 3) =>
	demo.setup(
		{ resource: 'account', operation: 'check', writeProbes, longestWait },
		{ credential: { baseUrl: service.url, accessToken: `check-${++tokens}` } },
	);
const check = async (writeProbes: boolean, longestWait?: number): Promise<IDataObject[]> =>
	await json(setup(writeProbes, longestWait));
const of = (answers: readonly IDataObject[], name: string) => answers.find(({ probe }) => probe === name);

const WRITES = [
	'Search index lag',
	'Clearing an attribute',
	'Clearing a property',
	'Time of a changed property',
	'A day among the properties',
	'A note',
	'A webhook endpoint',
	'The customer of this check',
];

it('only reads by default, and reports for each probe what was expected, what was seen, and a verdict', async () => {
	demo.calls();
	const answers = await check(false);
	const calls = demo.calls();
	expect(answers.slice(0, -1).filter(({ verdict }) => verdict !== 'verified')).toEqual([]);
	expect(answers).toHaveLength(26);
	expect(answers.at(-1)).toMatchObject({ probe: 'Report', differs: 0, couldNotTell: 0, verified: 25 });
	expect(calls.filter((call) => !call.startsWith('GET '))).toEqual([]);
	expect(calls.length).toBeLessThan(40);
});

it('writes to a customer of its own and archives it, and the report names neither record nor account', async () => {
	const before = demo.stored('customers').filter(({ archived }) => archived !== true);
	const answers = await check(true);
	expect(WRITES.map((name) => [name, of(answers, name)?.verdict])).toEqual(WRITES.map((name) => [name, 'verified']));
	expect(demo.stored('customers').filter(({ archived }) => archived !== true)).toHaveLength(before.length);
	expect(demo.stored('notes')).toEqual([]);
	expect(demo.stored('webhook_endpoints')).toEqual([]);
	const text = JSON.stringify(answers);
	for (const secret of [DEMO_SLUG, '@example', '555', 'Person'] as const) expect(text).not.toContain(secret);
});

const when =
	(method: string, path: RegExp, change: (exchange: Exchange) => void) =>
	(exchange: Exchange): void => {
		if (exchange.method === method && path.test(exchange.path)) change(exchange);
	};
const refuse =
	(status: number) =>
	(exchange: Exchange): void => {
		exchange.status = status;
		exchange.body = { errors: [{ code: 'no', status: String(status), title: 'No' }] };
	};
const attributes = ({ sent }: Exchange): IDataObject => (sent.data as { attributes: IDataObject }).attributes;
const subscription = ({ body }: Exchange): IDataObject | undefined =>
	(body.data as { subscription?: IDataObject } | undefined)?.subscription;
const data = ({ body }: Exchange): IDataObject[] => body.data as IDataObject[];

const PLAN = /companies\/current\.json\?.*subscription/;
const CUSTOMERS = /\/customers\.json/;
const reading = (path: RegExp, status: number): Alteration => ({ after: when('GET', path, refuse(status)) });

/** The tests may make more calls than any plan has: here the plan says what the headers do. */
function alter({ before, after }: Alteration): void {
	service.alter({
		before,
		after: (exchange) => {
			const restrictions = PLAN.test(exchange.path) ? subscription(exchange)?.restrictions : undefined;
			if (restrictions) Object.assign(restrictions, { rate_limit_max: Number(exchange.headers['x-ratelimit-limit']) });
			after?.(exchange);
		},
	});
}

/** Accounts that do otherwise, what the check sees there, and what it says is to be done. */
type Row = readonly [string, Alteration, unknown, RegExp, string?];
const OTHERWISE: readonly Row[] = [
	['Reading orders', reading(/\/orders\.json/, 403), 'refused with 403, which is about the employee', /no order/],
	['Reading notes', reading(/\/notes\.json/, 402), 'refused with 402, which is about the plan', /notes cannot be/],
	[
		'Reading customers',
		reading(/\/customers\.json/, 403),
		'refused with 403, which is about the employee',
		/no customer can be/,
	],
	['Reading properties', reading(/\/properties\.json/, 403), expect.stringMatching(/403/), /poll/],
	['Reading default properties', reading(/default_properties/, 403), expect.stringMatching(/403/), /be mapped/],
	['Reading documents', reading(/\/documents\.json/, 403), expect.stringMatching(/403/), /invoices/],
	['Reading payments', reading(/\/payments\.json/, 403), expect.stringMatching(/403/), /payments/],
	['Reading products', reading(/\/products\.json/, 403), expect.stringMatching(/403/), /products/],
	['Reading bundles', reading(/\/bundles\.json/, 403), expect.stringMatching(/403/), /bundles/],
	['Reading employees', reading(/\/employees\.json/, 403), expect.stringMatching(/403/), /author/],
	['Reading webhook endpoints', reading(/webhook_endpoints/, 402), expect.stringMatching(/plan/), /Poll Trigger/],
	[
		'Country and time zone',
		{ after: when('GET', /companies\/current/, ({ body }) => delete (body.data as IDataObject).country_code) },
		'no country',
		/Default Phone Country/,
	],
	[
		'Plan',
		{
			after: when('GET', PLAN, (exchange) => {
				Object.assign(subscription(exchange) ?? {}, { allowed_features: ['api'] });
			}),
		},
		'without notes',
		/notes and tasks/,
	],
	[
		'Plan',
		{ after: when('GET', PLAN, (exchange) => delete subscription(exchange)?.allowed_features) },
		'the subscription does not name its features',
		/null/,
		'could not tell',
	],
	[
		'Rate limit',
		{ after: ({ headers }) => delete headers['x-ratelimit-period'] },
		'no header x-ratelimit-period',
		/50 calls in 60 seconds are/,
	],
	[
		'Rate limit',
		{ after: ({ headers }) => (headers['x-ratelimit-limit'] = '777') },
		expect.stringMatching(/^777 calls in 60 seconds, and the plan says \d+$/),
		/limit in the headers is kept/,
	],
	[
		'Calls of the month',
		{ after: when('GET', PLAN, (exchange) => Object.assign(subscription(exchange) ?? {}, { api_usage_count: 7 })) },
		'a call was not counted at once',
		/Settings → Subscription/,
	],
	[
		'Calls of the month',
		{ after: when('GET', PLAN, (exchange) => delete subscription(exchange)?.restrictions) },
		'no number of calls that are allowed',
		/Settings → Subscription/,
	],
	[
		'Form of lists',
		{ after: when('GET', CUSTOMERS, (exchange) => data(exchange).forEach((one) => delete one.updated_at)) },
		'without updated_at',
		/Report it/,
	],
	[
		'Size of pages',
		{ after: when('GET', CUSTOMERS, (exchange) => data(exchange).splice(50)) },
		expect.stringMatching(/^50 of 12\d on a page$/),
		/Return All/,
	],
	[
		'Records by time of change',
		{ after: when('GET', /updated_at%5D%5Bgte/, (exchange) => data(exchange).splice(0)) },
		'the change is not listed',
		/miss changes/,
	],
	[
		'Records by time of change',
		{
			after: when('GET', /updated_at%5D%5Bgte/, (exchange) =>
				data(exchange).unshift({ id: 'old', updated_at: '2001-01-01T00:00:00Z' }),
			),
		},
		'older changes are listed, too',
		/miss changes/,
	],
	[
		'Archived customers',
		{
			after: when('GET', /archived%5D=false/, (exchange) => {
				if (data(exchange)[0]) data(exchange)[0].archived = true;
			}),
		},
		'1 customers are in the wrong list',
		/taken for active/,
	],
	[
		'Email in other letters',
		{ after: when('GET', /email%5D=PERSON/, (exchange) => data(exchange).splice(0)) },
		'not found',
		/small letters/,
	],
	[
		'Search by phone',
		{ after: when('GET', /q%5D=/, (exchange) => data(exchange).splice(0)) },
		'not found',
		/email alone/,
	],
	['A customer that does not exist', reading(/00000000-0000/, 410), 'refused with 410', /Report it/],
	[
		'Session',
		{ after: when('GET', /sessions/, ({ body }) => delete (body.data as IDataObject).employee_id) },
		'without the employee',
		/poll of notes/,
	],
	[
		'Format of days',
		{
			after: when('GET', /settings/, ({ body }) => {
				(body.data as { attributes: IDataObject }).attributes.dates = { format: 'D. MMMM YYYY' };
			}),
		},
		'D. MMMM YYYY',
		/YYYY-MM-DD/,
	],
	[
		'Times of orders',
		{
			after: when('GET', /\/orders\.json/, (exchange) =>
				data(exchange).forEach((one) => (one.starts_at = '2026-12-01T09:00:00.000000+00:00')),
			),
		},
		"the account's own clock, although it says +00:00",
		/Account's Zone/,
	],
	[
		'Times of orders',
		{ after: when('GET', /\/orders\.json/, (exchange) => data(exchange).splice(0)) },
		'the starts of the orders do not show it',
		/null/,
		'could not tell',
	],
	[
		'Clearing an attribute',
		{ before: when('PUT', /customers/, (exchange) => attributes(exchange).email === null && resend(exchange)) },
		'it stays',
		/Clear Emptied Fields/,
	],
	[
		'Clearing a property',
		{
			before: when('PUT', /customers/, (exchange) =>
				propertiesOf(exchange).forEach((one) => {
					if (one._destroy === true) Object.assign(one, { _destroy: false, value: 'check' });
				}),
			),
		},
		'it stays',
		/Clear Emptied Fields/,
	],
	[
		'Time of a changed property',
		{
			after: when('GET', /customers\/[^/]+\.json/, ({ status, body }) => {
				if (status === 200) (body.data as IDataObject).updated_at = '2026-01-01T00:00:00Z';
			}),
		},
		'its time stays',
		/events of properties/,
	],
	[
		'A day among the properties',
		{
			before: when('PUT', /customers/, (exchange) =>
				propertiesOf(exchange).forEach((one) => {
					if (one.identifier === 'birthday') one.value = '12/31/2029';
				}),
			),
		},
		'in another form',
		/Leave properties with days/,
	],
	[
		'A note',
		{ before: when('POST', /notes/, (exchange) => (attributes(exchange).body = 'Account check 1 &lt; 2')) },
		'its text comes back in another form',
		/notes and tasks/,
	],
	[
		'A note',
		{ before: when('DELETE', /notes/, (one) => Object.assign(one, { method: 'GET' })) },
		'it is still there after it was deleted',
		/notes and tasks/,
	],
	['A webhook endpoint', { after: when('POST', /webhook_endpoints/, refuse(402)) }, 'refused with 402', /Poll Trigger/],
	[
		'A webhook endpoint',
		{ before: when('POST', /webhook_endpoints/, (exchange) => (attributes(exchange).version = 1)) },
		'it is listed otherwise than it was registered',
		/Poll Trigger/,
	],
	[
		'The customer of this check',
		{ before: when('DELETE', /customers/, (one) => Object.assign(one, { method: 'GET' })) },
		'it is still active',
		/by hand/,
	],
	[
		'The customer of this check',
		{ after: when('DELETE', /customers/, refuse(403)) },
		'it could not be removed',
		/by hand/,
	],
];

function resend(exchange: Exchange): void {
	attributes(exchange).name = 'Account Check';
	delete attributes(exchange).email;
}
const propertiesOf = (exchange: Exchange): IDataObject[] =>
	(attributes(exchange).properties_attributes ?? []) as IDataObject[];

it.each(OTHERWISE.map((row) => [row[0], row] as const))(
	'%s: an account that does otherwise is told from one that does as expected',
	async (name, [, alteration, seen, todo, verdict = 'differs']) => {
		alter(alteration);
		const answer = of(await check(WRITES.includes(name)), name);
		expect(answer).toMatchObject({ verdict, seen });
		expect(String(answer?.todo)).toMatch(todo);
	},
);

it('a search that is too late differs, and the customer is archived all the same', async () => {
	demo.sandbox.reset();
	demo.sandbox.faults({ kind: 'indexLag', service: 'booqable', ms: 600_000 });
	const answers = await check(true, 2);
	expect(of(answers, 'Search index lag')).toMatchObject({
		verdict: 'differs',
		seen: expect.stringMatching(/^not found within \d seconds$/),
		todo: expect.stringContaining('Search Index Lag'),
	});
	expect(demo.stored('customers').filter(({ name }) => name === 'Account Check')).toMatchObject([{ archived: true }]);
});

it('a write that is refused is reported as not tried', async () => {
	alter({ after: when('POST', /\/customers$/, refuse(403)) });
	expect(of(await check(true), 'Creating a customer')).toMatchObject({ verdict: 'could not tell' });
});

it('fails where the account itself cannot be read', async () => {
	alter(reading(/companies/, 402));
	expect((await failure(setup(false))).message).toBe('The plan of this Booqable account does not include this');
});
