/** Two server times closer than this say nothing about who was later (ms). */
export const NEWEST_MARGIN = 5 * 60_000;

/** How much the clocks of ledger and service may differ (ms). */
export const MAX_CLOCK_SKEW = 60_000;
