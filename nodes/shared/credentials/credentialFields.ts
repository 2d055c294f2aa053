import type { INodeProperties } from 'n8n-workflow';

/** Shows the fields that few need. It stands before them, at the end of a credential. */
export const advanced: INodeProperties = {
	displayName: 'Advanced Settings',
	name: 'advanced',
	type: 'boolean',
	default: false,
	description: 'Whether to show settings that are rarely needed',
};

/** Rarely needed, so hidden until asked for. */
export const rarelyNeeded = (fields: readonly INodeProperties[]): INodeProperties[] =>
	fields.map((field) => ({
		...field,
		displayOptions: { ...field.displayOptions, show: { ...field.displayOptions?.show, advanced: [true] } },
	}));

export const workers: INodeProperties = {
	displayName: 'Worker Processes',
	name: 'workers',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 1,
	description:
		'Number of n8n processes that use this account at the same time (queue mode). The rate limit is divided by it.',
};

/** The last fields of every credential: address of the API and number of workers, hidden until the user wants them. */
export function advancedFields(baseUrl: string): INodeProperties[] {
	const address: INodeProperties = {
		displayName: 'Base URL',
		name: 'baseUrl',
		type: 'string',
		default: baseUrl,
		description: 'Address of the API. Change it to use a stand-in for tests; https only, or http on this machine.',
	};
	return [advanced, ...rarelyNeeded([address, workers])];
}

/**
 * What must be known before anything is filled in. n8n puts its own fields of OAuth2 before those of the type, so this
 * takes the place of the first one that is not needed: the address of a server that registers clients by itself.
 */
export const oAuthNotice = (displayName: string): INodeProperties => ({
	displayName,
	name: 'serverUrl',
	type: 'notice',
	default: '',
});
