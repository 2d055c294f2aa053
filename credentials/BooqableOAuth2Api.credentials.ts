import type { Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';
import { addressExpression, BASE_URL } from '../nodes/Booqable/transport/address';
import { advancedFields, oAuthNotice } from '../nodes/shared/credentials/credentialFields';

/** An app of one's own in Booqable's App Store, installed in one account. */
export class BooqableOAuth2Api implements ICredentialType {
	name = 'booqableOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Booqable OAuth2 API';

	icon: Icon = { light: 'file:../icons/booqable.svg', dark: 'file:../icons/booqable.dark.svg' };

	documentationUrl =
		'https://github.com/example/n8n-nodes-ghl-booqable-roofr/blob/main/docs/credentials/booqableOAuth2Api.md';

	properties: INodeProperties[] = [
		oAuthNotice(
			'Only for an app of your own in Booqable, which gives you client ID and secret. Everybody else uses an access token: choose Booqable API.',
		),
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
		{
			displayName: 'Company Slug',
			name: 'slug',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. demo-rentals',
			description:
				'The first part of the Booqable address: demo-rentals in https://demo-rentals.booqable.com. The whole address may be pasted.',
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://demo-rentals.booqable.com/path-of-your-app',
			description:
				'The page on which the account grants access to your app, as given to you by Booqable: it documents none, since it begins the sign-in itself when an app is installed',
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: `${addressExpression('$self')}/api/4/oauth/token`,
		},
		{ displayName: 'Scope', name: 'scope', type: 'hidden', default: 'full_access' },
		{ displayName: 'Auth URI Query Parameters', name: 'authQueryParameters', type: 'hidden', default: '' },
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
		...advancedFields(BASE_URL),
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: addressExpression('$credentials'),
			url: '/api/4/companies/current',
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message: 'Booqable refused the token. Reconnect the credential, in the company that stands in Company Slug.',
				},
			},
			{
				type: 'responseCode',
				properties: { value: 402, message: 'The plan of this Booqable account has no API, or its trial has ended.' },
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message:
						'Booqable knows no account with this company slug. It is the first part of your Booqable address, not the name of the shop.',
				},
			},
		],
	};
}
