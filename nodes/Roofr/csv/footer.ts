import { amountIn } from '../../shared/values/money';

/** How lines begin that sum up a table, or tell where it comes from. */
const WORDS =
	/^(?:(?:grand|sub|overall)[ -]?)?(?:totals?|sums?|average|avg|count|summary)\b|^(?:report|exported|generated|printed|created) (?:on|by|at|from|for|date)\b|^(?:page \d+|showing \d+|end of|filters?|applied filters?|number of|copyright|©)\b|^\d+ (?:jobs?|contacts?|customers?|proposals?|rows?|records?|results?|entries|items)\b/i;

/** Whether a row sums up the table instead of being one of its records: words for it, and beside them amounts alone. */
export function isFooter(cells: readonly string[]): boolean {
	const [first = '', ...others] = cells.filter((cell) => cell !== '');
	return WORDS.test(first.slice(0, 100)) && others.every((cell) => 'cents' in amountIn(cell));
}
