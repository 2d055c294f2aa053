import { readFileSync } from 'node:fs';
import path from 'node:path';
import { NODES } from '../../../../scripts/nodes';
import { ROOT } from '../../../support/root';

const read = (...parts: string[]): string => readFileSync(path.join(ROOT, ...parts), 'utf8');
const [catalog, roofr] = [read('docs', 'CATALOG.md'), read('docs', 'ROOFR.md')];

/** Where the design promises Sync. */
const PROMISED: ReadonlyArray<[node: string, resource: string]> = [
	['GHL', 'contact'],
	['GHL', 'task'],
	['GHL', 'note'],
	['GHL', 'appointment'],
	['GHL', 'opportunity'],
	['GHL', 'business'],
	['Booqable', 'customer'],
	['Booqable', 'order'],
	['Booqable', 'note'],
	['Roofr', 'job'],
	['Roofr', 'note'],
	['Roofr', 'task'],
	['Roofr', 'appointment'],
	['Roofr', 'contact'],
];

/** The part of the catalog about one node. */
const chapter = (title: string): string => catalog.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? '';

describe.each(PROMISED)('%s, %s', (title, name) => {
	const resource = NODES.find((node) => node.title === title)?.resources.find((one) => one.name === name);
	const sync = resource?.operations.find((operation) => operation.name === 'sync');

	it('has Sync, with Dry Run, the ledger and what happens when the other record is gone', () => {
		expect(sync?.label).toBe('Sync');
		expect(sync?.parameters.map((parameter) => parameter.name)).toEqual(
			expect.arrayContaining([
				'sourceApp',
				'sourceAccount',
				'sourceId',
				'sourceUpdatedAt',
				'fields',
				'conflictResolution',
				'dryRun',
				'ledger',
			]),
		);
		expect(sync?.options?.map((option) => option.name)).toEqual(
			expect.arrayContaining(['sourceDeleted', 'whenSourceDeleted', 'fieldRules', 'initialConflict', 'pair']),
		);
	});

	it('is in the catalog', () => {
		expect(chapter(title)).toMatch(new RegExp(`^\\| ${resource?.label} \\| Sync \\|`, 'm'));
		if (title === 'Roofr') expect(roofr).toMatch(new RegExp(`^\\| ${resource?.label} \\|.*Sync`, 'm'));
	});
});

it('is nowhere else without being promised here', () => {
	const found = NODES.flatMap(({ title, resources }) =>
		resources
			.filter(({ operations }) => operations.some(({ name }) => name === 'sync'))
			.map(({ name }) => `${title} ${name}`),
	);
	expect(found.sort()).toEqual(PROMISED.map(([title, name]) => `${title} ${name}`).sort());
});
