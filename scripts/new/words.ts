/** What a person has to write begins with this: it is found by searching for it. */
export const FILL_IN = 'Fill in:';

/** `addTags` in words: `add`, `tags`. */
export const words = (name: string): string[] =>
	name
		.replaceAll(/([A-Z])/g, ' $1')
		.toLowerCase()
		.split(' ');

export const capital = (word: string): string => `${word[0].toUpperCase()}${word.slice(1)}`;

/** `addTags` as a label: `Add Tags`. */
export const titled = (name: string): string => words(name).map(capital).join(' ');

/** `addTags` as the beginning of a sentence: `Add tags`. */
export const sentence = (name: string): string => capital(words(name).join(' '));

/** Properties of an object, one on each line; what is false is left out. */
export const lines = (...all: Array<string | false>): string =>
	all.flatMap((line) => (line === false ? [] : `${line},\n`)).join('');

const RESERVED: ReadonlySet<string> = new Set(['delete', 'import', 'export', 'new', 'switch', 'return']);

/** The name of an operation in code. */
export const identifier = ({ name, resource }: { readonly name: string; readonly resource: string }): string =>
	RESERVED.has(name) ? `${name}${capital(resource)}` : name;

/** The effect that most calls of a method have. */
export const effectOf = (method: string): string =>
	method === 'GET' ? 'read' : method === 'POST' ? 'create' : 'idempotent';
