// Mutation testing of the sync planner and engine: `npm run mutate`, or `npm run mutate -- --mutate
// sync/decide/fields.ts`.
// The tests are those that test/mutation/every.ts lists, each search in them cut down to a few cases.
process.env.SYNC_TESTS = 'least';

const files = [
	'model/{baseline,canonical,causes,match,phone}',
	'gather/*',
	'decide/*',
	'record/*',
	'perform/*',
	'manage/*',
	'ledger/hash',
	'run',
	'syncRecord',
];

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
	mutate: files.map((file) => `sync/${file}.ts`),
	// Texts stay: those that decide something are names of a union type, and another one would not compile; the others
	// are sentences for people, and a test of their wording would only repeat it.
	mutator: { excludedMutations: ['StringLiteral'] },
	testRunner: 'jest',
	plugins: ['@stryker-mutator/jest-runner'],
	jest: { configFile: 'test/mutation/jest.config.js', enableFindRelatedTests: false },
	coverageAnalysis: 'perTest',
	checkers: [],
	disableTypeChecks: false,
	// What is worked out once when a module loads can't be turned on for one test: it would load everything again.
	ignoreStatic: true,
	concurrency: 1,
	timeoutMS: 5_000,
	timeoutFactor: 1.5,
	// Only what these tests read is copied for a run.
	ignorePatterns: [
		'/.ci',
		'/credentials',
		'/deliveries',
		'/docs',
		'/icons',
		'/launcher',
		'/nodes',
		'/sandbox',
		'/scripts',
		'/workflows',
		'/reports',
		'/dist',
		'/bench',
		'/test/*',
		'!/test/sync',
		'!/test/support',
		'!/test/mutation',
	],
	tempDirName: '.stryker-tmp',
	incremental: true,
	incrementalFile: 'reports/mutation/incremental.json',
	reporters: ['progress-append-only', 'clear-text', 'json', 'html'],
	clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
	jsonReporter: { fileName: 'reports/mutation/mutation.json' },
	htmlReporter: { fileName: 'reports/mutation/mutation.html' },
};
