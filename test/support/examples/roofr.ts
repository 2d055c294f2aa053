import type { IDataObject } from 'n8n-workflow';
import { resources } from '../../../nodes/Roofr/actions';
import { json, type Setup } from '../engine';
import { byId, mapped, setups } from '../roofr';
import type { ExampledNode } from './example';

type Setups = ReturnType<typeof setups>;

const MARIA: IDataObject = {
	firstName: 'Maria',
	lastName: 'Example',
	address1: '12 Elm St',
	city: 'Springfield',
	state: 'IL',
	postalCode: '62701',
	country: 'US',
	phone: '+12125550142',
	email: 'maria@example.com',
};
const EXPORT = [
	'Job ID,Customer,Address,Phone,Email,Lead source,Value,Job owner,Workflow,Stage,Stage category,Status,Created at,Link,Tags',
	'51,Maria Example,"12 Elm St, Springfield, IL 62701",(212) 555-0142,maria@example.com,Web,"$12,345.67",Sam Example,Retail,Won,Won Jobs,Open,11/05/2026,https://app.example.com/51,"roof, vip"',
].join('\n');

/** The documented operations. */
const EXAMPLES: Readonly<Record<string, (node: Setups) => Setup>> = {
	'csvExport.import': ({ csv }) => csv({ exportKind: 'jobs', text: EXPORT }),
	'job.createWithCustomer': ({ bridge }) => bridge({ sourceId: 'a-contact', fields: mapped(MARIA) }),
	'job.sync': ({ bridge }) =>
		bridge({
			operation: 'sync',
			sourceApp: 'ghl',
			sourceAccount: byId('ve9EPM428h8vShlRW1KT'),
			sourceId: 'a-contact',
			fields: mapped(MARIA),
		}),
};

export const roofr: ExampledNode = {
	folder: 'Roofr',
	resources,
	ownKeys: new Set(),
	free: new Set(['customApiCall.call']),
	async setup(sandbox, resource, operation) {
		sandbox.reset();
		return EXAMPLES[`${resource}.${operation}`]?.(setups(() => sandbox));
	},
	async run(sandbox, resource, operation) {
		const setup = await this.setup?.(sandbox, resource, operation);
		return setup && (await json(setup));
	},
};
