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
	parameters: [opportunityId],
	options: [customFieldsByName],
	endpoint: {
		route: 'GET /opportunities/{opportunityId}',
		effect: 'read',
		scopes: ['opportunities.readonly'],
		source: 'opportunities.json get-opportunity',
		needs: readNeeds,
		answer: asOpportunity,
	},
	simplify: SIMPLE,
});
