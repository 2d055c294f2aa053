import { words, type ResourceTable } from './table';

const recordIncludes = words`
	nested_lines nested_lines.planning order order.tax_values owner owner.tax_values parent_line planning planning.item
	planning.item.photo tax_category`;

export const lines: ResourceTable = {
	type: 'lines',
	attributes: {
		readWrite: {
			charge_label: 'string?',
			charge_length: 'integer?',
			discountable: 'boolean',
			extra_information: 'string?',
			original_charge_label: 'string?',
			position: 'integer?',
			price_each_in_cents: 'integer',
			price_tile_id: 'uuid?',
			quantity: 'integer',
			tax_category_id: 'uuid?',
			taxable: 'boolean',
			title: 'string?',
		},
		createOnly: {
			line_type: 'enum(section|deposit_charge|proration|charge|legacy_migration|delivery_rate)',
			owner_id: 'uuid',
			owner_type: 'enum(orders|documents)',
		},
		writeOnly: { confirm_shortage: 'boolean' },
		readOnly: {
			archived: 'boolean',
			archived_at: 'datetime?',
			bundle_item_id: 'uuid?',
			created_at: 'datetime',
			id: 'uuid',
			item_id: 'uuid?',
			nested_position: 'integer?',
			order_id: 'uuid',
			original_charge_length: 'integer',
			original_price_each_in_cents: 'integer',
			parent_line_id: 'uuid?',
			planning_id: 'uuid?',
			price_in_cents: 'integer',
			price_rule_values: 'hash?',
			price_structure_id: 'uuid?',
			relevant: 'boolean',
			updated_at: 'datetime',
		},
	},
	filters: {
		eq: words`archived discountable line_type order_id relevant taxable`,
		compare: words`archived_at created_at quantity updated_at`,
		eqNot: words`
			bundle_item_id id item_id owner_id owner_type parent_line_id planning_id price_structure_id price_tile_id
			tax_category_id`,
		text: words`title`,
	},
	stats: words`total`,
	includes: {
		list: words`order owner planning planning.item planning.item.photo tax_category`,
		get: recordIncludes,
		create: recordIncludes,
		update: recordIncludes,
		destroy: words`order order.tax_values owner owner.tax_values parent_line tax_category`,
	},
};
