import type { IDataObject } from 'n8n-workflow';
import type { Answer } from '../../../../nodes/shared/http/send';
import { ItemTries } from '../../../../nodes/shared/runner/itemTries';
import { DEMO_SLUG } from '../../../../sandbox/booqable/world';
import type { FaultRule } from '../../../../sandbox/faults';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import { items, run, type Setup } from '../../../support/engine';
import { booqable, byId, ghlPrivate, mapped } from '../../../support/nodeSetups';
import { setups } from '../../../support/roofr';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

const retried = (setup: Setup, onError: Setup['onError'] = 'stopWorkflow'): Setup => ({
	...setup,
	onError,
	settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
});

const [ADA, BEN, BAD]: IDataObject[] = [
	{ name: 'Ada', email: 'ada@example.com', id: 'a' },
	{ name: 'Ben', email: 'ben@example.com', id: 'b' },
	{ name: 'Bad', email: 'no address', id: 'two words' },
];
const person = mapped({ name: '={{ $json.name }}', email: '={{ $json.email }}' });
const contact = (): string =>
	(
		sandbox.seed('ghl', { contacts: [{ firstName: 'Ada', phone: '+12125550142' }] }) as {
			contacts: Array<{ id: string }>;
		}
	).contacts[0].id;

const CREATES: ReadonlyArray<[string, () => Setup, string]> = [
	[
		'GHL contacts',
		() => ghlPrivate(sandbox, { resource: 'contact', operation: 'create', onDuplicate: 'error', fields: person }),
		'/contacts/',
	],
	[
		'GHL messages',
		() =>
			ghlPrivate(sandbox, {
				resource: 'conversation',
				operation: 'sendMessage',
				contactId: byId(contact()),
				type: 'SMS',
				message: "={{ $json.name === 'Bad' ? '' : $now.toISO() + $json.name }}",
			}),
		'/conversations/messages',
	],
	[
		'Booqable customers',
		() =>
			booqable(sandbox, {
				authentication: 'accessToken',
				resource: 'customer',
				operation: 'create',
				fields: person,
			}),
		'/customers',
	],
	[
		'Roofr jobs',
		() =>
			setups(() => sandbox).bridge({
				resource: 'job',
				operation: 'createWithCustomer',
				sourceSystem: 'ghl',
				sourceId: '={{ $json.id }}',
				nameAs: 'full',
				addressAs: 'line',
				fields: mapped({
					fullName: "={{ $json.name === 'Bad' ? '' : $json.name + ' Lane' }}",
					fullAddress: '1 Main Street, Denver, CO 80202',
				}),
			}),
		'',
	],
];

const posts = (path: string) => sandbox.requests({ method: 'POST' }).filter((request) => request.path.includes(path));

describe.each(CREATES)('Retry On Fail, with two good items and a bad one: %s', (_, setup, path) => {
	test.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
		'%s creates each good one once in three tries',
		async (onError) => {
			const made = retried(setup(), onError);
			sandbox.clearRequests();
			// n8n tries again, too, where the first item given is an error
			const { data } = await run(made, onError === 'stopWorkflow' ? [ADA, BEN, BAD] : [BAD, ADA, BEN]);
			expect(posts(path).map(({ status }) => Math.floor(status / 100))).toEqual([2, 2]);
			if (onError === 'stopWorkflow') expect(data.resultData.error).toBeDefined();
			else expect(data.resultData.runData.Node.at(-1)?.data?.main.flat()).toHaveLength(3);
		},
	);
});

