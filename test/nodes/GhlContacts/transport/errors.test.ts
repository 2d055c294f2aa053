import type { IDataObject } from 'n8n-workflow';
import { withLabels } from '../../../../nodes/GhlContacts/transport/scopes';
import { byId, GhlAccount } from '../../../support/ghl';

let ghl: GhlAccount;
beforeAll(async () => {
	ghl = await GhlAccount.start();
});
beforeEach(() => ghl.sandbox.reset());
afterAll(async () => await ghl.sandbox.close());

const refused = async (status: number, body: unknown) => {
	ghl.sandbox.faults({ kind: 'status', status, method: 'GET', times: 1, body });
	return await ghl.failure('contact.get', { contactId: byId('abc'), options: { customFieldsByName: false } });
};

describe("GHL's own words are reported wherever it puts them", () => {
	test.each<[unknown, string]>([
		[{ message: 'The page is too large' }, 'The page is too large'],
		[
			{ message: ['email must be an email', 'phone must be a string'] },
			'email must be an email, phone must be a string',
		],
		[{ msg: 'The contact is locked' }, 'The contact is locked'],
		[{ error: { message: 'No such pipeline' } }, 'No such pipeline'],
		[{ error: 'Bad Request' }, 'Bad Request'],
		[{ error: { errors: [{ msg: 'Invalid stage' }, { msg: 'Invalid status' }] } }, 'Invalid stage, Invalid status'],
		[
			{
				message: [
					{ property: 'email', constraints: { isEmail: 'email must be an email' }, message: 'email must be an email' },
				],
			},
			'email must be an email',
		],
		[{ message: { message: 'Nested in itself', error: 'Bad Request' } }, 'Nested in itself'],
		[{ errors: [{ detail: 'Too many tags' }] }, 'Too many tags'],
		[{ error_description: 'The grant has ended' }, 'The grant has ended'],
		[{ message: '', error: 'Conflict' }, 'Conflict'],
	])('%j', async (body, expected) => {
		const error = await refused(400, body);
		expect(error.message).toBe(`GHL: ${expected}`);
	});

	test.each<[unknown]>([[{}], [{ message: null }], [{ message: {} }], [[1, 2]]])(
		'where %j says nothing, the status is told',
		async (body) => {
			const error = await refused(400, body);
			expect(error.message).toBe('GHL answered 400');
		},
	);
});

test.each<[number, string, string]>([
	[400, 'The slot you have selected is no longer available.', '"Ignore Free Slots" to book at any time'],
	[400, 'Can not create duplicate opportunity for the contact.', 'Use "Create or Update"'],
])('%s %s is explained, with what to do', async (status, message, remedy) => {
	const error = await refused(status, { statusCode: status, message });
	expect([error.message, error.description]).toEqual([`GHL: ${message}`, expect.stringContaining(remedy)]);
});

test('a custom call that names no location is told to, and another operation to look at the credential', async () => {
	const body = { statusCode: 403, message: 'The token does not have access to this location.' };
	expect((await refused(403, body)).description).toContain('Token and location ID are of different sub-accounts');
	const call = { method: 'GET', path: '/contacts/', options: {} };
	const { message, description } = await ghl.failure('customApiCall.call', call);
	expect(message).toBe('The GHL token has no access to this location');
	expect(description).toContain('add locationId to its query or body');
});

test('a route that GHL does not know is not taken for a bad token', async () => {
	const error = await refused(401, {
		statusCode: 401,
		message: 'This route is not yet supported by the IAM Service. Please update your IAM config.',
	});
	expect(error.message).toBe('GHL has no such path, or not with this method');
	expect(error.description).toContain('The token is not the reason');
	expect(error.description).not.toContain('revoked');
});

test.each<[string[], string]>([
	[['contacts.write'], 'contacts.write ("Edit Contacts")'],
	[
		['calendars.readonly', 'calendars/events.readonly'],
		'calendars.readonly ("View Calendars") and calendars/events.readonly ("View Calendar Events")',
	],
	[['workflows.readonly'], 'workflows.readonly'],
])(
	'scopes %j are named as for an app, and as a private integration labels them where that is known',
	(scopes, expected) => {
		expect(withLabels(scopes)).toBe(expected);
	},
);

test('a refusal that lists objects is never shown as such', async () => {
	const bodies: IDataObject[] = [{ message: [{}, {}] }, { error: {} }, { msg: { inner: { deeper: 1 } } }];
	for (const body of bodies) expect((await refused(400, body)).message).not.toContain('[object');
});
