import { NodeHelpers, type INode, type INodeTypeDescription } from 'n8n-workflow';

/** The part of n8n's description of a node that decides about credentials. */
export type Described = Pick<INodeTypeDescription, 'name' | 'version' | 'properties' | 'credentials'>;

/**
 * The types of credential that a node needs with its parameters: those that the editor requires. A node without a
 * description, such as one that is not installed, needs none.
 */
export function neededCredentials(node: INode, description?: Described): string[] {
	if (!description?.credentials) return [];
	const whole = description as INodeTypeDescription; // n8n's functions look at these properties only
	const set = NodeHelpers.getNodeParameters(whole.properties, node.parameters, true, false, node, whole);
	return description.credentials
		.filter((credential) => NodeHelpers.displayParameter(set ?? {}, credential, node, whole))
		.map(({ name }) => name);
}

/** The description of a node in its version. A node that is used as a tool has the description of the node itself. */
export function descriptionOf<Known extends Described>(node: INode, known: readonly Known[]): Known | undefined {
	const inVersion = (name: string) =>
		known.find((one) => one.name === name && [one.version].flat().includes(node.typeVersion));
	return inVersion(node.type) ?? inVersion(node.type.replace(/Tool$/, ''));
}
