import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../support/root';

jest.setTimeout(900_000); // compilers and tests run in the copy

const OPERATION = 'nodes/GhlContacts/actions/contact/star.ts';
const TEST = 'test/nodes/GhlContacts/actions/contact/star.test.ts';
const EXAMPLES = 'test/support/examples/ghl/contact.ts';
const ROUTES = 'sandbox/ghl/routes/contacts.ts';
const PAGES = 'scripts/sources/ghlPages.json';

/** The steps of "Add an operation": what is said, and what stands in their block of code. */
const steps = /## Add an operation\n([\s\S]*?)\nThat is all/
	.exec(readFileSync(path.join(ROOT, 'CONTRIBUTING.md'), 'utf8'))![1]
	.split(/\n(?=\d\. )/)
	.slice(1)
	.map((step) => ({ text: step, code: /```\w+\n([\s\S]*?)\n\s*```/.exec(step)![1].replaceAll(/^ {3}/gm, '') }));

const codeFor = (file: string): string => {
	const step = steps.find(({ text }) => text.includes(`\`${file}\``));
	if (!step) throw new Error(`No step says what goes into ${file}`);
	return `${step.code}\n`;
};

let copy: string;
beforeAll(() => {
	copy = mkdtempSync(path.join(tmpdir(), 'recipe-'));
	const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: ROOT })
		.toString()
		.trim()
		.split('\n');
	for (const file of files) {
		mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
		cpSync(path.join(ROOT, file), path.join(copy, file));
	}
	symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'), 'dir');
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const inCopy = (file: string): string => path.join(copy, file);

/** What a command says and how it ends, in the copy. */
function run(command: string, ...args: string[]): { status: number | null; said: string } {
	const { JEST_WORKER_ID: _, ...env } = process.env;
	const { status, stdout, stderr } = spawnSync(process.execPath, [inCopy('scripts/run.mjs'), command, ...args], {
		cwd: copy,
		env,
		encoding: 'utf8',
	});
	return { status, said: `${stdout}${stderr}` };
}

const test = (...files: string[]) => run('jest', '--runInBand', '--runTestsByPath', ...files);
const compile = () => run('tsc', '--project', 'tsconfig.json', '--incremental', '--tsBuildInfoFile', 'types.json');

/** Puts code in the place of what matches, which must be there. */
function replace(file: string, place: RegExp, code: string): void {
	const text = readFileSync(inCopy(file), 'utf8');
	expect(text).toMatch(place);
	writeFileSync(
		inCopy(file),
		text.replace(place, () => code.trimEnd()),
	);
}

/** The tests that failed. */
const failedIn = ({ said }: ReturnType<typeof run>): string[] => said.match(/● (?!Console).*|Cannot find .*/g) ?? [];

it('a new operation compiles as it is written, says what to fill in, and is whole when the recipe is followed', () => {
	const [, typed] = /npm run new -- (.*)/.exec(steps.map(({ code }) => code).join('\n'))!;
	const [resource, name, route] = typed.match(/[^\s"]+|"[^"]+"/g)!.map((word) => word.replaceAll('"', ''));
	expect(run('tsx', 'scripts/new.ts', resource, name, route)).toMatchObject({ status: 0 });
	expect(compile()).toEqual({ status: 0, said: '' });
	expect(run('tsx', 'scripts/sources.ts')).toEqual({
		status: 1,
		said: expect.stringContaining('documents no "Fill in: where it is documented"'),
	});
	expect(test(TEST)).toEqual({ status: 1, said: expect.stringContaining('Fill in: what GHL takes and answers') });

	const pages = JSON.parse(readFileSync(inCopy(PAGES), 'utf8'));
	writeFileSync(inCopy(PAGES), JSON.stringify({ ...pages, ...JSON.parse(codeFor(PAGES)) }));
	for (const file of [OPERATION, TEST]) writeFileSync(inCopy(file), codeFor(file));
	replace(ROUTES, /const starContact = endpoint\(\{[\s\S]*?\n\}\);/, codeFor(ROUTES));
	replace(EXAMPLES, /\tstar: [\s\S]*?\n\t\}\),/, codeFor(EXAMPLES));

	for (const file of [OPERATION, TEST, ROUTES, EXAMPLES])
		expect(readFileSync(inCopy(file), 'utf8')).not.toContain('Fill in:');
	expect(compile()).toEqual({ status: 0, said: '' });
	expect(run('prettier', '--check', OPERATION, TEST, ROUTES, EXAMPLES)).toMatchObject({ status: 0 });
	for (const script of ['catalog', 'schemas', 'sources'])
		expect(run('tsx', `scripts/${script}.ts`)).toEqual({ status: 0, said: '' });
	// Of the tests of all operations, those of this one.
	const tested = test(
		TEST,
		'test/nodes/descriptions.test.ts',
		'test/nodes/GhlContacts/officialClient.test.ts',
		'test/nodes/GhlContacts/actions/writeOutput.test.ts',
		'--testNamePattern=star|marks the contact|GHL: Contact: Star',
	);
	expect(failedIn(tested)).toEqual([]);
	expect(tested.status).toBe(0);
});

it('for Booqable and Roofr too, a new operation compiles as it is written, and its test says what to fill in', () => {
	const routes = {
		booqable: ['booqable', 'customer', 'star', 'POST /customers/{customerId}/star'],
		roofr: ['roofr', 'task', 'reopen', 'PUT /jobs/{jobId}/tasks/{taskId}/reopen'],
	};
	for (const typed of Object.values(routes))
		expect(run('tsx', 'scripts/new.ts', ...typed)).toMatchObject({ status: 0 });
	expect(compile()).toEqual({ status: 0, said: '' });
	for (const file of ['Booqable/actions/customer/star', 'Roofr/actions/task/reopen'])
		expect(failedIn(test(`test/nodes/${file}.test.ts`))).toContain('● Fill in: what it does, in a sentence');
});
