import { operation } from '../../../shared/operation';
import { customFieldsByName } from '../../contactOptions';
import { asOpportunity, readNeeds, SIMPLE } from '../../opportunityFields';
import { opportunityId } from '../../parameters';

export const get = operation({
	resource: 'opportunity',
	name: 'get',
	label: 'Get',
	action: 'Get opportunity',
	description: 'Get one opportunity by its ID',
	effect: 'read',
	endpoint: 'GET /opportunities/{opportunityId}',
	scopes: ['opportunities.readonly'],
	source: 'opportunities.json get-opportunity',
	parameters: [opportunityId],
	options: [customFieldsByName],
	needs: readNeeds,
	answer: asOpportunity,
	simplify: SIMPLE,
});
