const base = require('../../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	rootDir: '../..',
	roots: ['<rootDir>/test/mutation'],
	testMatch: ['**/every.ts'],
	testEnvironment: require.resolve('./environment.js'),
	transform: base.transform,
	testTimeout: base.testTimeout,
	silent: true,
};
