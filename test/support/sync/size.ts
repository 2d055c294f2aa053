/**
 * The figures of the criteria with SYNC_TESTS=full; a tenth of them, or less, in the short run of `npm test`; a
 * fiftieth of that for each mutant of `npm run mutate`.
 */
export function figure(full: number, short: number): number {
	if (process.env.SYNC_TESTS === 'full') return full;
	return process.env.SYNC_TESTS === 'least' ? Math.ceil(short / 50) : short;
}
