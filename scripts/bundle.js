// One file of code for all nodes and credentials: n8n loads every node at its start, and finding and reading hundreds of
// files took longer than running them. The files that package.json names lead there. What they share is there once,
// such as the limit of an account.
const { globSync } = require('node:fs');
const { mkdir, writeFile } = require('node:fs/promises');
const path = require('node:path');
const { build } = require('esbuild');

const leadTo = async (source) => {
	const file = path.join('dist', source.replace(/\.ts$/, '.js'));
	const [name] = path.basename(source).split('.');
	const house = path.relative(path.dirname(file), 'dist/index.js').replaceAll(path.sep, '/');
	await mkdir(path.dirname(file), { recursive: true });
	await writeFile(file, `'use strict';\nexports.${name} = require('${house}').${name};\n`);
};

async function bundle() {
	const { dependencies, peerDependencies } = require('../package.json');
	await build({
		entryPoints: ['index.ts'],
		outfile: 'dist/index.js',
		bundle: true,
		platform: 'node',
		format: 'cjs',
		target: 'node20.15',
		external: Object.keys({ ...dependencies, ...peerDependencies }),
		logLevel: 'warning',
	});
	await Promise.all(
		['nodes/**/*.node.ts', 'credentials/*.credentials.ts'].flatMap((files) => globSync(files)).map(leadTo),
	);
}

module.exports = { bundle };
