/** A real n8n and a real browser: minutes, not seconds. */
const base = require('./jest.config');

const EDITOR_FILES = /(^|\/)(editor($|\.)|openTemplates)/;
const { argv } = process;
// What opens nodes in the editor needs no quiet machine, so two files of it run at once; the others measure times.
const isInEditor = argv.some(
	(argument, index) => EDITOR_FILES.test(argument) && argv[index - 1] !== '--testPathIgnorePatterns',
);

/** @type {import('jest').Config} */
module.exports = {
	...base,
	testMatch: ['**/*.e2e.ts'],
	roots: ['<rootDir>/test/e2e'],
	maxWorkers: 1,
	...(isInEditor && {
		maxWorkers: 2,
		globalSetup: '<rootDir>/test/e2e/editor/start.ts',
		globalTeardown: '<rootDir>/test/e2e/editor/stop.ts',
	}),
	testSequencer: '<rootDir>/test/e2e/longestFirst.js',
	testTimeout: 300_000,
};
