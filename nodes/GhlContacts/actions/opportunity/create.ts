import { InputProblem } from '../../../shared/parameters/input';
import { valueOptions } from '../../../shared/parameters/mapper';
import { operation } from '../../../shared/operation';
import { contactId, pipelineId } from '../../parameters';
import { customFieldsByName } from '../contact/options';
import { asWritten, opportunityBody, opportunityMapper, opportunityNeeds, SIMPLE, stageId, writeWants } from './fields';

export const create = operation({
	resource: 'opportunity',
	name: 'create',
	label: 'Create',
	action: 'Create opportunity',
	description:
		'Create an opportunity of a contact in a pipeline. Most sub-accounts allow one for each contact and pipeline.',
	parameters: [contactId, pipelineId, stageId, opportunityMapper],
	options: [customFieldsByName, ...valueOptions],
	keys: (input) => [input.id('contactId')],
	endpoint: {
		route: 'POST /opportunities/',
		effect: 'create',
		scopes: ['opportunities.write'],
		source: 'opportunities.json create-opportunity',
		needs: (input) => opportunityNeeds(input),
		body: (input) => {
			const body = opportunityBody(input);
			if (!body.name) throw new InputProblem('fields', 'The opportunity has no name', 'Map the field Name.');
			return {
				status: 'open',
				...body,
				pipelineId: input.required('pipelineId'),
				contactId: input.id('contactId'),
				locationId: input.account.values.locationId,
			};
		},
		wants: writeWants,
		envelope: { record: ['opportunity'] },
		answer: (body, input) => asWritten(body, input),
	},
	simplify: SIMPLE,
	markers: ['ignoredFields'],
});
