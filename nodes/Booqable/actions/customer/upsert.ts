import type { IDataObject } from 'n8n-workflow';
import { canonicalEmail } from '../../../../sync/model/canonical';
import type { Calls } from '../../../shared/calls';
import { InputProblem, textOf, type Input } from '../../../shared/input';
import { emptyValues, fieldMapper } from '../../../shared/mapper';
import { operation } from '../../../shared/operation';
import { identifierOf, isPropertyColumn } from '../../mapping/properties';
import { tagMode, tags } from '../../tags';
import { create } from './create';
import { ID_COLUMN } from './fields';
import { get, SIMPLE } from './get';
import { getMany } from './getMany';
import { RecentlyMade } from './recentlyCreated';
import { update } from './update';

/** Lists show a new customer only after some seconds: until then the next item finds it here. */
const recent = new RecentlyMade();

/** Several customers that match are listed in the error, so no more than these are of use. */
const SHOWN = 10;

export const upsert = operation({
	resource: 'customer',
	name: 'upsert',
	label: 'Create or Update',
	action: 'Create or update customer',
	description:
		'Update the active customer that matches by email, ID or a property, or create one. Several that match are an error that lists them.',
	parameters: [
		fieldMapper({
			resourceMapperMethod: 'getCustomerColumnsForUpsert',
			mode: 'upsert',
			multiKeyMatch: true,
			hint: 'All columns to match on must fit. An empty one is an error, so that no wrong customer is changed.',
		}),
	],
	options: [emptyValues, tags, tagMode],
	keys: (input) => matchedOn(input).map(([column, value]) => `${column} ${value.toLowerCase()}`),
	effect: 'idempotent',
	endpoints: [get, getMany, create, update],
	execute: async (calls, input) => {
		const wanted = matchedOn(input);
		const found = await find(calls, wanted);
		if (found === undefined) {
			const made = await calls.onePerformed(create, input);
			recent.add(calls.account.key, wanted, textOf(made.id));
			return { ...made, created: true };
		}
		return { ...(await calls.onePerformed(update, input.with({ customerId: found }))), created: false };
	},
	simplify: SIMPLE,
	markers: ['created'],
});

type Match = readonly [column: string, value: string];

/** Columns to match on, with their values. */
function matchedOn(input: Input): Match[] {
	const columns = input.matchingColumns('fields');
	if (columns.length === 0)
		throw new InputProblem(
			'fields',
			'No column to match on is chosen',
			'Choose email, ID or a property under "Columns to match on".',
		);
	const mapped = input.mapped('fields');
	return columns.map((column) => {
		// items of automatic mapping have the identifier
		const value = textOf(mapped[column] ?? (isPropertyColumn(column) ? mapped[identifierOf(column)] : undefined));
		if (value === '')
			throw new InputProblem(
				column,
				`The column "${column}" to match on is empty`,
				'Map a value that is never empty, or match on another column.',
			);
		return [column, column === 'email' ? canonicalEmail(value) : value];
	});
}

/** The ID of the one customer that matches, if there is one. */
async function find(calls: Calls, wanted: readonly Match[]): Promise<string | undefined> {
	const known = recent.find(calls.account.key, wanted);
	if (known) return known;
	const matching = (await candidates(calls, new Map(wanted))).filter((customer) =>
		wanted.every((match) => fits(customer, match)),
	);
	if (matching.length > 1) {
		const listed = matching
			.slice(0, SHOWN)
			.map(({ id, number, name }) => `${textOf(name)} (number ${textOf(number)}, ${textOf(id)})`);
		throw new InputProblem(
			'fields',
			`${matching.length}${matching.length >= SHOWN ? ' or more' : ''} customers match: ${listed.join('; ')}`,
			'Merge them in Booqable, or match on one more column.',
		);
	}
	return matching[0] && textOf(matching[0].id);
}

async function candidates(calls: Calls, wanted: ReadonlyMap<string, string>): Promise<IDataObject[]> {
	const id = wanted.get(ID_COLUMN);
	if (id !== undefined) {
		const customer = await calls.oneOrNone(get, { customerId: id });
		if (!customer)
			throw new InputProblem(
				ID_COLUMN,
				`Booqable has no customer with the ID ${id}`,
				'It may have been merged into another. Match on the email instead.',
			);
		return [customer];
	}
	const email = wanted.get('email');
	if (email !== undefined) return await calls.many(getMany, { limit: SHOWN, filters: { email } });
	// Booqable has no filter for property values, but its search looks through them.
	const [query] = wanted.values();
	return await calls.many(getMany, { limit: 100, filters: { query } });
}

/** Checked here too: Booqable does not say how its filters compare. */
function fits(customer: IDataObject, [column, value]: Match): boolean {
	if (column === ID_COLUMN) return textOf(customer.id) === value;
	if (column === 'email') return canonicalEmail(textOf(customer.email)) === value;
	const properties = (customer.properties ?? {}) as IDataObject; // a hash of texts
	return textOf(properties[identifierOf(column)]).toLowerCase() === value.toLowerCase();
}
