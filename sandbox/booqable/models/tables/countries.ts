import { words, type ResourceTable } from './table';

export const countries: ResourceTable = {
	type: 'countries',
	attributes: {
		readOnly: {
			alpha2: 'string',
			city_autofill: 'string',
			created_at: 'datetime',
			form_layout: 'string',
			id: 'uuid',
			name: 'string',
			province_required: 'boolean',
			province_type: 'string',
			show_layout: 'string',
			updated_at: 'datetime',
			zipcode_autofill: 'string',
			zipcode_format: 'string',
			zipcode_placeholder: 'string',
			zipcode_required: 'boolean',
			zipcode_type: 'string',
		},
	},
	filters: {
		text: words`
			alpha2 city_autofill form_layout name province_type show_layout zipcode_autofill zipcode_format zipcode_placeholder
			zipcode_type`,
		compare: words`created_at updated_at`,
		eqNot: words`id`,
		eq: words`province_required zipcode_required`,
	},
	stats: words`total`,
	includes: {
		list: words`provinces`,
	},
};
