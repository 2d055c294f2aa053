import type { Sandbox } from '../../../sandbox';
import { Client, startBooqable } from '../../support/sandbox/booqable';

/** Answers as they were recorded for the tests of Booqable's own Ruby client. */

let sandbox: Sandbox;
let client: Client;
beforeAll(async () => {
	sandbox = await startBooqable();
	client = new Client(sandbox);
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

it('come as JSON:API where the path does not end in .json, lists too, and writes may say that they are', async () => {
	const media = 'application/vnd.api+json';
	const made = await client.send(
		'POST',
		'customers',
		{ data: { type: 'customers', attributes: { name: 'Ada' } } },
		{ 'content-type': media, accept: media },
	);
	expect([made.status, made.headers['content-type']]).toEqual([201, `${media}; charset=utf-8`]);
	sandbox.advance(5_000);
	const list = await client.get('customers');
	expect(list.headers['content-type']).toBe(`${media}; charset=utf-8`);
	expect(list.data.data).toMatchObject([{ id: made.data.data.id, type: 'customers', attributes: { name: 'Ada' } }]);
	const flat = await client.get('customers.json');
	expect(flat.headers['content-type']).toBe('application/json; charset=utf-8');
	expect(flat.data.data).toMatchObject([{ name: 'Ada' }]);
});

it('name the whole path of an attribute that is refused', async () => {
	const { status, data } = await client.create('customers', { name: 'Ada', invalid_field: 1 });
	expect(status).toBe(400);
	expect(data.errors).toMatchObject([
		{
			detail: 'data.attributes.invalid_field is an unknown attribute',
			source: { pointer: 'data/attributes/invalid_field' },
			meta: { attribute: 'invalid_field' },
		},
	]);
});

it('have an updated_at that is a little later than created_at, also of a record that nobody has changed', async () => {
	const { created_at: created, updated_at: updated } = await client.read(
		'customers',
		await client.made('customers', { name: 'Ada' }),
	);
	expect(Date.parse(String(updated)) - Date.parse(String(created))).toBe(10);
});

it('may call a draft a concept', async () => {
	const id = await client.made('orders', { status: 'draft' });
	expect(await client.read('orders', id)).toMatchObject({ status: 'draft', statuses: ['draft'] });
	sandbox.seed('booqable', { draftsNamedConcept: true });
	expect(await client.read('orders', id)).toMatchObject({ status: 'concept', statuses: ['concept'] });
});

it('give the offset of the time zone as a number of minutes', async () => {
	expect((await client.get('settings/current')).data.data.attributes.defaults).toEqual({
		timezone: 'America/Chicago',
		timezone_offset: -360,
	});
});
