import type { ResourceTable } from './table';

/** Read through their tax region only. */
export const taxRates: ResourceTable = {
	type: 'tax_rates',
	attributes: {
		readOnly: {
			created_at: 'datetime',
			id: 'uuid',
			name: 'string',
			owner_id: 'uuid',
			owner_type: 'string',
			position: 'integer',
			updated_at: 'datetime',
			value: 'float',
		},
	},
	includes: {},
};
