/** An answer, or a part of one. */
export type View = { [field: string]: unknown };
