import type { Resource } from '../../shared/operation';
import { get, getMany } from '../direct/operations';
import { filters, recordId } from '../parameters';

const subject = {
	resource: 'report',
	noun: 'report',
	plural: 'reports',
	parents: [],
	id: recordId('reportId', 'Report ID'),
};

export const report: Resource = {
	name: 'report',
	label: 'Report',
	operations: [get(subject), getMany(subject, filters(['jobId', 'Job ID'], ['status', 'Status']))],
};
