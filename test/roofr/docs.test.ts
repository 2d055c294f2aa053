import { readFileSync } from 'node:fs';
import path from 'node:path';
import { resources } from '../../nodes/Roofr/actions';
import { MANIFEST } from '../../nodes/Roofr/direct/manifest';
import { EVENTS } from '../../nodes/Roofr/trigger/events';

const page = readFileSync(path.join(__dirname, '..', '..', 'docs', 'ROOFR.md'), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('|'));

test.each(Object.entries(MANIFEST))('the page names %s as it is assumed', (name, { endpoint }) => {
	expect(rows).toContain(`| \`${name}\` | \`${endpoint}\` |`);
});

test.each(Object.entries(EVENTS))('the page names the event %s', (name, { label }) => {
	expect(rows.filter((row) => row.startsWith(`| ${label} | \`${name}\``))).toHaveLength(1);
});

const operations = resources.flatMap((resource) => resource.operations.map((operation) => [resource.label, operation] as const));

test.each(operations)('%s: the page says truly whether an operation is documented', (label, { label: name, certainty }) => {
	const row = rows.map((line) => line.split('|').map((cell) => cell.trim())).find((cells) => cells[1] === label && cells[2].replace(/:.*/, '').split(', ').includes(name));
	expect(row?.[4] === 'assumed').toBe(certainty === 'assumed');
	expect(row?.[3]).toBeDefined();
});
