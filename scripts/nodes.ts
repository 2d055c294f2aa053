import { resources as booqable } from '../nodes/Booqable/actions';
import { resources as ghl } from '../nodes/GhlContacts/actions';
import { resources as roofr } from '../nodes/Roofr/actions';
import { resources as syncLedger } from '../nodes/SyncLedger/actions';
import { inOrderOfUse } from '../nodes/shared/orderOfUse';
import { methodOf, pathOf, type Operation, type Resource } from '../nodes/shared/operation';

/** Every action node with its resources: what the catalogue, the previews and the tests go through. */
export const NODES: ReadonlyArray<{ readonly title: string; readonly folder: string; readonly resources: readonly Resource[] }> = [
	{ title: 'GHL', folder: 'GhlContacts', resources: ghl },
	{ title: 'Booqable', folder: 'Booqable', resources: booqable },
	{ title: 'Roofr', folder: 'Roofr', resources: roofr },
	{ title: 'Sync Ledger', folder: 'SyncLedger', resources: syncLedger },
];

export interface CatalogEntry {
	readonly node: string;
	readonly resource: string;
	readonly operation: string;
	readonly method: string;
	readonly path: string;
	readonly scopes: readonly string[];
	readonly effect: Operation['effect'];
	readonly idempotent: boolean;
	readonly certainty: 'documented' | 'assumed';
	readonly source: string;
	readonly tool: string;
}

/** All operations as the catalogue lists them. */
export const catalog = (): CatalogEntry[] =>
	NODES.flatMap(({ title, resources }) =>
		resources.flatMap(({ label, operations }) =>
			inOrderOfUse(operations).map((operation) => ({
				node: title,
				resource: label,
				operation: operation.label,
				method: methodOf(operation.endpoint),
				path: pathOf(operation.endpoint),
				scopes: operation.scopes,
				effect: operation.effect,
				idempotent: operation.effect === 'read' || operation.effect === 'idempotent',
				certainty: operation.certainty ?? 'documented',
				source: operation.source,
				tool: operation.description,
			})),
		),
	);
