import { z } from 'zod';

/** A custom field of GHL, as Custom Field: Get Many gives it. */
const ghlField = z.object({
	name: z.string().trim().min(1),
	fieldKey: z.string().transform((key) => key.replace(/^contact\./, '')),
	dataType: z.string(),
	picklistOptions: z.array(z.string()).catch([]),
});

/** A custom field of Booqable, as Default Property: Get Many gives it. */
const booqableField = z.object({
	name: z.string().trim().min(1),
	identifier: z.string().min(1),
	property_type: z.string(),
	select_options: z.array(z.string()).catch([]),
});

/** What a field holds, as far as both apps have it. */
type Kind = 'choice' | 'phone' | 'text';

interface Found {
	readonly name: string;
	/** As the mapper of the Sync toward this app names it. */
	readonly field: string;
	/** Where records of this app hold the value. */
	readonly path: readonly string[];
	/** None for a type that the other app does not have. */
	readonly kind?: Kind;
	readonly type: string;
	readonly choices: readonly string[];
}

/**
 * Two fields that can be kept the same, or one whose other can be made. `different`: both apps have the name, with
 * types or choices that do not fit.
 */
export interface FieldProposal {
	readonly name: string;
	readonly state: 'both' | 'onlyBooqable' | 'onlyGhl' | 'different';
	/** Why two fields of the same name are left alone. */
	readonly reason?: string;
	readonly booqable?: Found;
	readonly ghl?: Found;
	/** What to make in the app that lacks it: the parameters of its operation Create. */
	readonly make?: { readonly name: string; readonly type: string; readonly key: string; readonly choices: string };
}

const TYPES_OF_GHL: ReadonlyArray<readonly [type: string, kind: Kind, words: string]> = [
	['TEXT', 'text', 'text'],
	['LARGE_TEXT', 'text', 'text of several lines'],
	['PHONE', 'phone', 'phone'],
	['SINGLE_OPTIONS', 'choice', 'dropdown'],
	['RADIO', 'choice', 'radio buttons'],
];
const TYPES_OF_BOOQABLE: ReadonlyArray<readonly [type: string, kind: Kind, words: string]> = [
	['text_field', 'text', 'text'],
	['text_area', 'text', 'text of several lines'],
	['phone', 'phone', 'phone'],
	['select', 'choice', 'select'],
];
/** Types that no field of the other app can be kept the same as, in words. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
	CHECKBOX: 'checkboxes',
	DATE: 'date',
	FILE_UPLOAD: 'file',
	MONETORY: 'money',
	MULTIPLE_OPTIONS: 'dropdown with several choices',
	NUMERICAL: 'number',
	TEXTBOX_LIST: 'text boxes',
	address: 'address',
	date_field: 'date',
	email: 'email',
};

/** 05-12-2026 is in May or in December, and nothing beside it says which. */
const DATES = 'dates, which Booqable keeps as text whose day and month cannot be told apart';

/** Texts that an expression and a list of a form can hold as they are. */
const isPlain = (name: string): boolean => !/[{}\\"`,\r\n]/.test(name);

const folded = (name: string): string =>
	name
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, '');

/** What the templates map already, and what is Sync's own, by folded name. */
const TAKEN = new Set(
	['Name', 'First name', 'Last name', 'Full name', 'Email', 'Phone', 'Website', 'Industry', 'Tags'].map(folded),
);
/** Business data has a template of its own; the others are made by this package. */
const OWN = new Set(['companysize', 'annualrevenue', 'ghlcontactid']);
const isOurs = (name: string): boolean =>
	OWN.has(folded(name)) || TAKEN.has(folded(name)) || folded(name).startsWith('booqable');

/** Fields of both apps by their names and types, in the order of Booqable, then those that GHL alone has. */
export function fieldProposals(ofBooqable: readonly unknown[], ofGhl: readonly unknown[]): FieldProposal[] {
	const booqable = offered(ofBooqable.flatMap((one) => booqableField.safeParse(one).data ?? []).map(inBooqable));
	const ghl = offered(ofGhl.flatMap((one) => ghlField.safeParse(one).data ?? []).map(inGhl));
	const pairs = booqable.map((one) => {
		const other = ghl.find((candidate) => folded(candidate.name) === folded(one.name));
		return other ? together(one, other) : alone('onlyBooqable', one, TYPES_OF_GHL);
	});
	const left = ghl.filter((one) => !booqable.some((other) => folded(other.name) === folded(one.name)));
	return [...pairs, ...left.map((one) => alone('onlyGhl', one, TYPES_OF_BOOQABLE))].flatMap((one) => one ?? []);
}

/** The first of each name that is not ours. */
const offered = (fields: readonly Found[]): Found[] =>
	fields.filter(
		({ name }, index) =>
			folded(name) !== '' && !isOurs(name) && fields.findIndex((one) => folded(one.name) === folded(name)) === index,
	);

function inGhl({ name, fieldKey, dataType, picklistOptions }: z.infer<typeof ghlField>): Found {
	const [, kind, words = OTHER_WORDS[dataType]] = TYPES_OF_GHL.find(([type]) => type === dataType) ?? [];
	const path = ['customFields', name];
	return { name, field: `custom_${fieldKey}`, path, kind, type: words ?? dataType, choices: picklistOptions };
}

function inBooqable({ name, identifier, property_type, select_options }: z.infer<typeof booqableField>): Found {
	const [, kind, words = OTHER_WORDS[property_type]] = TYPES_OF_BOOQABLE.find(([type]) => type === property_type) ?? [];
	const path = ['properties', identifier];
	return { name, field: `property_${identifier}`, path, kind, type: words ?? property_type, choices: select_options };
}

function together(booqable: Found, ghl: Found): FieldProposal {
	const { name } = booqable;
	if (!isPlain(booqable.name) || !isPlain(ghl.name))
		return {
			name,
			state: 'different',
			reason: 'a name with a comma or another sign that a form cannot take',
			booqable,
			ghl,
		};
	if (booqable.kind === undefined || booqable.kind !== ghl.kind) {
		const isDate = booqable.type === 'date' && ghl.type === 'date';
		const reason = isDate ? DATES : `${booqable.type} in Booqable, ${ghl.type} in GHL`;
		return { name, state: 'different', reason, booqable, ghl };
	}
	const choices = ({ choices: all }: Found) => all.map(folded).sort().join();
	if (booqable.kind === 'choice' && choices(booqable) !== choices(ghl))
		return { name, state: 'different', reason: 'other choices in Booqable than in GHL', booqable, ghl };
	return { name, state: 'both', booqable, ghl };
}

/** None where the other app has no such type. */
function alone(
	state: 'onlyBooqable' | 'onlyGhl',
	found: Found,
	types: ReadonlyArray<readonly [type: string, kind: Kind, words: string]>,
): FieldProposal | undefined {
	const { name, kind, choices } = found;
	const [type] = types.find(([, one]) => one === kind) ?? [];
	const hasChoices = kind !== 'choice' || (choices.length > 0 && choices.every(isPlain));
	if (type === undefined || !hasChoices || !isPlain(name)) return undefined;
	const key = found.field.replace(/^(?:custom|property)_/, '');
	const make = { name, type, key, choices: choices.join(', ') };
	return { name, state, make, ...(state === 'onlyGhl' ? { ghl: found } : { booqable: found }) };
}
