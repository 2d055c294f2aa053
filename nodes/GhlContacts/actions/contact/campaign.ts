import { operation } from '../../../shared/operation';
import { done } from '../../answers';
import { campaignId, contactId } from '../../parameters';

export const addToCampaign = operation({
	resource: 'contact',
	name: 'addToCampaign',
	label: 'Add to Campaign',
	action: 'Add contact to campaign',
	description: 'Add a contact to a campaign',
	effect: 'append',
	endpoint: 'POST /contacts/{contactId}/campaigns/{campaignId}',
	scopes: ['contacts.write'],
	source: 'contacts.json add-contact-to-campaign',
	parameters: [contactId, campaignId],
	keys: (input) => [input.id('contactId')],
	body: () => ({}),
	answer: done('contactId', (input) => ({ campaignId: input.id('campaignId') })),
});

export const removeFromCampaign = operation({
	resource: 'contact',
	name: 'removeFromCampaign',
	label: 'Remove From Campaign',
	action: 'Remove contact from campaign',
	description: 'Take a contact out of a campaign',
	effect: 'idempotent',
	endpoint: 'DELETE /contacts/{contactId}/campaigns/{campaignId}',
	scopes: ['contacts.write'],
	source: 'contacts.json remove-contact-from-campaign',
	parameters: [contactId, campaignId],
	keys: (input) => [input.id('contactId')],
	answer: done('contactId', (input) => ({ campaignId: input.id('campaignId') })),
});

export const removeFromAllCampaigns = operation({
	resource: 'contact',
	name: 'removeFromAllCampaigns',
	label: 'Remove From All Campaigns',
	action: 'Remove contact from all campaigns',
	description: 'Take a contact out of every campaign',
	effect: 'idempotent',
	endpoint: 'DELETE /contacts/{contactId}/campaigns/removeAll',
	scopes: ['contacts.write'],
	source: 'contacts.json remove-contact-from-every-campaign',
	parameters: [contactId],
	keys: (input) => [input.id('contactId')],
	answer: done('contactId', () => ({})),
});
