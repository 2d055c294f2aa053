import type { INodeProperties } from 'n8n-workflow';
import type { Endpoint } from '../../../shared/endpoint';
import { textOf, type Input } from '../../../shared/parameters/input';
import { fieldMapper, valueOptions } from '../../../shared/parameters/mapper';
import { operation } from '../../../shared/operation';
import { contactId, pipelineId } from '../../parameters';
import { customFieldsByName } from '../contact/options';
import { asWritten, opportunityBody, opportunityNeeds, SIMPLE, stageId, upsertMapping, writeWants } from './fields';
import { search } from './search';

/** The specification has no custom fields here, so the mapper offers none. */
const fields = fieldMapper({ resourceMapperMethod: 'getOpportunityColumnsForUpsert', mode: 'add' });

const otherOpen: INodeProperties = {
	displayName: 'If Another One Is Open',
	name: 'otherOpen',
	type: 'options',
	options: [
		{ name: 'Leave It', value: 'leave', description: 'Nothing is written, and that one is returned' },
		{ name: 'Update It', value: 'update', description: 'Also its name' },
	],
	default: 'update',
	description:
		'What happens when the contact has an open opportunity of another name in the pipeline, and none of the mapped name. Looking takes one call more, and GHL shows a new one there after some seconds.',
};

const post: Endpoint = {
	route: 'POST /opportunities/upsert',
	effect: 'idempotent',
	scopes: ['opportunities.write'],
	// It leaves out contactId, without which GHL cannot know whose opportunity is meant.
	source: 'opportunities.json Upsert-opportunity',
	needs: (input) => opportunityNeeds(input, upsertMapping),
	body: (input) => ({
		...opportunityBody(input, upsertMapping),
		pipelineId: input.required('pipelineId'),
		contactId: input.id('contactId'),
		locationId: input.account.values.locationId,
		// GHL requires these three: as they are, they change nothing.
		followers: [],
		isRemoveAllFollowers: false,
		followersActionType: 'add',
	}),
	wants: writeWants,
	envelope: { record: ['opportunity'] },
	answer: (body, input) => ({ ...asWritten(body, input, upsertMapping), created: body.new === true }),
};

const plain = (name: unknown): string => textOf(name).toLowerCase();

const mappedName = (input: Input): unknown =>
	input.mapsAutomatically('fields') ? (input.item.name ?? input.item.Name) : input.mapped('fields').name;

export const upsert = operation({
	resource: 'opportunity',
	name: 'upsert',
	label: 'Create or Update',
	action: 'Create or update opportunity',
	description:
		'Create a new opportunity, or update the current one if it already exists (upsert): the one of the contact in the pipeline',
	parameters: [contactId, pipelineId, stageId, fields],
	options: [otherOpen, customFieldsByName, ...valueOptions],
	keys: (input) => [input.id('contactId')],
	simplify: SIMPLE,
	markers: ['created', 'left', 'ignoredFields'],
	effect: 'idempotent',
	endpoints: [post, search],
	execute: async (calls, input) => {
		const name = plain(mappedName(input));
		if (textOf(input.option('otherOpen')) === 'leave' && name !== '') {
			const filters = { contactId: input.id('contactId'), pipelineId: input.required('pipelineId'), status: 'open' };
			const open = await calls.many(search, { filters });
			if (open.length > 0 && open.every((one) => plain(one.name) !== name))
				return { ...open[0], created: false, left: true };
		}
		return await calls.perform(post, input);
	},
});
