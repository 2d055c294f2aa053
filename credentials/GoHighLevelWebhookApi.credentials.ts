import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { SECRET_HEADER } from '../nodes/GhlContacts/trigger/webhookSecret';

/**
 * The secret that tells posts of GHL's workflow action "Custom Webhook" from those of strangers. The node that
 * uses it tests it.
 */
export class GoHighLevelWebhookApi implements ICredentialType {
	name = 'goHighLevelWebhookApi';

	displayName = 'GoHighLevel Webhook API';

	icon: Icon = { light: 'file:../icons/ghl.svg', dark: 'file:../icons/ghl.dark.svg' };

	documentationUrl =
		'https://github.com/example/n8n-nodes-ghl-booqable-roofr/blob/main/docs/credentials/goHighLevelWebhookApi.md';

	properties: INodeProperties[] = [
		{
			displayName:
				'GHL does not sign what its workflows post, so the action "Custom Webhook" must send this secret in a header. Events of a Marketplace app are signed and need no such credential.',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Header Name',
			name: 'headerName',
			type: 'string',
			required: true,
			default: SECRET_HEADER,
			description: 'Name of the header in which the action sends the secret',
		},
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'A long random text of your own. Posts without it are refused with 401.',
		},
	];
}
