import { countryName, countryOf, isPostalCode } from './country';

export interface Address {
	readonly street: string;
	readonly city: string;
	readonly state: string;
	readonly postalCode: string;
	/** Empty when the line does not say it. */
	readonly country: string;
}

/**
 * The parts of an address in one line, as US and Canadian ones are written: `street[, unit], city, ST code[, country]`.
 * Undefined for any other form: a wrong guess would send a crew to the wrong house.
 */
export function splitAddress(line: string): Address | undefined {
	const parts = line
		.split(/[,\n]/)
		.map((part) => part.trim())
		.filter(Boolean);
	const country = stateAndCode(parts) ? '' : countryName(parts.pop() ?? '');
	const region = stateAndCode(parts);
	if (!region) return undefined;
	const [city, ...street] = parts.slice(0, -region.taken).reverse();
	if (!city || street.length === 0) return undefined;
	return { street: street.reverse().join(', '), city, state: region.state, postalCode: region.postalCode, country };
}

/** State and postal code at the end, in one part ("IL 62701") or two ("IL", "62701"). */
function stateAndCode(parts: readonly string[]): { state: string; postalCode: string; taken: number } | undefined {
	const taken = isPostalCode(parts.at(-1) ?? '') ? 2 : 1;
	const [, state, postalCode] = /^([a-z]{2}) +([a-z0-9 -]+)$/i.exec(parts.slice(-taken).join(' ')) ?? [];
	if (!state || !postalCode || !countryOf(state, postalCode)) return undefined;
	return { state: state.toUpperCase(), postalCode: postalCode.toUpperCase(), taken };
}
