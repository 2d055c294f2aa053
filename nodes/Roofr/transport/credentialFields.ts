import type { INodeProperties, NodeParameterValue } from 'n8n-workflow';

/** The fields of direct access that both credentials have. No address has a default: none is known. */
export function directFields(show?: Record<string, NodeParameterValue[]>): INodeProperties[] {
	const shown = show ? { displayOptions: { show } } : {};
	return [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://api.example.com/v1',
			description: 'The address that Roofr gave you; https only. No default, since Roofr publishes none.',
			...shown,
		},
		{
			displayName: 'Endpoint Overrides (JSON)',
			name: 'endpoints',
			type: 'json',
			default: '{}',
			description:
				'Paths, methods, paging and names of fields where they differ from what the node assumes, e.g. {"job.get": {"path": "/v2/jobs/{jobId}"}}. See docs/ROOFR.md.',
			...shown,
		},
	];
}

/** A field of direct access that few need. */
export const extraHeadersField: INodeProperties = {
	displayName: 'Extra Headers (JSON)',
	name: 'extraHeaders',
	type: 'json',
	default: '{}',
	description: 'Sent with every call, e.g. {"X-Team": "42"}. No secrets here.',
};
