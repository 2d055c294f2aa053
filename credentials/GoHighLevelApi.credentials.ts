import type { IAuthenticateGeneric, Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';
import { advancedFields } from '../nodes/shared/credentialFields';
import { credentialPage } from '../nodes/shared/docs';

/** n8n leaves out hidden fields with their defaults, so the address of GHL is named where the base URL is read. */
const BASE_URL = 'https://services.leadconnectorhq.com';

/** A private integration token of one GHL location (sub-account). */
export class GoHighLevelApi implements ICredentialType {
	name = 'goHighLevelApi';

	displayName = 'GoHighLevel Private Integration API';

	icon: Icon = { light: 'file:../icons/ghl.svg', dark: 'file:../icons/ghl.dark.svg' };

	documentationUrl = credentialPage('goHighLevelApi');

	properties: INodeProperties[] = [
		{
			displayName:
				'In the sub-account: Settings → Private Integrations → Create new integration. Tick "View Contacts" and "Edit Contacts"; "View Locations" and "View Custom Fields" let n8n show your custom fields and read local phone numbers.',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			placeholder: 'pit-…',
			description: 'The private integration token. GHL shows it once, when it is made.',
		},
		{
			displayName: 'Location ID',
			name: 'locationId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
			description: 'ID of the sub-account: the part after /location/ in its address, or Settings → Business Profile',
		},
		...advancedFields(BASE_URL),
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{$credentials.token}}' } },
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{$credentials.baseUrl || "${BASE_URL}"}}`,
			url: '/contacts/search',
			method: 'POST',
			headers: { Version: '2021-07-28' },
			body: { locationId: '={{$credentials.locationId}}', pageLimit: 1 },
		},
		rules: [
			{
				type: 'responseCode',
				properties: { value: 401, message: 'GHL refused the token: it is wrong, was deleted, is one of an agency, or lacks the scope contacts.readonly.' },
			},
			{ type: 'responseCode', properties: { value: 403, message: 'The token has no access to this location. Check the Location ID.' } },
		],
	};
}
