// Runs npm scripts that are jest, one after the other, each given with its arguments in one text. A test file that
// fails runs once more: one that then passes is printed as `flaky: NAME`. The last line is `N passed, N failed`; the
// exit code is 1 when a file failed twice or a run was interrupted.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const folder = mkdtempSync(path.join(tmpdir(), 'gate-'));

/** One run of jest. `undefined` where jest was interrupted before it wrote its result. */
function run(script, files = []) {
	const output = path.join(folder, 'result.json');
	rmSync(output, { force: true });
	const [name, ...own] = script.split(' ');
	const args = [
		'run',
		'--silent',
		name,
		'--',
		'--json',
		`--outputFile=${output}`,
		...(files.length > 0 ? ['--runTestsByPath', ...files] : own),
	];
	const { status } = spawnSync('npm', args, { stdio: ['ignore', 'inherit', 'inherit'] });
	try {
		return { status, ...JSON.parse(readFileSync(output, 'utf8')) };
	} catch {
		return undefined;
	}
}

const failedFiles = ({ testResults }) =>
	testResults.filter(({ status }) => status === 'failed').map(({ name }) => name);

/** Passed and failed tests of a script. A file that broke before its tests counts as one failed test. */
function suite(script) {
	const first = run(script);
	if (!first || first.numTotalTests === 0) return { script, passed: 0, failed: 1, flaky: [] };
	const failed = failedFiles(first);
	const counted = (results) => ({
		passed: results.flatMap(({ assertionResults }) => assertionResults).filter(({ status }) => status === 'passed')
			.length,
		failed: results.reduce(
			(sum, { status, assertionResults }) =>
				sum + (status === 'failed' ? Math.max(1, assertionResults.filter((one) => one.status === 'failed').length) : 0),
			0,
		),
	});
	if (failed.length === 0)
		return { script, ...counted(first.testResults), failed: first.status === 0 ? 0 : 1, flaky: [] };
	console.log(`\nonce more: ${failed.map(relative).join(', ')}`);
	const second = run(script, failed);
	if (!second) return { script, ...counted(first.testResults), flaky: [] };
	const stillFailed = failedFiles(second);
	const total = counted([...first.testResults.filter(({ name }) => !failed.includes(name)), ...second.testResults]);
	return { script, ...total, flaky: failed.filter((name) => !stillFailed.includes(name)) };
}

const relative = (file) => path.relative(process.cwd(), file);
const suites = process.argv.slice(2).map((script) => {
	console.log(`\n== npm run ${script}`);
	return suite(script);
});
rmSync(folder, { recursive: true, force: true });

for (const { flaky } of suites) for (const file of flaky) console.log(`flaky: ${relative(file)}`);
const sum = (key) => suites.reduce((total, suite) => total + suite[key], 0);
for (const { script, passed, failed } of suites)
	console.log(`${script}: Tests: ${failed} failed, ${passed} passed, ${passed + failed} total`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exit(sum('failed') > 0 ? 1 : 0);
