import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import type { Calls } from '../../../shared/runner/calls';
import type { Endpoint } from '../../../shared/endpoint';
import { ApiError } from '../../../shared/http/errors';
import { InputProblem, type Input } from '../../../shared/parameters/input';
import { fieldMapper } from '../../../shared/parameters/mapper';
import { withIgnored } from '../../mapping/mapping';
import { operation } from '../../../shared/operation';
import { isEmpty } from '../../../shared/values/empty';
import { tagsIn } from '../../../shared/values/tags';
import { contactBody, contactKeys, forUpdate, ignoredIn, mappingNeeds } from './fields';
import { getForWrite } from './get';
import { newContactTags, writeOptions } from './options';
import { asContact, contactWants, SIMPLE } from './response';
import { update } from './update';

const onDuplicate: INodeProperties = {
	displayName: 'On Duplicate',
	name: 'onDuplicate',
	type: 'options',
	options: [
		{ name: 'Return Existing', value: 'return', description: 'Return the contact that GHL has, unchanged' },
		{ name: 'Stop With an Error', value: 'error' },
		{ name: 'Update Existing', value: 'update', description: 'Write the mapped fields to the contact that GHL has' },
	],
	default: 'error',
	description: 'What happens when GHL has a contact with this email or phone, and the sub-account allows no duplicates',
};

const post: Endpoint = {
	route: 'POST /contacts/',
	effect: 'create',
	scopes: ['contacts.write'],
	source: 'contacts.json create-contact',
	needs: mappingNeeds('create'),
	body: (input) => {
		const tags = tagsIn(input.option('tags'));
		const fields = contactBody(input, 'create');
		// GHL's documentation asks for none of them, and an expression that finds nothing would make nobody a contact.
		if (Object.values(fields).every(isEmpty))
			throw new InputProblem(
				'fields',
				'No mapped field has a value, so no contact is created',
				'Map at least one field that has a value, such as the email.',
			);
		return {
			...fields,
			...(tags.length > 0 && { tags }),
			locationId: input.account.values.locationId,
		};
	},
	wants: contactWants,
	envelope: { record: ['contact'] },
	answer: (body, input) => ({ ...asContact(body, input), created: true, ...withIgnored(ignoredIn(input, 'create')) }),
};

export const create = operation({
	resource: 'contact',
	name: 'create',
	label: 'Create',
	action: 'Create contact',
	description: 'Create a contact',
	parameters: [onDuplicate, fieldMapper({ resourceMapperMethod: 'getContactColumnsForCreate', mode: 'add' })],
	options: [...writeOptions, newContactTags],
	keys: contactKeys,
	simplify: SIMPLE,
	markers: ['created', 'ignoredFields'],
	effect: 'create',
	endpoints: [post, getForWrite, update],
	execute: async (calls, input) =>
		await calls.perform(post, input).catch(async (error: unknown) => {
			const contactId = duplicateOf(error);
			const choice = input.text('onDuplicate');
			if (!contactId || choice === 'error') throw error;
			return { ...(await existing(calls, input.with({ contactId }), choice)), created: false };
		}),
});

async function existing(calls: Calls, input: Input, choice: string): Promise<IDataObject> {
	if (choice !== 'update') return await calls.onePerformed(getForWrite, input);
	const { taken, ignored } = forUpdate(input);
	const contact = await calls.onePerformed(update, taken);
	return { ...contact, ...(ignored.length > 0 && { ignoredFields: ignored }) };
}

/** GHL answers 400 and names the contact that is in the way. */
function duplicateOf(error: unknown): string | undefined {
	if (!(error instanceof ApiError) || error.status !== 400) return undefined;
	return z.object({ contactId: z.string().min(1) }).safeParse(error.body.meta).data?.contactId;
}
