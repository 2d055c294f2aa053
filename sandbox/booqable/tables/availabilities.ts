import { words, type ResourceTable } from './table';

export const availabilities: ResourceTable = {
	type: 'availabilities',
	attributes: {
		readOnly: {
			available: 'boolean', date: 'string', hour: 'string', id: 'string', minute: 'string', quantity: 'integer',
			status: 'string(available|partial|unavailable)', subject_id: 'uuid', subject_type: 'string(order|cart|item|downtime)',
			type: 'string(date|time|start|stop)',
		},
	},
	filters: {
		eq: words`
			day duration_period interval location_id month quantity starts_at subject_id subject_type type use_business_hours year`,
		required: words`month subject_id subject_type year`,
	},
	stats: words`total`,
	includes: {
		list: words``,
	},
};
