const { availableParallelism } = require('node:os');

/** @type {import('jest').Config} */
module.exports = {
	// Of two processors jest would use one.
	maxWorkers: Math.max(2, availableParallelism() - 1),
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	setupFiles: ['<rootDir>/test/support/setup.ts'],
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{ jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true } }, module: { type: 'commonjs' } },
		],
	},
	// n8n-core and the sandbox are large: a worker that grew is replaced rather than left to swap.
	workerIdleMemoryLimit: '1GB',
	testTimeout: 20_000,
	// n8n prints each error that a node throws, and most tests are about errors.
	silent: true,
};
