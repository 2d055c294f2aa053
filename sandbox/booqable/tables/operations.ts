import { words, type ResourceTable } from './table';

export const operations: ResourceTable = {
	type: 'operations',
	attributes: {
		readWrite: { operation_data: 'hash[extra]' },
		readOnly: {
			artifact: 'hash', created_at: 'datetime', description: 'string', employee_id: 'uuid', error_count: 'integer',
			error_data: 'array', finished_at: 'datetime', id: 'uuid', status: 'enum(scheduled|in_progress|finished|failed)',
			status_message: 'string', target_type: 'string', updated_at: 'datetime',
		},
	},
	filters: {
		compare: words`created_at finished_at updated_at`,
		eqNot: words`employee_id id`,
		text: words`operation_type`,
		eq: words`status`,
	},
	stats: words`total`,
	includes: {
		list: words`employee`,
		get: words`employee`,
		create: words`employee`,
	},
};
