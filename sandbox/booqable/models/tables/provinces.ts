import { words, type ResourceTable } from './table';

export const provinces: ResourceTable = {
	type: 'provinces',
	attributes: {
		readOnly: {
			code: 'string',
			country_id: 'uuid',
			created_at: 'datetime',
			id: 'uuid',
			name: 'string',
			position: 'integer',
			updated_at: 'datetime',
		},
	},
	filters: {
		text: words`code name`,
		eqNot: words`country_id id`,
		compare: words`created_at position updated_at`,
	},
	stats: words`total`,
	includes: {
		list: words``,
	},
};
