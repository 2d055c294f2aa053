import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { BASE_URL } from '../nodes/GhlContacts/transport/baseUrl';
import { advancedFields } from '../nodes/shared/credentials/credentialFields';
import { withBearer } from '../nodes/shared/credentials/pasted';

/** A private integration token of one GHL location (sub-account). */
export class GoHighLevelApi implements ICredentialType {
	name = 'goHighLevelApi';

	displayName = 'GoHighLevel Private Integration API';

	icon: Icon = { light: 'file:../icons/ghl.svg', dark: 'file:../icons/ghl.dark.svg' };

	documentationUrl =
		'https://github.com/example/n8n-nodes-ghl-booqable-roofr/blob/main/docs/credentials/goHighLevelApi.md';

	properties: INodeProperties[] = [
		{
			displayName:
				'In the sub-account: Settings → Private Integrations → Create new integration. Tick "View Contacts" and "Edit Contacts"; "View Custom Fields" and "View Locations" let n8n show your custom fields and read local phone numbers.',
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
			description: 'The private integration token. GHL shows it only once, when it is created.',
		},
		{
			displayName: 'Location ID',
			name: 'locationId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
			description:
				'ID of the sub-account: the part after /location/ in its address, or Settings → Business Profile. The whole address may be pasted.',
		},
		...advancedFields(BASE_URL),
	];

	/** The node tests it. */
	async authenticate(
		{ token }: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return withBearer(token, request);
	}
}
