/** A real n8n and a real browser: minutes, not seconds. */
const base = require('./jest.config');

const EDITOR_WALK = /(^|\/)editor($|\.)/;
const { argv } = process;
// The editor walk needs no quiet machine, so two files of it run at once; the others measure times.
const isEditorWalk = argv.some(
	(argument, index) => EDITOR_WALK.test(argument) && argv[index - 1] !== '--testPathIgnorePatterns',
);

/** @type {import('jest').Config} */
module.exports = {
	...base,
	testMatch: ['**/*.e2e.ts'],
	roots: ['<rootDir>/test/e2e'],
	maxWorkers: 1,
	...(isEditorWalk && {
		maxWorkers: 2,
		globalSetup: '<rootDir>/test/e2e/editor/start.ts',
		globalTeardown: '<rootDir>/test/e2e/editor/stop.ts',
	}),
	testSequencer: '<rootDir>/test/e2e/longestFirst.js',
	testTimeout: 300_000,
};
