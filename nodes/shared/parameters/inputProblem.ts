/** Something the user typed or mapped cannot be used. Names the field and what to do. */
export class InputProblem extends Error {
	constructor(
		readonly field: string,
		message: string,
		readonly remedy?: string,
		/** The same without any value of the record, for what is kept. */
		readonly reason?: string,
	) {
		super(message);
	}
}

/** A name that is in none of the lists that were read from the service. It may have been made there since. */
export class UnknownEntry extends InputProblem {}

/** A value that was looked up and is none: whatever reads it throws what is wrong with it. */
export class RefusedValue {
	constructor(readonly problem: InputProblem) {}
}

/** Keeps error texts short, so that none carries a whole record. */
export function shorten(text: string, length = 60): string {
	return text.length > length ? `${text.slice(0, length)}…` : text;
}
