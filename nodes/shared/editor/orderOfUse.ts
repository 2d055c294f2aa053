import { effectOf, type Effective } from '../operation';

type Named = Effective & { readonly name: string };

/**
 * What people do most first: records are made, then read, then changed; what takes records away or is done once stands
 * last.
 */
const STEPS: ReadonlyArray<(operation: Named) => boolean> = [
	({ name }) => /^(create|send)/.test(name),
	({ name }) => name.startsWith('upsert'),
	({ name }) => name === 'sync',
	({ name }) => name === 'get',
	({ name }) => name === 'getMany',
	(operation) => effectOf(operation) === 'read',
	({ name }) => name === 'update',
	({ name }) => !/^(delete|archive|merge|remove|prune|setUp[A-Z]\w*)$/.test(name),
	({ name }) => !name.startsWith('setUp'),
];

function stepOf(operation: Named): number {
	const step = STEPS.findIndex((belongs) => belongs(operation));
	return step === -1 ? STEPS.length : step;
}

/**
 * Operations in the order of the editor's lists and of the node panel: Create, Create or Update, Sync, Get, Get Many,
 * other reads, Update, other changes, Delete, Set Up. Within a step the given order stays.
 */
export const inOrderOfUse = <O extends Named>(operations: readonly O[]): O[] =>
	operations.toSorted((one, other) => stepOf(one) - stepOf(other));
