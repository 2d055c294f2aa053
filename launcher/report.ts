import type { Run } from './job';
import type { Row } from './verify';

/** What both runs came to, as `--json` prints it. */
export interface Result {
	ok: boolean;
	customers: number;
	contacts: number;
	tasks: number;
	duplicates: number;
	/** From the first customer to the end of the last execution, first run. */
	seconds: number;
	executions: number;
	/** The same customers changed afterwards. */
	again: { contacts: number; tasks: number; duplicates: number; seconds: number; executions: number };
	/** With everything: building, installing, starting, both runs. */
	totalSeconds: number;
	problems: string[];
}

export function resultOf(first: Run, second: Run, totalSeconds: number): Result {
	const problems = [
		...first.problems,
		...second.problems.map((problem) => `After the second run: ${problem}`),
		...grown(first, second),
	];
	return {
		ok: problems.length === 0 && first.duplicates === 0 && second.duplicates === 0,
		customers: first.customers,
		contacts: first.contacts,
		tasks: first.tasks,
		duplicates: first.duplicates,
		seconds: first.seconds,
		executions: first.executions,
		again: {
			contacts: second.contacts,
			tasks: second.tasks,
			duplicates: second.duplicates,
			seconds: second.seconds,
			executions: second.executions - first.executions,
		},
		totalSeconds: Math.round(totalSeconds),
		problems,
	};
}

function grown(first: Run, second: Run): string[] {
	return (['contacts', 'tasks'] as const)
		.filter((what) => second[what] !== first[what])
		.map((what) => `The second run changed the number of ${what} from ${first[what]} to ${second[what]}.`);
}

const COLUMNS: ReadonlyArray<readonly [heading: string, width: number, cell: (row: Row) => string]> = [
	['Contact in GHL', 26, ({ name, customers }) => name || `(${customers[0]})`],
	['Email', 30, ({ email }) => email || '–'],
	['Phone', 16, ({ phone }) => phone || '–'],
	['Tags', 26, ({ tags }) => tags.join(', ')],
	['Fields', 6, ({ customFields }) => String(customFields)],
	['Tasks', 5, ({ tasks }) => String(tasks)],
	['', 5, ({ ok }) => (ok ? 'ok' : 'WRONG')],
];

/** One line for each contact, and the sums. */
export function table({ rows, customers, contacts, tasks, duplicates, seconds }: Run): string {
	const lines = rows.map((row) =>
		COLUMNS.map(([, width, cell]) => fit(cell(row), width))
			.join('  ')
			.trimEnd(),
	);
	const sharing = customers - contacts;
	const shared =
		sharing > 0
			? ` ${sharing} of the customers ${sharing === 1 ? 'belongs' : 'belong'} to the contact of another one, by email or phone.`
			: '';
	const headings = COLUMNS.map(([heading, width]) => fit(heading, width))
		.join('  ')
		.trimEnd();
	return [
		headings,
		...lines,
		'',
		`${customers} customers in Booqable → ${contacts} contacts and ${tasks} onboarding tasks in GHL, ${duplicates} duplicates, ${seconds} s.${shared}`,
	].join('\n');
}

/** Cuts or fills to a width in columns of a terminal, where letters of East Asian scripts take two. */
function fit(text: string, width: number): string {
	const letters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
	if (columnsOf(letters) <= width) return text + ' '.repeat(width - columnsOf(letters));
	while (columnsOf(letters) > width - 1) letters.pop();
	return `${letters.join('')}…`.padEnd(letters.length + width - columnsOf(letters));
}

const columnsOf = (letters: readonly string[]): number =>
	letters.reduce((sum, letter) => sum + (WIDE.test(letter) ? 2 : 1), 0);
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\uFF01-\uFF60]/u;
