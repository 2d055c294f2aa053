import type { Resource } from '../../shared/operation';
import { create, get, getMany, update } from '../direct/operations';
import { filters, recordId } from '../parameters';

const subject = { resource: 'lead', noun: 'lead', plural: 'leads', parents: [], id: recordId('leadId', 'Lead ID') };

export const lead: Resource = {
	name: 'lead',
	label: 'Lead',
	operations: [
		create(subject),
		get(subject),
		getMany(subject, filters(['email', 'Email'], ['search', 'Search'])),
		update(subject),
	],
};
