import { operation } from '../../../shared/operation';
import { opportunityId } from '../../parameters';
import { customFieldsByName } from '../contact/options';
import { asOpportunity, readNeeds, SIMPLE } from './fields';

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
		envelope: { record: ['opportunity'] },
		answer: asOpportunity,
	},
	simplify: SIMPLE,
});
