import type { IDataObject } from 'n8n-workflow';
import type { Resource } from '../../../nodes/shared/operation';
import type { Sandbox } from '../../../sandbox/server';
import type { Setup } from '../engine';

/** How an operation is used once. */
export interface Example {
	/** As a user fills them in; those that are not named have their defaults. */
	readonly parameters: IDataObject;
	/** Where a private token will not do. */
	readonly authentication?: 'oAuth2';
}

/** A node with an example of each operation, on records that are the same each time. */
export interface ExampledNode {
	/** Folder of the node, e.g. `Booqable`. */
	readonly folder: string;
	readonly resources: readonly Resource[];
	/** Objects in the output whose keys are the account's own, such as custom fields by name. */
	readonly ownKeys: ReadonlySet<string>;
	/** Operations that give whatever the endpoint chosen by the user gives, so that nothing can be said beforehand. */
	readonly free: ReadonlySet<string>;
	/** The node as the example uses it, in a sandbox put back to the start. Undefined where there is no example. */
	setup?(sandbox: Sandbox, resource: string, operation: string): Promise<Setup | undefined>;
	/** Runs the example in n8n's engine, in a sandbox put back to the start. Undefined where there is none. */
	run(sandbox: Sandbox, resource: string, operation: string): Promise<IDataObject[] | undefined>;
}
