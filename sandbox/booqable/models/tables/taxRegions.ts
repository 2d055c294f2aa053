import { words, type ResourceTable } from './table';

export const taxRegions: ResourceTable = {
	type: 'tax_regions',
	attributes: {
		readWrite: { default: 'boolean', name: 'string', strategy: 'enum(add_to|replace|compound)' },
		writeOnly: { tax_rates_attributes: 'array' },
		readOnly: {
			archived: 'boolean',
			archived_at: 'datetime?',
			created_at: 'datetime',
			id: 'uuid',
			updated_at: 'datetime',
		},
	},
	filters: {
		eq: words`archived default strategy`,
		compare: words`archived_at created_at updated_at`,
		eqNot: words`id`,
		text: words`name`,
	},
	stats: words`total`,
	includes: {
		list: words`tax_rates`,
		get: words`tax_rates`,
		create: words`tax_rates`,
		update: words`tax_rates`,
		destroy: words``,
	},
};
