import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/root';

const page = readFileSync(path.join(ROOT, 'docs', 'troubleshooting.md'), 'utf8');
const source = globSync('{credentials,deliveries,nodes,store,sync}/**/*.ts', { cwd: ROOT })
	.map((file) => readFileSync(path.join(ROOT, file), 'utf8'))
	.join('\n');

/** The first cells of the tables; the program says all but those of n8n. */
const sentences = [...page.slice(0, page.indexOf('## Sentences of n8n itself')).matchAll(/^\| ([^|]+) \| /gm)]
	.map(([, sentence]) => sentence.replace(/^… /, ''))
	.filter((sentence) => !sentence.startsWith('The sentence'));

it.each(sentences)('the package says "%s"', (sentence) => {
	expect(source.includes(sentence)).toBe(true);
});

it('quotes sentences of every part', () => {
	expect(sentences.length).toBeGreaterThan(30);
});
