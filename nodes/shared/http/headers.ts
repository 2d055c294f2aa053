/** The number in a header; undefined where there is none. */
export const numberIn = (header: unknown): number | undefined =>
	header === undefined || header === null || header === '' || Number.isNaN(Number(header)) ? undefined : Number(header);
