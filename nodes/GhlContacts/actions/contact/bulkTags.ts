import type { IDataObject } from 'n8n-workflow';
import type { Endpoint } from '../../../shared/endpoint';
import { asObjects, InputProblem, textOf, type Input } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { requiredTags } from './tags';
import { contactIds, tags } from '../../parameters';

const ids = (input: Input): string[] => input.requiredList('contactIds');
const base = (input: Input) => ({
	contacts: ids(input),
	tags: requiredTags(input),
	locationId: input.account.values.locationId,
});

/** One entry per contact; GHL says there whether it was found, with `type: "error"` where it was not. */
const failed = ({ type, contactId, message }: IDataObject): InputProblem | undefined =>
	type === 'error'
		? new InputProblem(
				'contactIds',
				`GHL: ${textOf(message) || 'The tags were not changed'} (${textOf(contactId)})`,
				'Check the ID: the contact may have been deleted, or belong to another sub-account.',
			)
		: undefined;

export const bulkAddTags = operation({
	resource: 'contact',
	name: 'bulkAddTags',
	label: 'Add Tags to Many',
	action: 'Add tags to many contacts',
	description: 'Add tags to many contacts in one call, which keep those they have',
	parameters: [contactIds, tags],
	keys: ids,
	endpoint: {
		route: 'POST /contacts/bulk/tags/update/add',
		effect: 'idempotent',
		scopes: ['contacts.write'],
		source: 'contacts.json create-association',
		body: base,
		envelope: { list: ['responses'] },
		answer: (body) => asObjects(body.responses),
	},
	failed,
});

export const bulkRemoveTags = operation({
	...bulkAddTags,
	name: 'bulkRemoveTags',
	label: 'Remove Tags From Many',
	action: 'Remove tags from many contacts',
	description: 'Remove tags from many contacts in one call, which keep the others',
	endpoint: {
		...bulkAddTags.endpoint,
		route: 'POST /contacts/bulk/tags/update/remove',
	},
});

const removeAll: Endpoint = { ...bulkRemoveTags.endpoint, body: (input) => ({ ...base(input), removeAllTags: true }) };

export const bulkReplaceTags = operation({
	resource: 'contact',
	name: 'bulkReplaceTags',
	label: 'Replace Tags of Many',
	action: 'Replace tags of many contacts',
	description: 'Give many contacts these tags and no others. Two calls: remove all tags, then add these.',
	parameters: [contactIds, tags],
	keys: ids,
	effect: 'idempotent',
	endpoints: [removeAll, bulkAddTags],
	failed,
	execute: async (calls, input) => {
		await calls.perform(removeAll, input);
		return await calls.perform(bulkAddTags, input);
	},
});
