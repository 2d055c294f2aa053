import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { canonicalEmail } from '../../../../sync/model/canonical';
import type { Calls } from '../../../shared/runner/calls';
import type { Endpoint } from '../../../shared/endpoint';
import { InputProblem, textOf, type Input } from '../../../shared/parameters/input';
import { isEmpty } from '../../../shared/parameters/mapper';
import { orNone } from '../../../shared/values/field';
import { columnOf, contactFields } from '../../mapping/customFields';
import { matchedFields } from '../../mapping/mapping';
import { contactBody, contactKeys, mappingNeeds } from './fields';
import { search } from './search';
import { customFieldNamed } from './searchFilters/fields';

/** Two are as wrong as many. */
const FEW = 5;

export const findBy: INodeProperties = {
	displayName: 'Find by Custom Field Name or ID',
	name: 'findBy',
	type: 'options',
	typeOptions: { loadOptionsMethod: 'getKeyFields' },
	default: '',
	description:
		'A mapped custom field that holds the ID of another app. The contact that has the value is updated, even if its email and phone are others by now; without such a contact GHL looks for them as usual. Takes one more call. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

/** What GHL finds a contact by, as it is mapped: it takes the contact for the same person from then on. */
export const setKeys: Endpoint = {
	route: 'PUT /contacts/{contactId}',
	effect: 'idempotent',
	scopes: ['contacts.write'],
	source: 'contacts.json update-contact',
	needs: mappingNeeds('upsert'),
	body: (input) => {
		const { email, phone } = contactBody(input, 'upsert');
		return email ? { email } : { phone };
	},
	envelope: { record: ['contact'] },
};

/** The contact with the mapped value of the chosen field; undefined where none is chosen, or no contact has it. */
export async function foundByField(calls: Calls, input: Input): Promise<IDataObject | undefined> {
	const key = await keyOf(calls, input);
	if (!key) return undefined;
	const conditions = { condition: [{ field: key.column, operator: 'eq', value: key.value }] };
	const found = await calls.many(search, { limit: FEW, groups: { group: [{ conditions }] }, options: {} });
	if (found.length > 1)
		throw new InputProblem(
			'findBy',
			`Several contacts have the ${key.label} "${textOf(key.value)}": ${found.map(({ id }) => textOf(id)).join(', ')}`,
			'Merge them in GHL, or clear the field in all but one.',
		);
	return found[0];
}

/**
 * GHL's upsert looks for email and phone alone. Where the contact to update has another email (or, where none is
 * mapped, another phone), it is given the mapped one first, so that GHL finds it.
 */
export async function bringKeysUpToDate(calls: Calls, input: Input, known: IDataObject): Promise<void> {
	const [email, phone] = contactKeys(input);
	const isSame = email
		? canonicalEmail(textOf(known.email)) === email
		: !phone || textOf(known.phone).replace(/\D/g, '') === phone;
	if (!isSame) await calls.onePerformed(setKeys, input.with({ contactId: known.id }));
}

/**
 * The custom field to find by, with its mapped value; undefined where the item has none, and where the sub-account
 * lacks the field and "Invalid Values" leaves it out.
 */
async function keyOf(
	calls: Calls,
	input: Input,
): Promise<{ column: string; label: string; value: unknown } | undefined> {
	const chosen = textOf(input.option('findBy'));
	if (chosen === '') return undefined;
	const fields = await calls.cached(contactFields);
	const named = () => customFieldNamed(chosen, fields, 'findBy');
	// Its value is left out as well, so no contact has it.
	const field = input.option('invalidValues') === 'omit' ? orNone(named) : named();
	if (!field) return undefined;
	const column = columnOf(field);
	const isAutomatic = input.mapsAutomatically('fields');
	const mapped = isAutomatic ? matchedFields(input.mapped('fields'), [], fields).values : input.mapped('fields');
	if (!(column in mapped) && !isAutomatic)
		throw new InputProblem(
			'findBy',
			`The field to find the contact by, "${field.name}", is not mapped`,
			'Map it, or remove the option "Find by Custom Field".',
		);
	return isEmpty(mapped[column]) ? undefined : { column, label: field.name, value: mapped[column] };
}