describe('Retry On Fail', () => {
	const customers = (more: IDataObject = {}): Setup =>
		booqable(sandbox, {
			authentication: 'accessToken',
			resource: 'customer',
			operation: 'create',
			fields: person,
			...more,
		});
	const inBooqable = (): unknown[] =>
		(sandbox.state('booqable') as Record<string, { customers?: unknown[] }>)[DEMO_SLUG].customers ?? [];
	const fault = (rule: Partial<FaultRule>): void =>
		sandbox.faults({ service: 'booqable', method: 'POST', path: '/**/customers*', ...rule } as FaultRule);

	test('returns what an earlier try created along with what it could not create then', async () => {
		fault({ kind: 'status', status: 403, times: 1 });
		const { data } = await run(retried(customers(), 'continueRegularOutput'), [ADA, BEN]);
		const given = data.resultData.runData.Node.at(-1)?.data?.main[0] ?? [];
		expect(given.map(({ json }) => json.name)).toEqual(['Ada', 'Ben']);
		expect(inBooqable()).toHaveLength(2);
	});

	test('does not repeat what may have been done, and says so', async () => {
		const before = inBooqable().length;
		fault({ kind: 'spoiled', as: 'html' });
		const { data } = await run(retried(customers()), [ADA]);
		expect(inBooqable()).toHaveLength(before + 1);
		expect(data.resultData.error?.message).toMatch(/may have been done all the same$/);
		expect(data.resultData.error?.description).toMatch(/Retry On Fail does not try it again\./);
	});

	const ONCE_A_TITLE: ReadonlyArray<[string, string, IDataObject]> = [
		['task', 'tasks', { title: '={{ $json.name }}', dueDate: '2030-01-01T09:00:00Z', options: { sameTitle: 'any' } }],
		['note', 'notes', { body: '={{ $json.name }}', options: { sameText: 'any' } }],
	];
	describe.each(ONCE_A_TITLE)('a %s of which there is to be one', (resource, list, more) => {
		const setup = (contactId: string): Setup =>
			ghlPrivate(sandbox, {
				resource,
				operation: 'create',
				contactId: byId(contactId),
				additionalFields: {},
				...more,
			});
		const made = () => (sandbox.state('ghl') as Record<string, IDataObject[]>)[list];

		test.each(['drop', 'answerLost'] as const)('is made once when its call ends in %s', async (kind) => {
			const id = contact();
			sandbox.faults({ kind, service: 'ghl', method: 'POST', path: new RegExp(`/${list}$`), times: 1 });
			const { data } = await run(retried(setup(id), 'continueErrorOutput'), [ADA, BEN]);
			const [good = [], failed = []] = data.resultData.runData.Node.at(-1)?.data?.main ?? [];
			expect([good?.length, failed]).toEqual([2, []]);
			expect(made()).toHaveLength(2);
		});

		test('says that a second run does no harm when no try has a clear answer', async () => {
			sandbox.faults({ kind: 'drop', service: 'ghl', method: 'POST', path: new RegExp(`/${list}$`) });
			const { data } = await run(retried(setup(contact())), [ADA]);
			expect(data.resultData.error?.description).toMatch(/Running it again does no harm\./);
			expect(data.resultData.error?.description).not.toMatch(/Retry On Fail/);
		});
	});

	test.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'%s tries an item again that is not the first, and leaves what is done',
		async (onError) => {
			const [first, second] = [contact(), contact()];
			const note = { resource: 'note', operation: 'create', body: 'Hello', additionalFields: {}, options: {} };
			sandbox.faults({ kind: 'status', service: 'ghl', path: new RegExp(`${second}/notes$`), status: 403, times: 2 });
			const setup = ghlPrivate(sandbox, { ...note, contactId: byId('={{ $json.id }}') });
			const { data } = await run(retried(setup, onError), [{ id: first }, { id: second }]);
			expect(data.resultData.runData.Node.at(-1)?.data?.main[0]?.map(({ json }) => json.contactId)).toEqual([
				first,
				second,
			]);
			expect(posts('/notes').map(({ status }) => status)).toEqual([201, 403, 403, 201]);
		},
	);

	test('creates again what was certainly refused', async () => {
		const before = inBooqable().length;
		fault({ kind: 'status', status: 403, times: 2 });
		const given = await items(retried(customers()), [ADA]);
		expect(given).toHaveLength(1);
		expect(inBooqable()).toHaveLength(before + 1);
	});

	test('creates the same again in another execution, and for another item of the same content', async () => {
		const before = inBooqable().length;
		for (let execution = 0; execution < 2; execution++) await run(retried(customers()), [ADA, ADA, BAD]);
		expect(inBooqable()).toHaveLength(before + 4);
	});

	test('has the same values in each try, whatever the time', async () => {
		const title = "={{ $json.name === 'Bad' ? '' : $json.name + Math.random() }}";
		const upsert = booqable(sandbox, {
			authentication: 'accessToken',
			resource: 'customer',
			operation: 'upsert',
			fields: { ...mapped({ name: title, email: '={{ $json.email }}' }), matchingColumns: ['email'] },
		});
		const given = await run(retried(upsert, 'continueRegularOutput'), [BAD, ADA]);
		expect(given.data.resultData.runData.Node.at(-1)?.data?.main[0]?.[1].json).toMatchObject({ created: true });
		expect(posts('/customers').filter(({ status }) => status < 300)).toHaveLength(1);
	});

	test('performs each step of an item once, and the same step twice where the item needs it twice', async () => {
		const endpoint = { route: 'POST /lines', effect: 'append' } as const;
		const request = { endpoint, path: '/lines', headers: {}, body: { product: 'tent' } };
		let made = 0;
		const send = async (): Promise<Answer> => await Promise.resolve({ status: 201, body: { id: ++made }, headers: {} });
		const item = new ItemTries();
		const tried = async () => {
			item.begin();
			const given = [await item.once('account', request, send), await item.once('account', request, send)];
			return given.map(({ body }) => body.id);
		};
		expect(await tried()).toEqual([1, 2]);
		expect(await tried()).toEqual([1, 2]);
		await item.once('another account', request, send);
		expect(made).toBe(3);
	});

	test('keeps nothing when it is off', async () => {
		const before = inBooqable().length;
		const off = { ...customers(), settings: { retryOnFail: false } };
		await run(off, [ADA, BAD]);
		await run(off, [ADA, BAD]);
		expect(inBooqable()).toHaveLength(before + 2);
	});
});
