// The build: `gulp build`, `gulp lint`. Each task is one thing that a published package needs.
const { spawn } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { dest, parallel, series, src } = require('gulp');
const { bundle } = require('./scripts/bundle');
const { checkCredentials } = require('./scripts/credentials');
const { checkPackage } = require('./scripts/package');

/** Runs a program of the development dependencies; fails when it does. */
function program(name, ...args) {
	return new Promise((resolve, reject) => {
		const child = spawn(name, args, { stdio: 'inherit', shell: process.platform === 'win32' });
		child.on('error', reject);
		child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${name} ended with ${code}`))));
	});
}

const clean = () => rm('dist', { recursive: true, force: true });
const declarations = () => program('tsc', '--project', 'tsconfig.build.json', '--emitDeclarationOnly');
/** Without `encoding: false` gulp 5 would read images as text. */
const icons = () => src('icons/*.svg', { encoding: false }).pipe(dest('dist/icons'));
/** Files beside a node that n8n reads: codex, and previews of what operations give. */
const besideNodes = () => src('nodes/**/*.json').pipe(dest('dist/nodes'));
const catalogue = () => program('tsx', 'scripts/catalog.ts');

const types = () => program('tsc', '--project', 'tsconfig.json', '--noEmit');
/** Prettier's form, in .prettierrc.json: `npm run format` writes it. */
const formatting = () => program('prettier', '--check', '--log-level', 'warn', '**/*.{ts,js,mjs,cjs}');
const eslint = () => program('eslint', '.', '--max-warnings', '0');
/** Imports go one way, without a circle. */
const arrows = () =>
	program(
		'depcruise',
		'--config',
		'.dependency-cruiser.cjs',
		'nodes',
		'credentials',
		'sync',
		'deliveries',
		'store',
		'launcher',
		'sandbox',
		'index.ts',
	);
/** Each endpoint names where it is documented, in scripts/sources. */
const sources = () => program('tsx', 'scripts/sources.ts');
const catalogueIsFresh = () => program('tsx', 'scripts/catalog.ts', '--check');

exports.build = series(
	clean,
	catalogue,
	declarations,
	parallel(bundle, icons, besideNodes),
	arrows,
	checkPackage,
	checkCredentials,
);
exports.lint = series(types, formatting, eslint, arrows, sources, catalogueIsFresh);
exports.default = exports.build;
