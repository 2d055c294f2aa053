import '../support/nodeFiles';
import type { IDataObject } from 'n8n-workflow';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { items, type Setup } from '../support/engine';
import { booqable, ghlPrivate, mapped } from '../support/nodeSetups';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
});
afterAll(async () => await sandbox.close());

const REFUSED = Symbol('refused');

const contact = (fields: IDataObject): Setup =>
	ghlPrivate(sandbox, { resource: 'contact', operation: 'create', options: {}, fields: mapped(fields) });
const customer = (fields: IDataObject): Setup =>
	booqable(sandbox, {
		...{ authentication: 'accessToken', resource: 'customer', operation: 'create', options: {} },
		fields: mapped(fields),
	});
const order = (fields: IDataObject): Setup =>
	booqable(sandbox, {
		...{ authentication: 'accessToken', resource: 'order', operation: 'create', options: {} },
		fields: mapped(fields),
	});

/** What a body has for a column. */
const custom = (body: IDataObject): unknown =>
	(body.customFields as IDataObject[] | undefined)?.map(({ field_value: value }) => value)[0];
const attributes = ({ data }: IDataObject): IDataObject => (data as { attributes: IDataObject }).attributes;
const property = (body: IDataObject): unknown => (attributes(body).properties_attributes as IDataObject[])[0].value;

type Rows = ReadonlyArray<readonly [input: unknown, wire: unknown]>;

/** Values as exports, spreadsheets and other nodes have them, by column, with what is to reach the service. */
const COLUMNS: ReadonlyArray<
	readonly [name: string, (fields: IDataObject) => Setup, column: string, (body: IDataObject) => unknown, Rows]
> = [
	[
		'a text of a contact',
		contact,
		'firstName',
		({ firstName }) => firstName,
		[
			['Ada\u0000', 'Ada'],
			['\u{1F468}\u200D\u{1F469}', '\u{1F468}\u200D\u{1F469}'],
			["'007", "'007"],
			['#N/A', REFUSED],
			['[object Promise]', REFUSED],
			[{ id: 1, value: 'Ada' }, REFUSED],
			[2 ** 53, REFUSED],
		],
	],
	[
		'an email of a contact',
		contact,
		'email',
		({ email }) => email,
		[
			['="ada@example.com"', 'ada@example.com'],
			['ben@example.com\u0000', 'ben@example.com'],
			['ada@example.com, ben@example.com', REFUSED],
			['["ada@example.com"]', REFUSED],
			['N/A', REFUSED],
		],
	],
	[
		'an amount of a contact',
		contact,
		'custom_annual_revenue',
		custom,
		[
			['5,-', 5],
			['\u20AC 1.250,00', 1250],
			['$1,250.00', 1250],
			['1.250', REFUSED],
			['12 %', REFUSED],
			['-', REFUSED],
		],
	],
	[
		'a day of a contact',
		contact,
		'custom_renewal',
		custom,
		[
			[20261128, '2026-11-28'],
			['Sat, Nov 28 2026', '2026-11-28'],
			['Sun, Nov 28 2026', REFUSED],
			['2026-11-29T04:30:00Z', '2026-11-28'],
			['11/12/2026', REFUSED],
		],
	],
	[
		'choices of a contact',
		contact,
		'custom_newsletter',
		custom,
		[
			["['Weekly','monthly']", ['Weekly', 'Monthly']],
			['"Weekly", monthly', ['Weekly', 'Monthly']],
			['weekly; Monthly', ['Weekly', 'Monthly']],
			['[Weekly, Monthly]', REFUSED],
			[[{ id: 1, value: 'Weekly' }], REFUSED],
		],
	],
	[
		'yes or no of a customer',
		customer,
		'email_marketing_consented',
		(body) => attributes(body).email_marketing_consented,
		[
			['on', true],
			['Yes\u00A0', true],
			[0, false],
			['x', REFUSED],
			['ja', REFUSED],
		],
	],
	[
		'a number of a customer',
		customer,
		'discount_percentage',
		(body) => attributes(body).discount_percentage,
		[
			['12,5', 12.5],
			["'12", 12],
			['(-5)', REFUSED],
			['12 %', REFUSED],
		],
	],
	[
		'a day of a customer, as the account writes it',
		customer,
		'property_birthday',
		property,
		[
			['11/12/1980', '11-12-1980'],
			['1980-12-11', '11-12-1980'],
			['Monday, 11 December 1980', REFUSED],
		],
	],
	[
		'a phone of a customer, as it is written',
		customer,
		'property_phone',
		property,
		[
			["'+13035550142", '+13035550142'],
			['="3035550142"', '3035550142'],
			['3035550142.0', '3035550142'],
			['(303) 555-0142 x12', '(303) 555-0142 x12'],
			['3.03555E+09', REFUSED],
		],
	],
	[
		'a time of an order',
		order,
		'starts_at',
		(body) => attributes(body).starts_at,
		[
			['2026-11-28T09:00[America/Chicago]', '2026-11-28T15:00:00Z'],
			['2026-11-28 09:00-10:00', REFUSED],
			['2026-11-28 09:00', '2026-11-28T14:00:00Z'],
			['2026-11-01T01:30', '2026-11-01T05:30:00Z'],
			['tomorrow', REFUSED],
		],
	],
];

test.each(COLUMNS)('%s is what was meant, or refused by name', async (_, setupOf, column, wire, rows) => {
	sandbox.reset();
	sandbox.clearRequests();
	const others = column === 'email' ? {} : { email: '={{ $json.email }}' };
	const base =
		setupOf === order ? {} : setupOf === customer ? { ...others, name: 'Base' } : { ...others, lastName: 'Base' };
	const setup = { ...setupOf({ ...base, [column]: '={{ $json.value }}' }), timezone: 'America/New_York' };
	const given = rows.map(([value], index) => ({ value, email: `row${index}@example.com` }) as IDataObject);
	const outcomes = await items({ ...setup, onError: 'continueRegularOutput' }, given);
	const errors = outcomes.map(({ json }) => String(json.error ?? ''));
	expect(errors.map((error) => error.startsWith('Invalid value for '))).toEqual(rows.map(([, one]) => one === REFUSED));
	const bodies = sandbox.requests({ method: 'POST' }).map(({ body }) => wire(body as IDataObject));
	const expected = rows.map(([, one]) => one).filter((one) => one !== REFUSED);
	const inOrder = (values: readonly unknown[]): string[] => values.map((value) => JSON.stringify(value)).sort();
	expect(inOrder(bodies)).toEqual(inOrder(expected)); // several items are sent at once
});
