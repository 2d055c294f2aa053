import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Endpoint } from '../../../shared/endpoint';
import { InputProblem, textOf, type Input } from '../../../shared/parameters/input';
import { fieldMapper } from '../../../shared/parameters/mapper';
import { operation } from '../../../shared/operation';
import { withIgnored } from '../../mapping/mapping';
import { addTags } from './addTags';
import { contactBody, contactKeys, ignoredIn, mappingNeeds } from './fields';
import { bringKeysUpToDate, findBy, foundByField, setKeys } from './findBy';
import { writeOptionsWithTags } from './options';
import { removeTags } from './removeTags';
import { search } from './search';
import { asContact, contactWants, SIMPLE } from './response';
import { writeWithTags } from './writeWithTags';

const createNew: INodeProperties = {
	displayName: 'Create New Where Allowed',
	name: 'createNew',
	type: 'boolean',
	default: false,
	description:
		'Whether to make a new contact without a look for an existing one, in sub-accounts that allow duplicates',
};

const existing: INodeProperties = {
	displayName: 'If the Contact Exists',
	name: 'existing',
	type: 'options',
	options: [
		{ name: 'Leave It', value: 'leave', description: 'It is returned as it is. Looking takes one call more.' },
		{ name: 'Update It', value: 'update' },
	],
	default: 'update',
	description: 'What happens to the contact that is found',
};

/** What is written, which GHL must be able to find. */
function bodyWithKeys(input: Input): IDataObject {
	const body = contactBody(input, 'upsert');
	if (!body.email && !body.phone)
		throw new InputProblem(
			'fields',
			'The contact has neither an email nor a phone',
			'GHL finds contacts by them: map one of the two, or use "Create".',
		);
	return body;
}

const findExisting: Endpoint = {
	route: 'GET /contacts/search/duplicate',
	effect: 'read',
	scopes: ['contacts.readonly'],
	source: 'contacts.json get-duplicate-contact',
	needs: mappingNeeds('upsert'),
	query: (input) => {
		const { email, phone } = bodyWithKeys(input);
		return { locationId: input.account.values.locationId, email, number: phone };
	},
	wants: contactWants,
	envelope: { keys: ['contact'] },
	answer: (body, input) => (body.contact ? [asContact(body, input)] : []),
};

const post: Endpoint = {
	route: 'POST /contacts/upsert',
	effect: 'idempotent',
	scopes: ['contacts.write'],
	source: 'contacts.json upsert-contact',
	needs: mappingNeeds('upsert'),
	body: (input) => ({
		...bodyWithKeys(input),
		...(input.option('createNew') === true && { createNewIfDuplicateAllowed: true }),
		locationId: input.account.values.locationId,
	}),
	wants: contactWants,
	envelope: { record: ['contact'] },
	answer: (body, input) => {
		const contact = asContact(body, input);
		const dropped = body.new === true ? [] : droppedFields(contact, contactBody(input, 'upsert'));
		return { ...contact, created: body.new === true, ...withIgnored([...dropped, ...ignoredIn(input, 'upsert')]) };
	},
};

/**
 * With the email of one contact and the phone of another GHL updates one of them and drops the other field without a
 * word.
 */
function droppedFields(contact: IDataObject, sent: IDataObject): string[] {
	const differs = (field: 'email' | 'phone'): boolean => {
		const value = textOf(sent[field]);
		return value !== '' && textOf(contact[field]).toLowerCase() !== value.toLowerCase();
	};
	return [
		...(differs('email') ? ['email'] : []),
		...(textOf(sent.phone).startsWith('+') && differs('phone') ? ['phone'] : []),
	];
}

export const upsert = operation({
	resource: 'contact',
	name: 'upsert',
	label: 'Create or Update',
	action: 'Create or update contact',
	description:
		'Create a new contact, or update the current one if it already exists (upsert): GHL looks for the same email or phone, in the order set in the sub-account. Where the two belong to different contacts, "ignoredFields" names what GHL did not write.',
	parameters: [
		fieldMapper({
			resourceMapperMethod: 'getContactColumnsForUpsert',
			mode: 'add',
			hint: 'Map an email or a phone: GHL finds the contact by them',
		}),
	],
	options: [...writeOptionsWithTags, createNew, findBy, existing],
	keys: contactKeys,
	simplify: SIMPLE,
	markers: ['created', 'left', 'ignoredFields'],
	effect: 'idempotent',
	endpoints: [post, search, findExisting, setKeys, addTags, removeTags],
	execute: async (calls, input) => {
		const known = await foundByField(calls, input);
		if (textOf(input.option('existing')) === 'leave') {
			const found = known ?? [await calls.perform(findExisting, input)].flat()[0];
			if (found) return { ...found, created: false, left: true };
		} else if (known) await bringKeysUpToDate(calls, input, known);
		return await writeWithTags(calls, input, post);
	},
});
