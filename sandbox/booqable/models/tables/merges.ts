import { words, type ResourceTable } from './table';

export const merges: ResourceTable = {
	type: 'merges',
	attributes: {
		readWrite: { source_id: 'uuid', target_id: 'uuid', type: 'enum' },
		readOnly: { id: 'uuid' },
	},
	includes: {
		create: words`target`,
	},
};
