import type { IDataObject } from 'n8n-workflow';
import { PIT_US } from '../../../../../sandbox/ghl/world';
import { startSandbox, type Sandbox } from '../../../../../sandbox/server';
import { alteredService, type Alteration, type Exchange } from '../../../../support/alteredService';
import { worldIn } from '../../../../support/examples/ghl/records';
import { json } from '../../../../support/engine';
import { ghlPrivate } from '../../../../support/nodeSetups';

let sandbox: Sandbox;
let service: Awaited<ReturnType<typeof alteredService>>;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.close());
beforeEach(async () => {
	sandbox.reset();
	await worldIn(sandbox);
	sandbox.faults({ kind: 'indexLag', service: 'ghl', ms: 0 });
	service = await alteredService(`${sandbox.url}/ghl`, PIT_US);
});
afterEach(async () => await service.close());

/** A refused token is remembered: each check has another. */
let tokens = 0;
const check = async (writeProbes: boolean, longestWait = 3): Promise<IDataObject[]> =>
	await json(
		ghlPrivate(
			sandbox,
			{ resource: 'account', operation: 'check', writeProbes, longestWait },
			{ baseUrl: service.url, token: `pit-check-${++tokens}` },
		),
	);
const of = (answers: readonly IDataObject[], name: string) => answers.find(({ probe }) => probe === name);
const contacts = (): unknown[] => (sandbox.state('ghl') as { contacts: unknown[] }).contacts;

const WRITES = [
	'Search index lag',
	'A second contact with the same email',
	'Clearing a standard field',
	'Clearing a custom field',
	'The contact of this check',
];

it('only reads by default, and reports for each probe what was expected, what was seen, and a verdict', async () => {
	const before = contacts().length;
	sandbox.clearRequests();
	const answers = await check(false);
	const report = answers.at(-1);
	expect(answers.slice(0, -1).filter(({ verdict }) => verdict !== 'verified')).toEqual([]);
	expect(answers.length).toBe(16);
	expect(report).toMatchObject({ probe: 'Report', differs: 0, verified: answers.length - 1 });
	expect(sandbox.requests().filter(({ method, path }) => method !== 'GET' && !path.endsWith('/search'))).toEqual([]);
	expect(contacts()).toHaveLength(before);
});

it('writes to a contact of its own and removes it, and the report names neither record nor account', async () => {
	const before = contacts().length;
	const answers = await check(true);
	expect(WRITES.map((name) => of(answers, name)?.verdict)).toEqual(WRITES.map(() => 'verified'));
	expect(contacts()).toHaveLength(before);
	const text = JSON.stringify(answers);
	for (const secret of ['SandboxLocation', '@example', '555'] as const) expect(text).not.toContain(secret);
	expect(sandbox.requests().some(({ method }) => method === 'DELETE')).toBe(true);
});

const when =
	(method: string, path: RegExp, change: (exchange: Exchange) => void) =>
	(exchange: Exchange): void => {
		if (exchange.method === method && path.test(exchange.path)) change(exchange);
	};
const refuse = (status: number, message: string) => (exchange: Exchange) => {
	exchange.status = status;
	exchange.body = { statusCode: status, message };
};
const SCOPE = 'The token is not authorized for this scope.';

