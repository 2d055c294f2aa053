import { unflatten } from '../../launcher/flatted';

test('objects, lists and texts are resolved from their indices, other values stay as they are', () => {
	const flat = JSON.stringify([
		{ name: '1', list: '2', count: 3, flag: true, nothing: null },
		'Ada',
		['1', 4, '3'],
		{ inner: '1' },
	]);
	expect(unflatten(flat)).toEqual({
		name: 'Ada',
		list: ['Ada', 4, { inner: 'Ada' }],
		count: 3,
		flag: true,
		nothing: null,
	});
});

test('a value that contains itself does', () => {
	const whole = unflatten('[{"self":"0"}]');
	expect(Object(whole).self).toBe(whole);
});

test('keys that objects inherit are read as plain data', () => {
	expect(unflatten('[{"constructor":"1","__proto__":"1"},"text"]')).toHaveProperty('constructor', 'text');
});
