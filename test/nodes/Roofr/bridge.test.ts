import type { IDataObject } from 'n8n-workflow';
import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { failure, json, method } from '../../support/engine';
import { mapped, setups } from '../../support/roofr';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.close());

const { bridge } = setups(() => sandbox);

const MARIA = {
	firstName: 'Maria',
	lastName: 'Example',
	address1: '12 Elm St',
	city: 'Springfield',
	state: 'IL',
	postalCode: '62701',
	country: 'US',
	phone: '(212) 555-0142',
	email: 'Maria@Example.com ',
};
const create = (fields: IDataObject, more: IDataObject = {}) =>
	bridge({ sourceId: 'abc', fields: mapped(fields), ...more });

type State = { jobs: IDataObject[]; contacts: IDataObject[]; lost: IDataObject[]; runs: IDataObject[] };
const state = () => sandbox.state('roofr') as State;
const hits = () => sandbox.requests({ service: 'roofr', method: 'POST' });

test('a job with its customer reaches Roofr whole, and is reported as accepted, not created', async () => {
	const [result] = await json(create(MARIA));
	expect(result).toMatchObject({
		status: 'accepted',
		externalId: 'ghl:loc1:abc',
		jobName: 'Maria Example – 12 Elm St [ghl abc]',
		bridgeRun: expect.stringMatching(/^[0-9a-f-]{36}$/),
	});
	expect(hits()[0].body).toMatchObject({
		external_id: 'ghl:loc1:abc',
		first_name: 'Maria',
		last_name: 'Example',
		address: '12 Elm St',
		country: 'United States',
		phone: '+12125550142',
		phone_as_given: '(212) 555-0142',
		email: 'maria@example.com',
		full_address: '12 Elm St, Springfield, IL 62701, United States',
	});
	expect(state()).toMatchObject({
		jobs: [{ name: 'Maria Example – 12 Elm St [ghl abc]' }],
		contacts: [{ last_name: 'Example' }],
		lost: [],
	});
});

test('the key of direct access never goes to the bridge, and the address of the bridge never into an error', async () => {
	await json(create(MARIA));
	expect(hits()[0].headers.authorization).toBeUndefined();
	sandbox.faults({ kind: 'status', service: 'roofr', status: 410 });
	const error = await failure(create(MARIA));
	expect(error.message).toBe('The bridge knows no such hook');
	expect(JSON.stringify([error.message, error.description])).not.toContain('/catch/');
});

test.each([
	['an empty city', { city: ' ' }, 'City is empty'],
	['no postal code', { postalCode: null }, 'Postal Code is empty'],
	['no last name', { lastName: '' }, 'Last Name is empty'],
	['an email that is none', { email: 'maria(at)example.com' }, 'Email "maria(at)example.com" is not an address'],
	['no country that could be told', { country: '', state: 'Bavaria', postalCode: '80331' }, 'Country is empty'],
])('%s is refused before anything is sent', async (_, change, message) => {
	const error = await failure(create({ ...MARIA, ...change }));
	expect(error.message).toBe(`Nothing was sent: ${message}`);
	expect(hits()).toEqual([]);
});

test('all missing fields are reported at once', async () => {
	expect((await failure(create({ firstName: 'Maria' }))).message).toBe(
		'Nothing was sent: Last Name is empty; Street is empty; City is empty; State is empty; Postal Code is empty; Country is empty',
	);
});

test.each([
	['US', 'United States'],
	['usa', 'United States'],
	['U.S.A.', 'United States'],
	['CA', 'Canada'],
	['DE', 'Germany'],
	['United States', 'United States'],
])('the country %s is sent as %s', async (country, sent) => {
	const [{ sent: body }] = await json(create({ ...MARIA, country }));
	expect(body).toMatchObject({ country: sent });
	expect(state().lost).toEqual([]);
});

test('a missing country is derived from state and postal code', async () => {
	const [{ sent }] = await json(
		create({ ...MARIA, country: '', state: 'ON', postalCode: 'M5V 2T6' }, { options: { country: 'United States' } }),
	);
	expect(sent).toMatchObject({ country: 'Canada' });
});

test('a full name and an address in one line are split', async () => {
	const fields = { fullName: 'Maria del Mar Example', fullAddress: '12 Elm St, Unit 4, Springfield, IL 62701-1234' };
	const [{ sent }] = await json(create(fields, { nameAs: 'full', addressAs: 'line' }));
	expect(sent).toMatchObject({
		first_name: 'Maria del Mar',
		last_name: 'Example',
		address: '12 Elm St, Unit 4',
		city: 'Springfield',
		state: 'IL',
		postal_code: '62701-1234',
		country: 'United States',
	});
});

