import type { Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';
import { BASE_URL } from '../nodes/GhlContacts/transport/baseUrl';
import { AGENCY_SCOPES, ALL_SCOPES, CONTACT_SCOPES, READ_ONLY_SCOPES } from '../nodes/GhlContacts/transport/scopes';
import { checkedAddress } from '../nodes/shared/http/baseUrl';
import { advancedFields, oAuthNotice } from '../nodes/shared/credentials/credentialFields';
import { plainExpression } from '../nodes/shared/credentials/pasted';

/**
 * Address of the API in the credential's own expressions, by which n8n itself calls GHL: under the rules of the node.
 */
const address = (source: '$credentials' | '$self'): string =>
	`={{${checkedAddress(`(${plainExpression(`${source}["baseUrl"]`)} || "${BASE_URL}")`)}}}`;

const PRESETS = { all: ALL_SCOPES, agency: AGENCY_SCOPES, readOnly: READ_ONLY_SCOPES };

const scopeExpression = `={{$self["access"] === "custom" ? $self["customScopes"] : (${JSON.stringify(PRESETS)}[$self["access"]] || "${CONTACT_SCOPES}")}}`;

/** An app of the GHL Marketplace, installed in one location (sub-account). */
export class GoHighLevelOAuth2Api implements ICredentialType {
	name = 'goHighLevelOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'GoHighLevel OAuth2 API';

	icon: Icon = { light: 'file:../icons/ghl.svg', dark: 'file:../icons/ghl.dark.svg' };

	documentationUrl =
		'https://github.com/example/n8n-nodes-ghl-booqable-roofr/blob/main/docs/credentials/goHighLevelOAuth2Api.md';

	properties: INodeProperties[] = [
		oAuthNotice(
			'Needs an app of your own in the GHL Marketplace (target user: sub-account), and n8n on https. Without either, use a private integration token instead.',
		),
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
		{
			displayName: 'Access',
			name: 'access',
			type: 'options',
			options: [
				{ name: 'Custom', value: 'custom', description: 'Your own list of scopes' },
				{
					name: 'Everything',
					value: 'all',
					description: 'All that some operation needs, also appointments, opportunities and messages',
				},
				{
					name: 'Everything, for an Agency',
					value: 'agency',
					description: 'Also the tokens of its sub-accounts, of which you choose one in each node',
				},
				{
					name: 'Read and Write Contacts',
					value: 'contacts',
					description: 'All that the contact, task and note operations need, but for setting up sync fields',
				},
				{ name: 'Read Only', value: 'readOnly', description: 'Nothing can be changed with this credential' },
			],
			default: 'contacts',
			description: 'What n8n may do. Each scope must be enabled in the app as well. Reconnect after a change.',
		},
		{
			displayName: 'Scopes',
			name: 'customScopes',
			type: 'string',
			default: CONTACT_SCOPES,
			displayOptions: { show: { access: ['custom'] } },
			description: 'Separated by spaces. Each operation names those it needs when one is missing.',
		},
		{
			displayName: 'Sign-in Page',
			name: 'signIn',
			type: 'options',
			options: [
				{ name: 'Standard', value: 'standard', description: 'The page with the name HighLevel' },
				{
					name: 'White-Label',
					value: 'whiteLabel',
					description: 'The neutral page, for agencies with a brand of their own',
				},
				{ name: 'Other', value: 'other', description: 'An address of your own, e.g. of a stand-in for tests' },
			],
			default: 'standard',
			description: 'Where users choose the sub-account to connect',
		},
		{
			displayName: 'Authorization URL',
			name: 'otherAuthUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://login.example.com/oauth/chooselocation',
			displayOptions: { show: { signIn: ['other'] } },
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default:
				'={{$self["signIn"] === "other" ? $self["otherAuthUrl"].trim() : $self["signIn"] === "whiteLabel" ? "https://marketplace.leadconnectorhq.com/v2/oauth/chooselocation" : "https://marketplace.gohighlevel.com/v2/oauth/chooselocation"}}',
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: `${address('$self')}/oauth/token`,
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			default: scopeExpression,
		},
		{
			displayName: 'Extra Authorization Query',
			name: 'authQueryParameters',
			type: 'string',
			default: '',
			placeholder: 'e.g. version_id=66f0c1d2e3f4a5b6c7d8e9f0',
			description:
				'Apps that are private or not yet published need version_id: the part of the client ID before the dash',
		},
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
		...advancedFields(BASE_URL),
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: address('$credentials'),
			url: '/contacts/search',
			method: 'POST',
			headers: { Version: '2021-07-28' },
			body: { locationId: '={{$credentials.oauthTokenData.locationId}}', pageLimit: 1 },
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message:
						'GHL refused the token. Reconnect, choose a sub-account, and grant the scope contacts.readonly ("View Contacts"). (For an agency this test says nothing: choose the location in the node.)',
				},
			},
			{
				type: 'responseCode',
				properties: { value: 403, message: 'The token has no sub-account. Reconnect and choose one.' },
			},
		],
	};
}
