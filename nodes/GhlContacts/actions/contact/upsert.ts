import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Endpoint } from '../../../shared/endpoint';
import { InputProblem, textOf } from '../../../shared/parameters/input';
import { fieldMapper } from '../../../shared/parameters/mapper';
import { operation } from '../../../shared/operation';
import { withIgnored } from '../../mapping/mapping';
import { addTags } from './addTags';
import { contactBody, contactKeys, ignoredIn, mappingNeeds } from './fields';
import { bringKeysUpToDate, findBy, setKeys } from './findBy';
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

const post: Endpoint = {
	route: 'POST /contacts/upsert',
	effect: 'idempotent',
	scopes: ['contacts.write'],
	source: 'contacts.json upsert-contact',
	needs: mappingNeeds('upsert'),
	body: (input) => {
		const body = contactBody(input, 'upsert');
		if (!body.email && !body.phone) {
			throw new InputProblem(
				'fields',
				'The contact has neither an email nor a phone',
				'GHL finds contacts by them: map one of the two, or use "Create".',
			);
		}
		return {
			...body,
			...(input.option('createNew') === true && { createNewIfDuplicateAllowed: true }),
			locationId: input.account.values.locationId,
		};
	},
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
	options: [...writeOptionsWithTags, createNew, findBy],
	keys: contactKeys,
	simplify: SIMPLE,
	markers: ['created', 'ignoredFields'],
	effect: 'idempotent',
	endpoints: [post, search, setKeys, addTags, removeTags],
	execute: async (calls, input) => {
		await bringKeysUpToDate(calls, input);
		return await writeWithTags(calls, input, post);
	},
});
