import { parseArgs } from 'node:util';
import { isMet, type Bound, type Result, type Section, type Table } from './section';

/**
 * Benches. `--only NAME`, which may be given several times, runs those alone; `--json` prints one JSON document. The
 * exit code is 1 when a bound is not met, and 2 when there is no bench of a name.
 */
const { values: flags } = parseArgs({
	options: { only: { type: 'string', multiple: true, default: [] }, json: { type: 'boolean', default: false } },
});

/** Loaded when it runs: n8n's engine is large, and the bench of memory must not find it there. */
const SECTIONS: Readonly<Record<string, () => Promise<Section>>> = {
	limiter: async () => (await import('./limiter')).limiter,
	costs: async () => (await import('./costs')).costs,
	blocks: async () => (await import('./blocks')).blocks,
	processor: async () => (await import('./processor')).processor,
	lists: async () => (await import('./lists')).lists,
	endToEnd: async () => (await import('./endToEnd')).endToEnd,
	footprint: async () => (await import('./footprint')).footprint,
	ledgers: async () => (await import('./ledgers')).ledgers,
};

function text({ title, columns, rows }: Table): string {
	const lines = [columns, ...rows].map((row) => row.map(String));
	const widths = columns.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
	const shown = lines.map((line) =>
		line
			.map((cell, at) => cell.padEnd(widths[at]))
			.join('  ')
			.trimEnd(),
	);
	return `\n${title}\n${shown.join('\n')}\n`;
}

function verdict(bound: Bound): string {
	const { what, value, most, least } = bound;
	const limits = [least !== undefined && `at least ${least}`, most !== undefined && `at most ${most}`].filter(Boolean);
	return `${isMet(bound) ? 'met  ' : 'MISSED'} ${what}: ${value} (${limits.join(', ')})\n`;
}

async function main(): Promise<number> {
	const names = flags.only.length > 0 ? flags.only : Object.keys(SECTIONS);
	const unknown = names.find((name) => !(name in SECTIONS));
	if (unknown !== undefined) {
		process.stderr.write(`There is no bench "${unknown}". There are: ${Object.keys(SECTIONS).join(', ')}\n`);
		return 2;
	}
	const results: Record<string, Result & { readonly seconds: number }> = {};
	for (const name of names) {
		const section = await SECTIONS[name]();
		if (!flags.json) process.stdout.write(`\n== ${name}: ${section.what}\n`);
		const since = performance.now();
		const result = await section.run();
		results[name] = { ...result, seconds: Math.round((performance.now() - since) / 1000) };
		if (!flags.json)
			process.stdout.write([...result.tables.map(text), '\n', ...(result.bounds ?? []).map(verdict)].join(''));
	}
	if (flags.json) process.stdout.write(`${JSON.stringify(results, undefined, '\t')}\n`);
	return Object.values(results).every(({ bounds = [] }) => bounds.every(isMet)) ? 0 : 1;
}

main().then(
	(code) => process.exit(code),
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
		process.exit(1);
	},
);
