import type { IWebhookFunctions } from 'n8n-workflow';
import { bytesOf } from '../../../../nodes/shared/trigger/trigger';

/** A request as n8n hands it over: `readRawBody` reads what is there. */
function request(type: string | undefined, more: object = {}) {
	const made = {
		headers: { 'content-type': type },
		rawBody: undefined as Buffer | undefined,
		readableEnded: false,
		readRawBody: jest.fn(async () => await Promise.resolve(void (made.rawBody = Buffer.from('{"a":1}')))),
		...more,
	};
	return made;
}
const bytes = async (made: object): Promise<string> =>
	(await bytesOf({ getRequestObject: () => made } as unknown as IWebhookFunctions)).toString();

test.each(['application/json', 'text/plain', undefined])('are read where n8n has not done it (%s)', async (type) => {
	expect(await bytes(request(type))).toBe('{"a":1}');
});

test('are those that n8n has read', async () => {
	const made = request('application/json', { rawBody: Buffer.from('{}') });
	expect(await bytes(made)).toBe('{}');
	expect(made.readRawBody).not.toHaveBeenCalled();
});

test('are none of a request that has ended, or that n8n gives no way to read', async () => {
	expect(await bytes(request('application/json', { readableEnded: true }))).toBe('');
	expect(await bytes(request('application/json', { readRawBody: undefined }))).toBe('');
});

// n8n has its fields before the request has ended: what it would read then has another length than was announced.
test.each(['multipart/form-data; boundary=x', ' Multipart/Form-Data; boundary=x'])(
	'are none of a multipart form, and it is not read again (%s)',
	async (type) => {
		const made = request(type, {
			readRawBody: async () => await Promise.reject(new Error('request size did not match content length')),
		});
		expect(await bytes(made)).toBe('');
	},
);
