import type { Resource } from '../../shared/operation';
import { get, getMany } from '../direct/operations';
import { filters, recordId } from '../parameters';

const subject = {
	resource: 'proposal',
	noun: 'proposal',
	plural: 'proposals',
	parents: [],
	id: recordId('proposalId', 'Proposal ID'),
};

export const proposal: Resource = {
	name: 'proposal',
	label: 'Proposal',
	operations: [get(subject), getMany(subject, filters(['jobId', 'Job ID'], ['status', 'Status']))],
};
