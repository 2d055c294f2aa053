import { words, type ResourceTable } from './table';

const listIncludes = words`coupon_items coupon_items.item coupon_items.item.photo`;

export const coupons: ResourceTable = {
	type: 'coupons',
	attributes: {
		readWrite: {
			active: 'boolean',
			coupon_type: 'string',
			eligible_item_type: 'enum',
			ends_at: 'datetime?',
			identifier: 'string',
			max_redemptions: 'integer?',
			minimum_order_amount_in_cents: 'integer?',
			one_per_customer: 'boolean',
			stackable: 'boolean',
			starts_at: 'datetime?',
			tag_list: 'array[string]',
			value: 'integer',
		},
		writeOnly: { eligible_item_ids: 'array' },
		readOnly: {
			archived: 'boolean',
			archived_at: 'datetime?',
			created_at: 'datetime',
			id: 'uuid',
			redemptions_count: 'integer',
			updated_at: 'datetime',
		},
	},
	filters: {
		eq: words`active archived eligible_item_type one_per_customer q range stackable tag_list`,
		compare: words`archived_at created_at ends_at max_redemptions minimum_order_amount_in_cents starts_at updated_at value`,
		text: words`coupon_type identifier`,
		eqNot: words`id`,
	},
	stats: words`active tag_list total`,
	includes: {
		list: listIncludes,
		get: listIncludes,
		create: listIncludes,
		update: listIncludes,
		destroy: words``,
	},
};