/** Accounts that do otherwise, what the check sees there, and what it says is to be done. */
type Row = readonly [string, Alteration, unknown, RegExp, string?];
const OTHERWISE: readonly Row[] = [
	[
		'Permission contacts.readonly',
		{ after: when('POST', /contacts\/search/, refuse(401, SCOPE)) },
		'refused with 401, which names the scope',
		/Tick contacts\.readonly \("View Contacts"\)/,
	],
	[
		'Permission users.readonly',
		{ after: when('GET', /^\/users/, refuse(403, 'No.')) },
		'refused with 403, in other words than those reported',
		/users cannot be chosen by name/,
	],
	[
		'Permission locations/customFields.readonly',
		{ after: when('GET', /customFields/, refuse(401, SCOPE)) },
		'refused with 401, which names the scope',
		/View Custom Fields/,
	],
	[
		'Permission calendars.readonly',
		{ after: when('GET', /^\/calendars\/\?/, refuse(401, SCOPE)) },
		'refused with 401, which names the scope',
		/View Calendars/,
	],
	[
		'Permission opportunities.readonly',
		{ after: when('GET', /pipelines/, refuse(401, SCOPE)) },
		'refused with 401, which names the scope',
		/View Opportunities/,
	],
	[
		'Permission workflows.readonly',
		{ after: when('GET', /^\/workflows/, refuse(401, SCOPE)) },
		'refused with 401, which names the scope',
		/workflows cannot be chosen/,
	],
	[
		'Permission locations.readonly',
		{ after: when('GET', /^\/locations\/[^/]+$/, refuse(401, SCOPE)) },
		'refused with 401, which names the scope',
		/Default Phone Country/,
	],
	[
		'Rate limits',
		{ after: ({ headers }) => delete headers['x-ratelimit-limit-daily'] },
		'no header x-ratelimit-limit-daily',
		/100 calls in 10 seconds are/,
	],
	[
		'Rate limits',
		{ after: ({ headers }) => (headers['x-ratelimit-max'] = '50') },
		'50 calls in 10 seconds, 200000 a day',
		/limits in the headers are kept/,
	],
	[
		'Form of lists',
		{ after: when('POST', /contacts\/search/, ({ body }) => delete body.total) },
		'without total',
		/Report it/,
	],
	[
		'A location that is not ours',
		{ before: when('POST', /search/, ({ sent }) => (sent.locationId = 'SandboxLocationUS001')) },
		'answered as if it were ours',
		/check the ID/,
	],
	[
		'A location that is not ours',
		{ after: when('POST', /search/, (one) => one.status === 403 && refuse(400, 'Bad request')(one)) },
		'refused with 400',
		/check the ID/,
	],
	[
		'A contact that does not exist',
		{ after: when('GET', /NoRecord/, refuse(500, 'Oops')) },
		'refused with 500',
		/Report it/,
	],
	[
		'Country and time zone',
		{ after: when('GET', /^\/locations\/[^/]+$/, ({ body }) => delete (body.location as IDataObject).timezone) },
		'no timezone',
		/Default Phone Country/,
	],
	[
		'Duplicates setting',
		{
			after: when(
				'GET',
				/^\/locations\/[^/]+$/,
				({ body }) => (((body.location as IDataObject).settings as IDataObject).allowDuplicateContact = true),
			),
		},
		'duplicates are allowed',
		/Turn off Allow Duplicate Contact/,
	],
	[
		'Duplicates setting',
		{ after: when('GET', /^\/locations\/[^/]+$/, ({ body }) => delete (body.location as IDataObject).settings) },
		'the sub-account does not say it',
		/null/,
		'could not tell',
	],
	[
		'Team calendars',
		{
			after: when('GET', /^\/calendars\/\?/, ({ body }) =>
				(body.calendars as IDataObject[]).forEach((one) => delete one.teamMembers),
			),
		},
		expect.stringMatching(/^0 of \d+ calendars have members$/),
		/Named User/,
	],
	[
		'Times of the appointments of a contact',
		{
			after: when('GET', /contacts\/[^/]+\/appointments/, ({ body }) =>
				(body.events as IDataObject[]).forEach((one) => (one.startTime = '2020-01-01 09:00:00')),
			),
		},
		expect.stringMatching(/hours apart$/),
		/Get or Get Many/,
	],
	[
		'Clearing a standard field',
		{ before: when('PUT', /contacts/, ({ sent }) => delete sent.city) },
		'it stays',
		/Clear Emptied Fields/,
	],
	[
		'Clearing a custom field',
		{
			before: when('PUT', /contacts/, ({ sent }) =>
				(sent.customFields as IDataObject[] | undefined)?.forEach((one) => (one.field_value ||= 'check')),
			),
		},
		'it stays',
		/Clear Emptied Fields/,
	],
	[
		'A second contact with the same email',
		{ after: when('POST', /^\/contacts\/$/, (one) => one.status === 400 && refuse(400, 'Duplicate')(one)) },
		'refused with 400, without the ID',
		/Create or Update/,
	],
	[
		'The contact of this check',
		{ before: when('DELETE', /contacts/, (one) => Object.assign(one, { method: 'GET' })) },
		expect.stringMatching(/still there|could not be removed/),
		/by hand/,
	],
];

it.each(OTHERWISE.map((row) => [row[0], row] as const))(
	'%s: an account that does otherwise is told from one that does as expected',
	async (name, [, alteration, seen, todo, verdict = 'differs']) => {
		service.alter(alteration);
		const answer = of(await check(WRITES.includes(name)), name);
		expect(answer).toMatchObject({ verdict, seen });
		expect(String(answer?.todo)).toMatch(todo);
	},
);

it('a search that is too late differs, and the contact is removed all the same', async () => {
	sandbox.reset();
	const before = contacts().length;
	sandbox.faults({ kind: 'indexLag', service: 'ghl', ms: 600_000 });
	const answers = await check(true, 2);
	expect(of(answers, 'Search index lag')).toMatchObject({
		verdict: 'differs',
		seen: expect.stringMatching(/^not found within \d seconds$/),
		todo: expect.stringContaining('Search Index Lag'),
	});
	expect(contacts()).toHaveLength(before);
});

it('a sub-account that allows duplicates gets a second contact, which is removed as well', async () => {
	sandbox.seed('ghl', { allowDuplicateContact: true });
	const before = contacts().length;
	const answers = await check(true);
	expect(of(answers, 'A second contact with the same email')).toMatchObject({
		verdict: 'differs',
		seen: 'created, and removed again',
	});
	expect(of(answers, 'Duplicates setting')).toMatchObject({ verdict: 'differs' });
	expect(contacts()).toHaveLength(before);
});

it('a write that is refused is reported as not tried', async () => {
	service.alter({ before: when('POST', /^\/contacts\/$/, ({ sent }) => delete sent.locationId) });
	expect(of(await check(true), 'Creating a contact')).toMatchObject({ verdict: 'could not tell' });
});
