import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { directFields, extraHeadersField } from '../nodes/Roofr/transport/credentialFields';
import { checkedAddress } from '../nodes/shared/http/baseUrl';
import { advanced, oAuthNotice, rarelyNeeded, workers } from '../nodes/shared/credentials/credentialFields';
import { plainExpression } from '../nodes/shared/credentials/pasted';

/** OAuth2 for accounts to which Roofr gave access that way. Every address is the user's: none is known. */
export class RoofrOAuth2Api implements ICredentialType {
	name = 'roofrOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Roofr OAuth2 API';

	icon: Icon = { light: 'file:../icons/roofr.svg', dark: 'file:../icons/roofr.dark.svg' };

	documentationUrl =
		'https://github.com/example/n8n-nodes-ghl-booqable-roofr/blob/main/docs/credentials/roofrOAuth2Api.md';

	properties: INodeProperties[] = [
		oAuthNotice(
			'There is no public sign of OAuth2 at Roofr. Use this only if Roofr gave you a client and the addresses below.',
		),
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'options',
			options: [
				{ name: 'Authorization Code', value: 'authorizationCode' },
				{ name: 'Client Credentials', value: 'clientCredentials' },
				{ name: 'PKCE', value: 'pkce' },
			],
			default: 'authorizationCode',
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://login.example.com/oauth/authorize',
			displayOptions: { show: { grantType: ['authorizationCode', 'pkce'] } },
		},
		{
			displayName: 'Access Token URL',
			name: 'tokenUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://login.example.com/oauth/token',
			description: 'The client secret is sent there; https only',
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: `={{${checkedAddress(plainExpression('$self["tokenUrl"]'))}}}`,
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'string',
			default: '',
			description:
				'Separated by spaces. Ask for no more than the workflows need: reading scopes alone where nothing is written.',
		},
		{
			displayName: 'Extra Authorization Query',
			name: 'authQueryParameters',
			type: 'string',
			default: '',
			placeholder: 'e.g. audience=api',
			description: 'Added to the authorization URL. Empty unless Roofr asks for it.',
		},
		{
			displayName: 'Client Goes Into',
			name: 'authentication',
			type: 'options',
			options: [
				{ name: 'Body', value: 'body' },
				{ name: 'Header', value: 'header' },
			],
			default: 'header',
			description:
				'How ID and secret of the app are sent when a token is fetched. Roofr says so with the app; where it does not, try Header first.',
		},
		...directFields(),
		advanced,
		...rarelyNeeded([extraHeadersField, workers]),
	];
}
