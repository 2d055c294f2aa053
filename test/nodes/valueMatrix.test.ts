import '../support/nodeFiles';
import { DateTime } from 'luxon';
import type { IDataObject, ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { items, method, type Setup } from '../support/engine';
import { ghlPrivate, mapped } from '../support/nodeSetups';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

/** What expressions give, by kind; each is an item of one run. */
const VALUES: Readonly<Record<string, unknown>> = {
	text: 'something',
	'number as text': '1200',
	number: 1200,
	'yes or no': true,
	list: ['one', 'two'],
	'list of one': ['one'],
	'JSON text': '["one","two"]',
	object: { city: 'Paris' },
	date: new Date('2026-11-28T09:00:00Z'),
	'luxon date': DateTime.fromISO('2026-11-28T09:00:00Z', { zone: 'utc' }),
	null: null,
	empty: '',
};

/** Each write with a mapper: what else it needs, and the method that gives its columns. */
const WRITES: ReadonlyArray<readonly [name: string, columnsOf: string, setup: () => Setup, base: IDataObject]> = [
	['GHL contact', 'getContactColumnsForCreate', () => ghl('contact'), { lastName: 'Base' }],
];
const create = { operation: 'create', options: {} };
const ghl = (resource: string) => ghlPrivate(sandbox, { resource, ...create });

let cells = 0;
afterAll(() => process.stdout.write(`values × columns: ${cells}\n`));

test.each(WRITES)(
	'%s: no column takes half a value, or an empty one for one that is filled',
	async (_, name, setup, base) => {
		const { fields } = await method<ResourceMapperFields>(setup(), 'resourceMapping', name);
		for (const { id, readOnly } of fields.filter((field: ResourceMapperField) => !field.readOnly)) {
			expect(readOnly).not.toBe(true);
			const { parameters, ...rest } = setup();
			const given = await items(
				{
					...rest,
					onError: 'continueRegularOutput',
					parameters: { ...parameters, fields: mapped({ ...base, [id]: '={{ $json.value }}' }) },
				},
				Object.values(VALUES).map((value) => ({ value: value as IDataObject[string] })),
			);
			expect(given).toHaveLength(Object.keys(VALUES).length);
			const sent = sandbox.requests().filter(({ method: verb }) => verb === 'POST');
			expect(JSON.stringify(sent.map(({ body }) => body))).not.toMatch(/\[object|\bnull\b|undefined|NaN|:""/);
			const failed = given.filter(({ json }) => typeof json.error === 'string');
			for (const { json } of failed) expect(json.error).not.toMatch(/\[object|undefined|is not a function|Cannot read/);
			cells += given.length;
			sandbox.reset();
		}
	},
);
