/** A real n8n and a real browser: minutes, not seconds. */
const base = require('./jest.config');

const EDITOR_FILES = /(^|\/)(editor($|\.)|openTemplates)/;
const { argv } = process;
// Those that take half an hour have a command of their own.
const isSlow = argv.some((argument) => argument.includes('.slow'));
// Two files run at once: most of their time goes into waiting. Those in the editor share the n8n of their worker.
const isInEditor = argv.some(
	(argument, index) => EDITOR_FILES.test(argument) && argv[index - 1] !== '--testPathIgnorePatterns',
);

/** @type {import('jest').Config} */
module.exports = {
	...base,
	testMatch: [isSlow ? '**/*.slow.ts' : '**/*.e2e.ts'],
	roots: ['<rootDir>/test/e2e'],
	setupFiles: [...(base.setupFiles ?? []), '<rootDir>/test/e2e/withoutKeepAlive.ts'],
	maxWorkers: 2,
	...(isInEditor && {
		globalSetup: '<rootDir>/test/e2e/editor/start.ts',
		globalTeardown: '<rootDir>/test/e2e/editor/stop.ts',
	}),
	testSequencer: '<rootDir>/test/e2e/longestFirst.js',
	testTimeout: 300_000,
};
