// What n8n's editor reads from files: previews of what each operation gives (types only, from runs against the
// sandbox), and the columns of the mappers in the templates. `--check` fails when they are stale.
import '../test/support/nodeFiles';
import '../test/support/setup';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startSandbox, type Sandbox } from '../sandbox/server';
import { EXAMPLED, fileOf, folderOf, LIMITS, operationsOf, outputOf } from '../test/support/previews/preview';
import { shapeOf } from '../test/support/previews/shape';
import { templatesWithColumns } from '../test/support/templateColumns';

/** Every preview as it should be, by file. */
async function previews(sandbox: Sandbox): Promise<Map<string, string>> {
	const made = new Map<string, string>();
	for (const node of EXAMPLED) {
		for (const operation of operationsOf(node)) {
			const schema = { ...shapeOf(await outputOf(sandbox, node, operation), node.ownKeys), version: 1 };
			made.set(path.join(folderOf(node), fileOf(operation)), `${JSON.stringify(schema, null, '\t')}\n`);
		}
	}
	return made;
}

const present = (): string[] =>
	EXAMPLED.flatMap((node) =>
		globSync('**/*.json', { cwd: folderOf(node) }).map((file) => path.join(folderOf(node), file)),
	);

function write(made: ReadonlyMap<string, string>): void {
	for (const [file, text] of made) {
		mkdirSync(path.dirname(file), { recursive: true });
		writeFileSync(file, text);
	}
	for (const file of present()) if (!made.has(file)) rmSync(file);
}

function stale(made: ReadonlyMap<string, string>): string[] {
	const changed = [...made]
		.filter(([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text)
		.map(([file]) => file);
	return [...changed, ...present().filter((file) => !made.has(file))].map((file) => path.relative(process.cwd(), file));
}

async function main(): Promise<void> {
	const sandbox = await startSandbox({ limits: LIMITS });
	const made = await previews(sandbox).finally(async () => await sandbox.close());
	for (const [file, text] of await templatesWithColumns()) made.set(file, text);
	if (!process.argv.includes('--check')) return write(made);
	const files = stale(made);
	if (files.length === 0) return;
	console.error(`Stale previews or columns of templates:\n${files.join('\n')}\nRun: npm run schemas`);
	process.exitCode = 1;
}

void main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
