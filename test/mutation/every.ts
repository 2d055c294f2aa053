// The tests of planner and engine in one file, the quickest first: a mutant loads the modules once, and is mostly dead
// after a few.
// What needs processes or servers is left out, and so are the long searches (crashes after every await, sequences,
// simulation).
const SUITES = [
	'plan',
	'matching',
	'canonical',
	'safeguards',
	'links',
	'hash',
	'lease',
	'run',
	'establish',
	'unclear',
	'write',
	'refused',
	'dryRun',
	'remove',
	'childDesk',
	'replaceDesk',
	'childGone',
	'runs',
	'group',
	'fights',
	'syncRecord',
	'child',
	'childDeletes',
	'linkExisting',
	'pingPong',
	'people',
	'deletes',
	'fields',
	'echo',
	'operations',
];

for (const suite of SUITES) {
	describe(suite, () => {
		require(`../sync/${suite}.test`);
	});
}
