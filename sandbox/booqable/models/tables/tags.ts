import { words, type ResourceTable } from './table';

export const tags: ResourceTable = {
	type: 'tags',
	attributes: {
		readWrite: { count: 'integer', name: 'string' },
		writeOnly: { for: 'enum(Order|Customer|ProductGroup|Bundle|Document|Coupon)' },
		readOnly: { id: 'uuid' },
	},
	filters: {
		eq: words`for`,
		required: words`for`,
	},
	stats: words`total`,
	includes: {
		list: words``,
	},
};
