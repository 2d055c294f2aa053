import { operation } from '../../../shared/operation';
import { PAGES, flat } from '../../responses';

/** The list answers flat objects even without `.json`, unlike every other one. */
export const getMany = operation({
	resource: 'webhookEndpoint',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many webhook endpoints',
	description: 'List the webhook endpoints of the account, those of other programs included',
	parameters: [],
	endpoint: {
		route: 'GET /api/4/webhook_endpoints',
		effect: 'read',
		source: 'Booqable API v4, Webhook endpoints',
		query: () => ({ sort: 'created_at' }),
		paging: PAGES,
		answer: flat,
	},
});
