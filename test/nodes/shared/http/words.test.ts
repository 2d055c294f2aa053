import { cut, masked, refusalOf, wordsIn } from '../../../../nodes/shared/http/words';

describe('the words of a service are found in every shape in which it puts them', () => {
	test.each<[string, unknown, string]>([
		['a text', ' no such contact ', 'no such contact'],
		['message', { message: 'no such contact' }, 'no such contact'],
		['msg', { msg: 'no such contact' }, 'no such contact'],
		['error', { error: 'Unauthorized' }, 'Unauthorized'],
		['message before error', { error: 'Unprocessable Entity', message: ['a', 'b'], statusCode: 422 }, 'a, b'],
		['error.message', { error: { code: 7, message: 'no such contact' } }, 'no such contact'],
		['message.message', { message: { message: 'no such contact' } }, 'no such contact'],
		['a list of texts', ['a', 'b', 'a'], 'a, b'],
		['a list of objects', { message: [{ message: 'a' }, { constraints: 'b' }] }, 'a, b'],
		['errors as texts', { errors: ['a', 'b'] }, 'a, b'],
		['errors by field', { errors: { email: ['is taken'], name: 'is empty' } }, 'email: is taken; name: is empty'],
		[
			'errors of JSON:API',
			{ errors: [{ title: 'Invalid', detail: 'name is empty', source: { pointer: '/data' } }] },
			'name is empty',
		],
		['only a title', { errors: [{ title: 'Not found', code: 'not_found' }] }, 'Not found'],
		['the words of OAuth', { error_description: 'code not found' }, 'code not found'],
		['details', { details: [{ reason: 'too long' }] }, 'too long'],
		['the first that says anything', { message: '', msg: null, detail: 'too long' }, 'too long'],
		['nothing', {}, ''],
		['no words at all', { statusCode: 500, ok: false, message: 7 }, ''],
		['null', null, ''],
	])('%s', (_, body, words) => expect(wordsIn(body)).toBe(words));
});

test.each([
	['Bearer abcdef123456', 'Bearer •••'],
	['{"access_token":"abc123def456"}', '{"access_token":"•••"}'],
	['the token pit-0a1b2c3d-0000 is wrong', 'the token ••• is wrong'],
	['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', '•••'],
	['the password is wrong', 'the password is wrong'],
])('a secret never shows: %s', (text, shown) => expect(masked(text)).toBe(shown));

test.each([
	[
		'<!doctype html><html><head><title>\n502 Bad Gateway </title></head><body>nginx</body></html>',
		'answered 502: 502 Bad Gateway',
	],
	['  <html><TITLE lang="en">We&#39;ll be back</TITLE>', "answered 502: We'll be back"],
	['<html><body>no title</body></html>', ''],
	[`<html>${'x'.repeat(30_000)}<title>far below</title>`, ''],
	['upstream connect error', 'upstream connect error'],
	['', ''],
])('a refusal that is no JSON says what its page is titled, or its text: %#', (body, said) => {
	expect(wordsIn(refusalOf(body, 502))).toBe(said);
});

test('a long text is cut, in one line', () => {
	expect(cut(' a\n b ')).toBe('a b');
	expect(cut('x'.repeat(600))).toBe(`${'x'.repeat(500)}…`);
});
