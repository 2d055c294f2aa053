import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { authenticateRoofr } from '../nodes/Roofr/transport/authenticate';
import { directFields, extraHeadersField } from '../nodes/Roofr/transport/credentialFields';
import { advanced, rarelyNeeded, workers } from '../nodes/shared/credentials/credentialFields';

/**
 * The way to a Roofr account: a bridge (an automation platform), or a key for accounts to which Roofr gave API access.
 */
export class RoofrApi implements ICredentialType {
	name = 'roofrApi';

	displayName = 'Roofr API';

	icon: Icon = { light: 'file:../icons/roofr.svg', dark: 'file:../icons/roofr.dark.svg' };

	documentationUrl = 'https://github.com/example/n8n-nodes-ghl-booqable-roofr/blob/main/docs/credentials/roofrApi.md';

	properties: INodeProperties[] = [
		{
			displayName:
				'Roofr publishes no API. To create jobs, paste the hook of your automation platform as Bridge URL; for the Roofr Trigger alone, Webhook Secret is enough.',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Bridge URL',
			name: 'secretBridgeUrl',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'e.g. https://hooks.example.com/hooks/catch/…',
			description:
				'Address of the hook that runs "Create Job and Customer". Whoever knows it can create jobs, so it is kept like a password.',
		},
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'A long random text of your own. The Roofr Trigger accepts only deliveries that carry it, or are signed with it.',
		},
		{
			displayName: 'Has API Access',
			name: 'hasAccess',
			type: 'boolean',
			default: false,
			description:
				'Whether Roofr gave you the address of an API for this account. The key under Settings → Integrations is issued for an automation platform, not for this.',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: { show: { hasAccess: [true] } },
			description: 'It is sent to the base URL below and nowhere else',
		},
		{
			displayName: 'Key Location',
			name: 'keyStyle',
			type: 'options',
			options: [
				{ name: 'Authorization Header (Bearer)', value: 'bearer' },
				{ name: 'Custom Header', value: 'header' },
			],
			default: 'bearer',
			description: 'How the key is sent. Roofr says so with the key; where it does not, try the first.',
			displayOptions: { show: { hasAccess: [true] } },
		},
		{
			displayName: 'Header Name',
			name: 'headerName',
			type: 'string',
			default: 'X-API-Key',
			displayOptions: { show: { hasAccess: [true], keyStyle: ['header'] } },
		},
		...directFields({ hasAccess: [true] }),
		{
			displayName: 'Test Path',
			name: 'testPath',
			type: 'string',
			default: '',
			placeholder: 'e.g. /me',
			displayOptions: { show: { hasAccess: [true] } },
			description: 'A path that only answers with a good key. Without one the test has nothing to call, and says so.',
		},
		advanced,
		...rarelyNeeded([{ ...extraHeadersField, displayOptions: { show: { hasAccess: [true] } } }, workers]),
	];

	/**
	 * Adds the key to calls of the base URL alone, and the address of the bridge to those of the bridge. The node tests
	 * it.
	 */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return authenticateRoofr(credentials, request);
	}
}
