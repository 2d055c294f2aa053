import { parseRegExpLiteral, visitRegExpAST, type AST } from '@eslint-community/regexpp';
import type { Pattern } from './patterns';

/** Characters of a hostile text. */
export const LENGTH = 1_000_000;

/** A repetition without a bound, or with one that is as good as none. */
const MANY = 40;

/** Whether something in a pattern can match any number of characters. */
export function repeats({ source, flags }: Pattern): boolean {
	let found = false;
	visitRegExpAST(parseRegExpLiteral(`/${source}/${flags}`), {
		onQuantifierEnter: ({ max }) => void (found ||= max >= MANY),
		onBackreferenceEnter: () => void (found = true),
	});
	return found;
}

const LETTERS = [
	...Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)),
	'\t',
	'\n',
	'\0',
	'é',
	'’',
	'“',
];

/** Texts that an element matches: the shortest of each of its alternatives. */
function samples(element: AST.Element, flags: string): string[] {
	switch (element.type) {
		case 'Character':
			return [String.fromCodePoint(element.value)];
		case 'CharacterClass':
		case 'CharacterSet':
			return LETTERS.filter((letter) => new RegExp(`^${element.raw}$`, `${flags}s`).test(letter)).slice(0, 1);
		case 'Group':
		case 'CapturingGroup':
			return element.alternatives.flatMap((one) => shortest(one.elements, flags));
		case 'Quantifier':
			return samples(element.element, flags).map((one) => one.repeat(Math.max(1, element.min)));
		default:
			return [''];
	}
}

const shortest = (elements: readonly AST.Element[], flags: string): string[] => {
	const own = elements.map((element) =>
		element.type === 'Quantifier' && element.min === 0 ? '' : (samples(element, flags)[0] ?? ''),
	);
	return own.join('') === '' ? elements.flatMap((element) => samples(element, flags)).slice(0, 1) : [own.join('')];
};

const filled = (piece: string): string => piece.repeat(Math.ceil(LENGTH / Math.max(1, piece.length)));

/**
 * Texts of a million characters at which a pattern that is not linear stops: for each repetition what comes before it,
 * its piece over and over, and an end that does not match; and all of that over and over.
 */
export function hostileTexts({ source, flags }: Pattern): string[] {
	const plain = flags.replace(/[^iu]/g, '');
	const texts: string[] = [];
	const visit = (elements: readonly AST.Element[], before: string): void => {
		elements.forEach((element, at) => {
			const lead =
				before +
				elements
					.slice(0, at)
					.flatMap((one) => samples(one, plain).slice(0, 1))
					.join('');
			if (element.type === 'Quantifier' && element.max >= MANY)
				for (const piece of samples(element.element, plain))
					texts.push(`${lead}${filled(piece)}\0`, `\0${filled(piece)}\0`, `${filled(lead + piece)}\0`);
			const inner = element.type === 'Quantifier' ? element.element : element;
			if ('alternatives' in inner) for (const one of inner.alternatives) visit(one.elements as AST.Element[], lead);
		});
	};
	for (const one of parseRegExpLiteral(`/${source}/${flags}`).pattern.alternatives) visit(one.elements, '');
	return [...new Set(texts)];
}
