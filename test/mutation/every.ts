// The tests of planner and engine in one file, the quickest first: a mutant loads the modules once, and is mostly dead
// after a few.
// What needs processes or servers is left out, and so are the long searches (crashes after every await, sequences,
// simulation).
const SUITES = [
	'decide/fields',
	'model/match',
	'model/canonical',
	'model/phone',
	'decide/safeguards',
	'decide/drafts',
	'manage/links',
	'ledger/hash',
	'gather/lease',
	'run',
	'gather/learn',
	'gather/find',
	'perform/summary',
	'perform/create',
	'perform/unclear',
	'perform/write',
	'syncRecord/refused',
	'syncRecord/dryRun',
	'perform/remove',
	'children/parent',
	'perform/replace',
	'children/gone',
	'syncRecord/runs',
	'decide/group',
	'syncRecord/loops',
	'syncRecord',
	'children/child',
	'children/deletes',
	'manage/linkExisting',
	'manage/creates',
	'manage/drift',
	'manage/tidy',
	'manage/reconcile',
	'syncRecord/questions',
	'syncRecord/pingPong',
	'syncRecord/contacts',
	'syncRecord/deletes',
	'syncRecord/fieldChanges',
	'syncRecord/echo',
	'syncRecord/operations',
];

for (const suite of SUITES) {
	describe(suite, () => {
		require(`../sync/${suite}.test`);
	});
}
