import { makePlain, startSandbox, type Sandbox } from '../../sandbox';
import { DEMO_SLUG } from '../../sandbox/booqable/world';
import { FIELDS } from '../../sandbox/ghl/world';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
});
afterAll(() => sandbox.close());

interface State {
	ghl: { customFields: object[]; contacts: Array<{ customFields: object }> };
	booqable: { [slug: string]: { default_properties: Array<{ identifier: string }> } };
}
const state = (): State => sandbox.state() as State; // as the services give it

it("a plain account has only the service's own custom fields and properties, until the next reset", () => {
	sandbox.seed('ghl', { contacts: [{ email: 'ada@example.com', customFields: { [FIELDS.industry]: 'Film' } }] });
	makePlain(sandbox);
	expect(state().ghl).toMatchObject({ customFields: [], contacts: [{ customFields: {} }] });
	expect(state().ghl.contacts[0]?.customFields).toEqual({});
	expect(state().booqable[DEMO_SLUG]?.default_properties.map(({ identifier }) => identifier)).toEqual([
		'phone',
		'main_address',
		'delivery_address',
		'billing_address',
	]);
	sandbox.reset();
	expect(state().ghl.customFields.length).toBeGreaterThan(10);
	expect(state().booqable[DEMO_SLUG]?.default_properties.length).toBeGreaterThan(8);
});
