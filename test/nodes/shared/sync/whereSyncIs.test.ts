import { readFileSync } from 'node:fs';
import path from 'node:path';
import { NODES } from '../../../../scripts/nodes';
import { ROOT } from '../../../support/root';

const read = (...parts: string[]): string => readFileSync(path.join(ROOT, ...parts), 'utf8');
const [readme, catalogue, roofr] = [read('README.md'), read('docs', 'CATALOG.md'), read('docs', 'ROOFR.md')];

/** Where the design promises Sync, and the line of the README that says so. */
const PROMISED: ReadonlyArray<[node: string, resource: string, readme: RegExp]> = [
	['GHL', 'contact', /^\| Contact \|.*Sync/m],
	['GHL', 'task', /^\| Task \|.*Sync/m],
	['GHL', 'note', /^\| Note \|.*Sync/m],
	['GHL', 'appointment', /^\| Appointment \|.*Sync/m],
	['GHL', 'opportunity', /^\| Opportunity \|.*Sync/m],
	['GHL', 'business', /^\| Business.*Business: Sync/m],
	['Booqable', 'customer', /^\| Customer \|.*Sync/m],
	['Booqable', 'order', /^\| Order \|.*Sync/m],
	['Booqable', 'note', /^\| Note \|.*Replace.*Sync/m],
	['Roofr', 'job', /^\| Job \|.*Sync/m],
	['Roofr', 'note', /Sync of jobs, contacts, notes, tasks and appointments/],
	['Roofr', 'task', /Sync of jobs, contacts, notes, tasks and appointments/],
	['Roofr', 'appointment', /Sync of jobs, contacts, notes, tasks and appointments/],
	['Roofr', 'contact', /Sync of jobs, contacts, notes, tasks and appointments/],
];

/** The part of the catalog about one node. */
const chapter = (title: string): string => catalogue.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? '';

describe.each(PROMISED)('%s, %s', (title, name, line) => {
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

	it('is in the README and in the catalog', () => {
		expect(readme).toMatch(line);
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
