import { operation } from '../../../shared/operation';
import { campaignId, contactId } from '../../parameters';
import { done, SUCCESS } from '../../responses';

export const addToCampaign = operation({
	resource: 'contact',
	name: 'addToCampaign',
	label: 'Add to Campaign',
	action: 'Add contact to campaign',
	description: 'Add a contact to a campaign',
	parameters: [contactId, campaignId],
	keys: (input) => [input.id('contactId')],
	endpoint: {
		route: 'POST /contacts/{contactId}/campaigns/{campaignId}',
		effect: 'append',
		scopes: ['contacts.write'],
		source: 'contacts.json add-contact-to-campaign',
		body: () => ({}),
		envelope: SUCCESS,
		answer: done('contactId', (input) => ({ campaignId: input.id('campaignId') })),
	},
});

export const removeFromCampaign = operation({
	resource: 'contact',
	name: 'removeFromCampaign',
	label: 'Remove From Campaign',
	action: 'Remove contact from campaign',
	description: 'Remove a contact from a campaign',
	parameters: [contactId, campaignId],
	keys: (input) => [input.id('contactId')],
	endpoint: {
		route: 'DELETE /contacts/{contactId}/campaigns/{campaignId}',
		effect: 'idempotent',
		scopes: ['contacts.write'],
		source: 'contacts.json remove-contact-from-campaign',
		envelope: SUCCESS,
		answer: done('contactId', (input) => ({ campaignId: input.id('campaignId') })),
	},
});

export const removeFromAllCampaigns = operation({
	resource: 'contact',
	name: 'removeFromAllCampaigns',
	label: 'Remove From All Campaigns',
	action: 'Remove contact from all campaigns',
	description: 'Remove a contact from all campaigns',
	parameters: [contactId],
	keys: (input) => [input.id('contactId')],
	endpoint: {
		route: 'DELETE /contacts/{contactId}/campaigns/removeAll',
		effect: 'idempotent',
		scopes: ['contacts.write'],
		source: 'contacts.json remove-contact-from-every-campaign',
		envelope: SUCCESS,
		answer: done('contactId', () => ({})),
	},
});
