/** A real n8n and a real browser: minutes, not seconds. */
const base = require('./jest.config');

// The editor walk needs no quiet machine, so two files of it run at once; the others measure times.
const isEditorWalk = process.argv.some((argument) => argument === 'editor');

/** @type {import('jest').Config} */
module.exports = {
	...base,
	testMatch: ['**/*.e2e.ts'],
	roots: ['<rootDir>/test/e2e'],
	maxWorkers: isEditorWalk ? 2 : 1,
	testSequencer: '<rootDir>/test/e2e/longestFirst.js',
	testTimeout: 300_000,
};
