import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { installN8n } from '../launcher/install';
import { quantile, rounded, type Section } from './section';

const ROOT = path.join(__dirname, '..');
const TIMES = 5;

/** What n8n does at its start, in a process of its own: n8n has loaded its own library by then. */
const LOAD = `
const load = require('node:module').createRequire(process.argv[1]);
load('n8n-workflow');
const now = () => {
	const { user, system } = process.cpuUsage();
	return [process.memoryUsage().rss, Object.keys(require.cache).length, (user + system) / 1000];
};
const before = now();
for (const file of process.argv.slice(1)) load(file);
console.log(JSON.stringify(now().map((value, at) => value - before[at])));
`;

interface Loaded {
	readonly megabytes: number;
	readonly modules: number;
	/** Of processor time: others use the machine too. */
	readonly milliseconds: number;
}

function loaded(files: readonly string[]): Loaded {
	const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', LOAD, ...files], { encoding: 'utf8' });
	if (status !== 0) throw new Error(`The nodes cannot be loaded: ${stderr}`);
	const [bytes, modules, milliseconds] = JSON.parse(stdout) as [number, number, number];
	return { megabytes: bytes / 2 ** 20, modules, milliseconds };
}

const { n8n } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
	n8n: { credentials: string[]; nodes: string[] };
};

function middle(files: readonly string[]): (string | number)[] {
	const runs = Array.from({ length: TIMES }, () => loaded(files));
	const of = (name: keyof Loaded): number =>
		quantile(
			runs.map((run) => run[name]),
			0.5,
		);
	return [rounded(of('milliseconds'), 0), rounded(of('megabytes'), 1), of('modules')];
}

/** The files of a node of n8n itself, all its versions and triggers. */
function filesOf(folder: string, name: string): string[] {
	const nodes = path.join(folder, 'node_modules/n8n-nodes-base/dist/nodes', name);
	const names = readdirSync(nodes, { recursive: true, encoding: 'utf8' });
	return names.filter((file) => file.endsWith('.node.js')).map((file) => path.join(nodes, file));
}

/** Kilobytes of the package as it is published, and unpacked. */
function packed(): { readonly size: number; readonly unpackedSize: number; readonly entryCount: number } {
	const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
		cwd: ROOT,
		encoding: 'utf8',
	});
	return (JSON.parse(stdout) as [ReturnType<typeof packed>])[0];
}

export const footprint: Section = {
	name: 'footprint',
	what: `time and memory to load the nodes, the middle of ${TIMES} processes, and the size of the package`,
	async run() {
		const files = [...n8n.nodes, ...n8n.credentials].map((file) => path.join(ROOT, file));
		if (!files.every((file) => existsSync(file))) throw new Error('There is no build yet. Run: npm run build');
		const { folder } = await installN8n();
		const rows = [
			['all nodes and credentials', ...middle(files)],
			...['HighLevel', 'Hubspot'].map((name) => [`n8n’s ${name}`, ...middle(filesOf(folder, name))]),
		];
		const { size, unpackedSize, entryCount } = packed();
		const kilobytes = (bytes: number): number => Math.round(bytes / 1024);
		return {
			tables: [
				{ title: 'Loading', columns: ['what', 'ms of the processor', 'MB', 'modules'], rows },
				{
					title: 'Package',
					columns: ['tarball, KB', 'unpacked, KB', 'files'],
					rows: [[kilobytes(size), kilobytes(unpackedSize), entryCount]],
				},
			],
		};
	},
};
