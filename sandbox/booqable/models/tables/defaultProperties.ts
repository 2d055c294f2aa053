import { words, type ResourceTable } from './table';

export const defaultProperties: ResourceTable = {
	type: 'default_properties',
	attributes: {
		readWrite: {
			identifier: 'string',
			name: 'string',
			position: 'integer',
			property_type: 'enum(address|date_field|email|phone|select|text_area|text_field)',
			select_options: 'array',
			show_on: 'array[string]',
			validation_required: 'boolean',
		},
		createOnly: { owner_type: 'string' },
		readOnly: {
			can_change_property_type: 'boolean',
			created_at: 'datetime',
			editable: 'boolean',
			id: 'uuid',
			updated_at: 'datetime',
		},
	},
	filters: {
		compare: words`created_at updated_at`,
		eq: words`editable validation_required`,
		eqNot: words`id owner_type`,
		text: words`identifier name`,
	},
	stats: words`total`,
	includes: {
		list: words``,
		get: words``,
		create: words``,
		update: words``,
		destroy: words``,
	},
};
