/** A failure that the reader can mend: its message is a whole sentence, and no stack trace is shown for it. */
export class Problem extends Error {
	override readonly name = 'Problem';
}

/** The text to show for anything thrown: the sentence of a {@link Problem}, or the stack of what nobody foresaw. */
export function explain(thrown: unknown): string {
	if (thrown instanceof Problem) return thrown.message;
	return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}

/** Node's error code (`ENOSPC`, `EACCES` …) of anything thrown, or an empty text. */
export function errorCode(thrown: unknown): string {
	return typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : '';
}
