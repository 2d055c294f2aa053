/** The figures of the criteria with SYNC_TESTS=full; a tenth of them, or less, in the short run of `npm test`. */
export const figure = (full: number, short: number): number => (process.env.SYNC_TESTS === 'full' ? full : short);
