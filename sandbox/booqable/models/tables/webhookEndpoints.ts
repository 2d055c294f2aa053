import { words, type ResourceTable } from './table';

export const webhookEndpoints: ResourceTable = {
	type: 'webhook_endpoints',
	attributes: {
		readWrite: { events: 'array[string]', url: 'string', version: 'enum(1|4)' },
		readOnly: { created_at: 'datetime', id: 'uuid', updated_at: 'datetime' },
	},
	filters: {
		compare: words`created_at updated_at`,
		eqNot: words`id`,
		text: words`url`,
		eq: words`version`,
	},
	stats: words`total`,
	includes: {
		list: words``,
		create: words``,
		update: words``,
		destroy: words``,
	},
};
