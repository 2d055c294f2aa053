import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

/** Names of the parameters that the editor would take away from a node because of its credentials. */
export function hiddenByCredentials(node: {
	readonly credentials?: INodeTypeDescription['credentials'];
	readonly properties: readonly INodeProperties[];
}): string[];
