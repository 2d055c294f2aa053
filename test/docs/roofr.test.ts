import { readFileSync } from 'node:fs';
import path from 'node:path';
import { resources } from '../../nodes/Roofr/actions';
import { MANIFEST } from '../../nodes/Roofr/direct/manifest';
import { EVENTS } from '../../nodes/Roofr/trigger/events';
import { isAssumed } from '../../nodes/shared/operation';
import { ROOT } from '../support/root';

const page = readFileSync(path.join(ROOT, 'docs', 'ROOFR.md'), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('|'));

test.each(Object.entries(MANIFEST))('the page names %s as it is assumed', (name, { route }) => {
	expect(rows).toContain(`| \`${name}\` | \`${route}\` |`);
});

test.each(Object.entries(EVENTS))('the page names the event %s', (name, { label }) => {
	expect(rows.filter((row) => row.startsWith(`| ${label} | \`${name}\``))).toHaveLength(1);
});

const operations = resources.flatMap((resource) =>
	resource.operations.map((operation) => [resource.label, operation] as const),
);

test.each(operations)('%s: the page says truly whether an operation is documented', (label, operation) => {
	const { label: name } = operation;
	const isFree = 'endpoints' in operation && operation.endpoints === 'any'; // the user names the call
	const isDocumented = !isAssumed(operation) && !isFree;
	const row = rows
		.map((line) => line.split('|').map((cell) => cell.trim()))
		.find((cells) => cells[1] === label && cells[2].replace(/:.*/, '').split(', ').includes(name));
	expect(row?.[4] === 'assumed').toBe(!isDocumented);
	expect(row?.[3]).toBeDefined();
});
