import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { BASE_URL } from '../nodes/Booqable/transport/address';
import { advancedFields } from '../nodes/shared/credentials/credentialFields';
import { withBearer } from '../nodes/shared/credentials/pasted';

/** An access token of one employee of a Booqable account. */
export class BooqableApi implements ICredentialType {
	name = 'booqableApi';

	displayName = 'Booqable API';

	icon: Icon = { light: 'file:../icons/booqable.svg', dark: 'file:../icons/booqable.dark.svg' };

	documentationUrl =
		'https://github.com/example/n8n-nodes-ghl-booqable-roofr/blob/main/docs/credentials/booqableApi.md';

	properties: INodeProperties[] = [
		{
			displayName: 'In Booqable: your name (top right) → User account → New authentication method, kind Token.',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Company Slug',
			name: 'slug',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. demo-rentals',
			description:
				'The first part of your Booqable address: demo-rentals in https://demo-rentals.booqable.com. The whole address may be pasted.',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'It works for the company in which it was made, and may do what its employee may do: a separate employee with few permissions is the safest',
		},
		...advancedFields(BASE_URL),
	];

	/** The node tests it. */
	async authenticate(
		{ accessToken }: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return withBearer(accessToken, request);
	}
}