test('an address in one line that is not plain is refused, not guessed', async () => {
	const error = await failure(
		create(
			{ fullName: 'Maria Example', fullAddress: '12 Elm St Springfield IL 62701' },
			{ nameAs: 'full', addressAs: 'line' },
		),
	);
	expect(error.message).toContain('Full Address is not "street, city, ST code"');
});

test.each([
	['repeat', 'Maria'],
	['dash', '-'],
])('a missing last name can be filled: %s', async (missingLastName, last_name) => {
	const [{ sent }] = await json(create({ ...MARIA, lastName: '' }, { options: { missingLastName } }));
	expect(sent).toMatchObject({ last_name });
});

test('the same record and occasion have the same external ID each time, another occasion has its own', async () => {
	const of = async (options: IDataObject) => (await json(create(MARIA, { options })))[0];
	const [first, again, other] = [
		await of({ occasionId: 'opp1' }),
		await of({ occasionId: 'opp1' }),
		await of({ occasionId: 'opp2' }),
	];
	expect(first.externalId).toBe('ghl:loc1:abc:opp1');
	expect(again.sent).toEqual(first.sent);
	expect((other.sent as IDataObject).idempotency_key).not.toBe((first.sent as IDataObject).idempotency_key);
});

test('a record that comes twice in one run is handed over once', async () => {
	const results = await json(create(MARIA), [{}, {}, {}]);
	expect(results.map(({ status }) => status)).toEqual(['accepted', 'repeated', 'repeated']);
	expect(state().jobs).toHaveLength(1);
});

test('a refused record may come again in the same run', async () => {
	sandbox.faults({ kind: 'status', service: 'roofr', status: 400, times: 1 });
	const results = await json({ ...create(MARIA), onError: 'continueRegularOutput' }, [{}, {}]);
	expect(results).toMatchObject([{ error: 'The bridge refused the job (400)' }, { status: 'accepted' }]);
});

test.each([
	['an answer that is lost', { kind: 'answerLost' as const }],
	['a failure after the work was done', { kind: 'statusAfterCommit' as const, status: 502 }],
])('%s is never sent again, and told as unclear', async (_, fault) => {
	sandbox.faults({ ...fault, service: 'roofr', times: 1 });
	const error = await failure(create(MARIA));
	expect(error.description).toContain('It is not known whether');
	expect(hits()).toHaveLength(1);
	expect(state().jobs).toHaveLength(1);
});

test('a call to a bridge that is too busy is repeated, since nothing was accepted', async () => {
	sandbox.faults({ kind: 'status', service: 'roofr', status: 429, retryAfter: 0, times: 1 });
	expect(await json(create(MARIA))).toMatchObject([{ status: 'accepted' }]);
	expect(hits()).toHaveLength(2);
});

test('in automatic mode the fields of a GHL contact are mapped as they are', async () => {
	const contact = { id: 'abc', ...MARIA, contactName: 'maria example', dnd: false };
	const [result] = await json(
		bridge({ sourceId: '={{ $json.id }}', fields: { mappingMode: 'autoMapInputData', value: null } }),
		[contact],
	);
	expect(result).toMatchObject({ externalId: 'ghl:loc1:abc', sent: { city: 'Springfield', postal_code: '62701' } });
});

test('the columns of the mapper follow how name and address are given', async () => {
	const columns = async (parameters: IDataObject) => {
		const { fields } = await method<{ fields: Array<{ id: string; required: boolean }> }>(
			bridge(parameters),
			'resourceMapping',
			'getJobAndCustomerColumns',
		);
		return fields.filter(({ required }) => required).map(({ id }) => id);
	};
	expect(await columns({})).toEqual(['firstName', 'address1', 'city', 'state', 'postalCode']);
	expect(await columns({ nameAs: 'full', addressAs: 'line' })).toEqual(['fullName', 'fullAddress']);
});

test.each([
	['', 'The Roofr credential has no bridge URL'],
	['http://hooks.example.com/x', 'The bridge URL of the credential must start with https'],
])('a bridge URL "%s" is refused', async (secretBridgeUrl, message) => {
	expect((await failure(bridge({ sourceId: 'abc', fields: mapped(MARIA) }, { secretBridgeUrl }))).message).toBe(
		message,
	);
});

test('an operation that Roofr does not document says in bridge mode that it needs access', async () => {
	const error = await failure(
		bridge({
			resource: 'note',
			operation: 'create',
			jobId: { __rl: true, mode: 'id', value: '1' },
			fields: mapped({ body: 'Hello' }),
		}),
	);
	expect(error.message).toBe(
		'This operation cannot go through the bridge: all that Roofr documents is an action that creates a job with its customer',
	);
	expect(error.description).toContain('Choose direct access if Roofr gave this account an API');
	expect(sandbox.requests({ service: 'roofr' })).toEqual([]);
});
