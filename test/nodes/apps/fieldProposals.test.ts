import { fieldProposals } from '../../../nodes/apps/fieldProposals';

const inBooqable = (name: string, property_type = 'text_field', select_options: string[] = []) => ({
	id: name,
	name,
	identifier: name.toLowerCase().replace(/\W+/g, '_'),
	property_type,
	select_options,
});
const inGhl = (name: string, dataType = 'TEXT', picklistOptions: string[] = []) => ({
	id: name,
	name,
	fieldKey: `contact.${name.toLowerCase().replace(/\W+/g, '_')}`,
	dataType,
	picklistOptions,
});
const states = (booqable: unknown[], ghl: unknown[]) =>
	fieldProposals(booqable, ghl).map(({ name, state, reason }) => [name, state, ...(reason ? [reason] : [])]);

it('matches names whatever their letters, blanks and signs, in every script', () => {
	expect(
		states(
			[inBooqable('Shoe size'), inBooqable('Größe'), inBooqable('サイズ'), inBooqable('色')],
			[inGhl('SHOE-SIZE'), inGhl('größe'), inGhl('サイズ')],
		),
	).toEqual([
		['Shoe size', 'both'],
		['Größe', 'both'],
		['サイズ', 'both'],
		['色', 'onlyBooqable'],
	]);
});

it.each([
	['text_field', 'TEXT'],
	['text_field', 'LARGE_TEXT'],
	['text_area', 'TEXT'],
	['phone', 'PHONE'],
])('keeps %s and %s the same', (booqable, ghl) => {
	expect(states([inBooqable('Field', booqable)], [inGhl('Field', ghl)])).toEqual([['Field', 'both']]);
});

it('keeps choices the same where both apps have the same ones', () => {
	const ofBooqable = [inBooqable('Level', 'select', ['Gold', 'Silver']), inBooqable('Size', 'select', ['S', 'L'])];
	const ofGhl = [inGhl('Level', 'SINGLE_OPTIONS', ['silver', 'gold']), inGhl('Size', 'RADIO', ['S', 'M', 'L'])];
	expect(states(ofBooqable, ofGhl)).toEqual([
		['Level', 'both'],
		['Size', 'different', 'other choices in Booqable than in GHL'],
	]);
});

it.each([
	['text_field', 'NUMERICAL', 'text in Booqable, number in GHL'],
	['date_field', 'TEXT', 'date in Booqable, text in GHL'],
	['date_field', 'DATE', 'dates, which Booqable keeps as text whose day and month cannot be told apart'],
	['address', 'TEXT', 'address in Booqable, text in GHL'],
	['select', 'CHECKBOX', 'select in Booqable, checkboxes in GHL'],
	['text_field', 'SOMETHING_NEW', 'text in Booqable, SOMETHING_NEW in GHL'],
])('leaves %s and %s alone, and says why', (booqable, ghl, reason) => {
	expect(states([inBooqable('Field', booqable)], [inGhl('Field', ghl)])).toEqual([['Field', 'different', reason]]);
});

it('offers to make what one app alone has, if the other has such a type', () => {
	const found = fieldProposals(
		[inBooqable('Level', 'select', ['Gold', 'Silver']), inBooqable('Home', 'address')],
		[inGhl('Mobile', 'PHONE'), inGhl('Born', 'DATE'), inGhl('Photo', 'FILE_UPLOAD'), inGhl('Empty', 'RADIO')],
	);
	expect(found.map(({ state, make }) => [state, make])).toEqual([
		['onlyBooqable', { name: 'Level', type: 'SINGLE_OPTIONS', key: 'level', choices: 'Gold, Silver' }],
		['onlyGhl', { name: 'Mobile', type: 'phone', key: 'mobile', choices: '' }],
	]);
});

it('leaves out what the templates map, what Sync and the templates make, and the second field of one name', () => {
	const names = ['Phone', 'Website', 'Industry', 'Company size', 'Annual revenue', 'ghl_contact_id', 'Booqable ID'];
	expect(
		states(
			[...names, 'Code', 'code'].map((name) => inBooqable(name)),
			names.map((name) => inGhl(name)),
		),
	).toEqual([['Code', 'onlyBooqable']]);
});

it('leaves alone a name that an expression or the list of a form cannot hold', () => {
	expect(states([inBooqable('a}} b')], [inGhl('a}} b')])).toEqual([
		['a}} b', 'different', 'a name with a comma or another sign that a form cannot take'],
	]);
	expect(states([inBooqable('c, d')], [inGhl('say "x"')])).toEqual([]);
	expect(states([inBooqable("Driver's license")], [inGhl("Driver's License")])).toEqual([["Driver's license", 'both']]);
});

it('takes no notice of what is not a field', () => {
	expect(fieldProposals([{ error: 'no' }, null, 5], [{ id: 'x' }])).toEqual([]);
});
