import { fieldMapper, valueOptions } from '../../../shared/parameters/mapper';
import { operation } from '../../../shared/operation';
import { contactId, pipelineId } from '../../parameters';
import { customFieldsByName } from '../contact/options';
import { asWritten, opportunityBody, opportunityNeeds, SIMPLE, stageId, upsertMapping, writeWants } from './fields';

/** The specification has no custom fields here, so the mapper offers none. */
const fields = fieldMapper({ resourceMapperMethod: 'getOpportunityColumnsForUpsert', mode: 'add' });

export const upsert = operation({
	resource: 'opportunity',
	name: 'upsert',
	label: 'Create or Update',
	action: 'Create or update opportunity',
	description:
		'Create a new opportunity, or update the current one if it already exists (upsert): the one of the contact in the pipeline',
	parameters: [contactId, pipelineId, stageId, fields],
	options: [customFieldsByName, ...valueOptions],
	keys: (input) => [input.id('contactId')],
	endpoint: {
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
	},
	simplify: SIMPLE,
	markers: ['created', 'ignoredFields'],
});
