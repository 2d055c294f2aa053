import { matched } from '../../../../nodes/shared/parameters/automatic';

const COLUMNS = [
	{ id: 'firstName', names: ['First Name'] },
	{ id: 'email', names: ['Email'] },
	{ id: 'custom_size', names: ['Size', 'Size (size)'] },
	{ id: 'custom_size_2', names: ['Size', 'Size (size_2)'] },
];

test.each([
	[{ firstName: 'Ada' }, { firstName: 'Ada' }, []],
	[{ 'First Name': 'Ada', 'E-Mail': 'a@b.co' }, { firstName: 'Ada', email: 'a@b.co' }, []],
	[{ first_name: 'Ada', EMAIL: 'a@b.co' }, { firstName: 'Ada', email: 'a@b.co' }, []],
	[{ Email: 'old@b.co', email: 'a@b.co' }, { email: 'a@b.co' }, ['Email']],
	[{ Email: 'a@b.co', email: '' }, { email: 'a@b.co' }, []],
	[{ Size: 'L', 'Size (size_2)': 'M' }, { custom_size_2: 'M' }, ['Size']],
	[{ Colour: 'red', row_number: 2, nothing: '' }, {}, ['Colour', 'row_number']],
])('%j', (item, values, unmatched) => {
	expect(matched(item, COLUMNS)).toEqual({ values, unmatched });
});
