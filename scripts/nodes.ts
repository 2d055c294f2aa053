import { resources as booqable } from '../nodes/Booqable/actions';
import { resources as ghl } from '../nodes/GhlContacts/actions';
import { resources as roofr } from '../nodes/Roofr/actions';
import { methodOf, pathOf, type Effect } from '../nodes/shared/http/route';
import { resources as syncLedger } from '../nodes/SyncLedger/actions';
import { effectOf, endpointsOf, type Operation, type Resource } from '../nodes/shared/operation';
import { inOrderOfUse } from '../nodes/shared/editor/orderOfUse';

/** Every action node with its resources: what the catalog, the previews and the tests go through. */
export const NODES: ReadonlyArray<{
	readonly title: string;
	readonly folder: string;
	readonly resources: readonly Resource[];
}> = [
	{ title: 'GHL', folder: 'GhlContacts', resources: ghl },
	{ title: 'Booqable', folder: 'Booqable', resources: booqable },
	{ title: 'Roofr', folder: 'Roofr', resources: roofr },
	{ title: 'Sync Ledger', folder: 'SyncLedger', resources: syncLedger },
];

/** A call that an operation may make. */
export interface CatalogEndpoint {
	readonly method: string;
	readonly path: string;
	readonly scopes: readonly string[];
	readonly effect: Effect;
	readonly certainty: 'documented' | 'assumed';
	readonly source: string;
}

export interface CatalogEntry {
	readonly node: string;
	readonly resource: string;
	readonly operation: string;
	/** None where no service is called; `any` where the user names the call. */
	readonly endpoints: readonly CatalogEndpoint[] | 'any';
	readonly scopes: readonly string[];
	readonly effect: Effect;
	readonly idempotent: boolean;
	readonly tool: string;
}

function endpointsIn(operation: Operation): CatalogEntry['endpoints'] {
	if ('endpoints' in operation && operation.endpoints === 'any') return 'any';
	return endpointsOf(operation).map(({ route, scopes = [], effect, certainty = 'documented', source }) => ({
		method: methodOf(route),
		path: pathOf(route),
		scopes,
		effect,
		certainty,
		source,
	}));
}

function entryOf(node: string, resource: string, operation: Operation): CatalogEntry {
	const effect = effectOf(operation);
	return {
		node,
		resource,
		operation: operation.label,
		endpoints: endpointsIn(operation),
		scopes: [...new Set(endpointsOf(operation).flatMap(({ scopes = [] }) => scopes))],
		effect,
		idempotent: effect === 'read' || effect === 'idempotent',
		tool: operation.description,
	};
}

/** All operations as the catalog lists them. */
export const catalog = (): CatalogEntry[] =>
	NODES.flatMap(({ title, resources }) =>
		resources.flatMap(({ label, operations }) =>
			inOrderOfUse(operations).map((operation) => entryOf(title, label, operation)),
		),
	);
