import { emptyValues, valueOptions } from '../../../shared/parameters/mapper';
import { operation } from '../../../shared/operation';
import { dropdown, opportunityId, pipelineId } from '../../parameters';
import { changes } from '../../responses';
import { customFieldsByName } from '../contact/options';
import { asWritten, opportunityBody, opportunityMapper, opportunityNeeds, SIMPLE, stageId, writeWants } from './fields';

const newPipeline = dropdown({
	name: pipelineId.name,
	label: 'Pipeline',
	method: 'getPipelines',
	about: 'Where the opportunity is to be; empty leaves it where it is',
});
const newStage = dropdown({
	name: stageId.name,
	label: 'Stage',
	method: 'getAllStages',
	about: 'Where the opportunity is to be; empty leaves it where it is',
});

export const update = operation({
	resource: 'opportunity',
	name: 'update',
	label: 'Update',
	action: 'Update opportunity',
	description: 'Change the mapped fields of an opportunity, or move it to another stage; the rest stays as it is',
	parameters: [opportunityId, newPipeline, newStage, { ...opportunityMapper, required: false }],
	options: [customFieldsByName, emptyValues, ...valueOptions],
	keys: (input) => [input.id('opportunityId')],
	endpoint: {
		route: 'PUT /opportunities/{opportunityId}',
		effect: 'idempotent',
		scopes: ['opportunities.write'],
		source: 'opportunities.json update-opportunity',
		needs: (input) => opportunityNeeds(input),
		body: (input) => changes(opportunityBody(input), 'fields'),
		wants: writeWants,
		envelope: { record: ['opportunity'] },
		answer: (body, input) => asWritten(body, input),
	},
	simplify: SIMPLE,
	markers: ['ignoredFields'],
});
