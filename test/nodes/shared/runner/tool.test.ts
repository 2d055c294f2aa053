import type { IDataObject, INodeType } from 'n8n-workflow';
import { GhlContacts } from '../../../../nodes/GhlContacts/GhlContacts.node';
import { byId, GhlAccount, mapping } from '../../../support/ghl';
import { failure, json, type Setup } from '../../../support/engine';

let ghl: GhlAccount;
beforeAll(async () => {
	ghl = await GhlAccount.start();
});
beforeEach(() => ghl.sandbox.reset());
afterAll(async () => await ghl.sandbox.close());

/** As n8n offers the node to an agent: under a name of its own. Of an error the agent gets the message alone. */
function tool(parameters: IDataObject, token?: string, onError?: Setup['onError']): Setup {
	const node: INodeType = new GhlContacts();
	node.description = { ...node.description, name: `${node.description.name}Tool` };
	return { ...ghl.setup(parameters, ghl.token(token), { onError }), node };
}

const create = (fields: IDataObject) => ({
	resource: 'contact',
	operation: 'create',
	onDuplicate: 'error',
	fields: mapping(fields),
	options: { customFieldsByName: false },
});
const get = {
	resource: 'contact',
	operation: 'get',
	contactId: byId('nobody'),
	simplify: false,
	options: { customFieldsByName: false },
};

describe('as a tool, the message says what happened and what to do', () => {
	it.each<[string, IDataObject, string | undefined, RegExp[]]>([
		['an invalid phone number', create({ phone: '12' }), undefined, [/12/, /Use a number like \+1 212 555 0142/]],
		['an invalid email', create({ email: 'nobody' }), undefined, [/nobody/, /name@example\.com/]],
		[
			'an ID that nothing has',
			get,
			undefined,
			[/nobody not found\./, /Check the ID: the contact may have been deleted/],
		],
		['a token that was revoked', get, 'pit-revoked', [/GHL refused the token/, /Open the credential/]],
		[
			'an unknown operation',
			{ ...get, operation: 'fly' },
			undefined,
			[/The resource "contact" has no operation "fly"\. Use one of: .*get/],
		],
		[
			'an unknown resource',
			{ ...get, resource: 'planet' },
			undefined,
			[/There is no resource "planet"\. Use one of: .*contact/],
		],
	])('for %s', async (_, parameters, token, parts) => {
		const { message } = await failure(tool(parameters, token));
		for (const part of parts) expect(message).toMatch(part);
		expect(message).not.toMatch(/undefined|\.\.|\[object/);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'also where the node goes on after an error (%s), since an agent reads the first output alone',
		async (onError) => {
			expect((await failure(tool(get, undefined, onError))).message).toContain('Check the ID');
		},
	);
});

test('as a tool, an empty list is reported as empty', async () => {
	const list = {
		resource: 'contact',
		operation: 'getMany',
		returnAll: true,
		filters: {},
		options: { customFieldsByName: false },
	};
	expect(await json(tool(list))).toEqual([{ message: 'No contact was found.' }]);
	expect(await json(ghl.setup(list))).toEqual([]);
});

test('as an ordinary node, what to do is in the description alone', async () => {
	const error = await failure(ghl.setup(get));
	expect(error.message).not.toContain('Check the ID');
	expect(error.description).toContain('Check the ID');
});
