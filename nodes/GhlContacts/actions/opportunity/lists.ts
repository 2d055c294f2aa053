import { operation } from '../../../shared/operation';
import { skipLimit, whole } from '../../../shared/http/paging';

export const getPipelines = operation({
	resource: 'opportunity',
	name: 'getPipelines',
	label: 'Get Pipelines',
	action: 'Get pipelines of opportunities',
	description: 'List the pipelines of the sub-account with their stages',
	parameters: [],
	endpoint: {
		route: 'GET /opportunities/pipelines',
		effect: 'read',
		scopes: ['opportunities.readonly'],
		source: 'opportunities.json get-pipelines',
		query: (input) => ({ locationId: input.account.values.locationId }),
		paging: whole('pipelines'),
	},
});

export const getLostReasons = operation({
	resource: 'opportunity',
	name: 'getLostReasons',
	label: 'Get Lost Reasons',
	action: 'Get lost reasons of opportunities',
	description: 'List the reasons for lost opportunities that the sub-account has',
	parameters: [],
	endpoint: {
		route: 'GET /opportunities/lost-reason',
		effect: 'read',
		scopes: ['opportunities.readonly'],
		source: 'opportunities.json get-lost-reason',
		query: (input) => ({ locationId: input.account.values.locationId }),
		paging: skipLimit('lostReasons', 100),
	},
});
