/** What a text says as JSON; undefined where it is none. */
export function jsonIn(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** The same for what may be parsed already, as expressions give it. */
export const jsonOf = (value: unknown): unknown => (typeof value === 'string' ? jsonIn(value) : value);
