/** A real n8n and a real browser: minutes, not seconds. */
const base = require('./jest.config');

/** @type {import('jest').Config} */
module.exports = { ...base, testMatch: ['**/*.e2e.ts'], roots: ['<rootDir>/test/e2e'], maxWorkers: 1, testTimeout: 300_000 };
