import type { Run } from '../../launcher/job';
import { resultOf, table } from '../../launcher/report';

const run = (change: Partial<Run> = {}): Run => ({
	rows: [
		{
			customers: ['Ada'],
			name: 'Ada Lovelace',
			email: 'ada@example.com',
			phone: '+12125550142',
			tags: ['booqable'],
			customFields: 5,
			tasks: 1,
			ok: true,
		},
	],
	customers: 25,
	contacts: 24,
	tasks: 24,
	duplicates: 0,
	executions: 25,
	seconds: 4.2,
	problems: [],
	...change,
});

test('two clean runs are ok', () => {
	expect(resultOf(run(), run({ executions: 50 }), 61.4)).toMatchObject({
		ok: true,
		customers: 25,
		contacts: 24,
		tasks: 24,
		duplicates: 0,
		seconds: 4.2,
		totalSeconds: 61,
		problems: [],
		again: { contacts: 24, tasks: 24, executions: 25 },
	});
});

test.each([
	['a problem of the first run', run({ problems: ['Ada: no task'] }), run(), 'Ada: no task'],
	['a problem of the second run', run(), run({ problems: ['Ada: 2 tasks'] }), 'After the second run: Ada: 2 tasks'],
	['a contact more', run(), run({ contacts: 25 }), 'The second run changed the number of contacts from 24 to 25.'],
])('%s is not', (_, first, second, problem) => {
	expect(resultOf(first, second, 1)).toMatchObject({ ok: false, problems: [problem] });
});

test('a run with a duplicate is not ok, even if nothing else was noticed', () => {
	expect(resultOf(run({ duplicates: 1 }), run(), 1).ok).toBe(false);
});

test('the table keeps its columns under letters of several code units and of double width', () => {
	const names = [
		'Zoë Müller',
		'e\u0301milie',
		'山田 太郎',
		'株式会社サンプルサンプルサンプル',
		'A name that is much longer than its column',
	];
	const lines = table(run({ rows: names.map((name) => ({ ...run().rows[0]!, name })) }))
		.split('\n')
		.slice(1, 6);
	expect(lines.map((line) => line.split('ada@')[0])).toEqual([
		'Zoë Müller                  ',
		'e\u0301milie                      ',
		'山田 太郎                   ',
		'株式会社サンプルサンプル…   ',
		'A name that is much longe…  ',
	]);
});

test('a problem is marked in its line', () => {
	expect(table(run({ rows: [{ ...run().rows[0]!, ok: false }] }))).toMatch(/Ada Lovelace .* WRONG/);
});
