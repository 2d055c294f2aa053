import type { IDataObject } from 'n8n-workflow';
import { FIELDS, LOCATION_NL, LOCATION_US, PIT_NL, PIT_US } from '../../../../sandbox/ghl/world';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import { run } from '../../../support/engine';
import { ghlPrivate, mapped } from '../../../support/nodeSetups';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

const [US, NL] = [
	{ token: PIT_US, locationId: LOCATION_US },
	{ token: PIT_NL, locationId: LOCATION_NL },
];
const BAD = { token: 'pit-of-nobody', locationId: LOCATION_NL };

/** Runs a node whose credential takes token and location from each item. Gives the items of both outputs. */
async function outputs(parameters: IDataObject, items: IDataObject[]): Promise<IDataObject[][]> {
	const ofItem = { token: '={{ $json.token }}', locationId: '={{ $json.locationId }}' };
	const setup = { ...ghlPrivate(sandbox, parameters, ofItem), onError: 'continueErrorOutput' as const };
	const { data } = await run(setup, items);
	return data.resultData.runData.Node[0].data!.main.map((output) => (output ?? []).map(({ json }) => json));
}

const create = {
	resource: 'contact',
	operation: 'create',
	onDuplicate: 'error',
	simplify: false,
	fields: mapped({ email: '={{ $json.email }}' }),
	options: {},
};
const items = (...accounts: IDataObject[]): IDataObject[] =>
	accounts.map((account, index) => ({ ...account, email: `person${index}@example.com` }));

test('each item goes to its own account, in the order of the items', async () => {
	const [made] = await outputs(create, items(US, NL, US, NL));
	expect(made.map(({ locationId, email }) => [locationId, email])).toEqual([
		[LOCATION_US, 'person0@example.com'],
		[LOCATION_NL, 'person1@example.com'],
		[LOCATION_US, 'person2@example.com'],
		[LOCATION_NL, 'person3@example.com'],
	]);
});

test('a token that is refused fails the items of its account alone', async () => {
	const [made, failed] = await outputs(create, items(US, BAD, NL, BAD));
	expect(made.map(({ locationId }) => locationId)).toEqual([LOCATION_US, LOCATION_NL]);
	expect(failed).toHaveLength(2);
});

test('the allowance that one account has spent holds back nobody else', async () => {
	sandbox.faults({ kind: 'status', status: 429, service: 'ghl', method: 'POST', retryAfter: 3_600, times: 1 });
	const [first] = await outputs(create, items(US, NL).slice(0, 1));
	const began = Date.now();
	const [made] = await outputs(create, items(NL));
	expect([first, made].flat()).toHaveLength(1);
	expect(Date.now() - began).toBeLessThan(5_000);
});

test('the definitions that were read for one account are not those of another', async () => {
	const fields = mapped({ email: '={{ $json.email }}', custom_industry: 'Events' });
	const [made, failed] = await outputs({ ...create, fields }, items(US, NL));
	expect(made.map(({ locationId }) => locationId)).toContain(LOCATION_US);
	const sent = sandbox.requests({ method: 'POST', path: '/contacts' }).map(({ body }) => body as IDataObject);
	for (const { locationId, customFields } of sent)
		if (locationId === LOCATION_NL) expect(JSON.stringify(customFields ?? [])).not.toContain(FIELDS.industry);
	expect([...made, ...failed]).toHaveLength(2);
	expect(sandbox.requests({ path: `/locations/${LOCATION_NL}/customFields` })).toHaveLength(1);
});
