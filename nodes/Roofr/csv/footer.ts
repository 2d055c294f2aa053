import { parseDate } from '../../../sync/model/dates';
import { amountIn } from '../../shared/values/money';

/** What follows a word such as Total where it sums up, and is no name such as "Total Roofing". */
const OF_A_TABLE =
	'(?:$|[ ]?[:=#(\\d$€£-]|[ ](?:for|of|in|to|jobs?|leads?|contacts?|customers?|proposals?|rows?|records?|values?|amounts?|prices?|sales|revenue|count)\\b)';

/** How lines begin that sum up a table, or name its origin. */
const WORDS = [
	`(?:(?:grand|sub|overall|running)[ -]?)?(?:totals?|sums?|average|avg|count|summary|records?|rows?)\\b${OF_A_TABLE}`,
	'report (?:generated|created|exported|printed|run|on|by|at|from|for|date)\\b',
	'(?:exported|generated|printed|created|run) (?:on|by|at|from|for|date|\\d)',
	'(?:page \\d+|showing \\d+|end of|filters?|applied filters?|number of|copyright|©)(?:\\b|$)',
	'\\d+ (?:jobs?|contacts?|customers?|proposals?|rows?|records?|results?|entries|items)\\b',
].map((words) => new RegExp(`^${words}`, 'i'));

/** What stands around them: `--- End of report ---`, `(2 rows)`, `* Total`. */
const AROUND = /^[-–—=*_#>(\s]+/;
/** Lines that are drawn under a head or above a sum. */
const RULE = /^(?:[-–—=_*+.]{2,}|:-+:?)$/;

/** A remark between the rows, as programs for programs write it. */
const REMARK = /^(?:#|\/\/)\s/;
/** What a column holds, below its head: (text), [USD]. */
const DESCRIPTION = /^[([<{][^\d()[\]<>{}]+[)\]>}]$/;

/** Whether a row sums up the table instead of being one of its records: words for it, and beside them figures alone. */
export function isFooter(cells: readonly string[]): boolean {
	const [first = '', ...others] = cells.filter((cell) => cell !== '').map((cell) => cell.slice(0, LONGEST));
	if (RULE.test(first)) return others.every((cell) => RULE.test(cell));
	if (REMARK.test(first)) return others.length === 0;
	if (DESCRIPTION.test(first)) return others.length > 0 && others.every((cell) => DESCRIPTION.test(cell));
	return isSummary(first) && others.every(isFigure);
}

const LONGEST = 100;

const isSummary = (cell: string): boolean => {
	const plain = cell.replace(AROUND, '');
	return WORDS.some((words) => words.test(plain));
};

/** An amount, a share, a formula, a day, or words that sum up as well. */
const isFigure = (cell: string): boolean =>
	'cents' in amountIn(cell) ||
	/^[\d.,]+ ?%$|^=/.test(cell) ||
	isSummary(cell) ||
	typeof parseDate(cell, { order: 'monthFirst' }) !== 'string';
