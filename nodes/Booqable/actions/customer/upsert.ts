import type { IDataObject } from 'n8n-workflow';
import { canonicalEmail, regionOf } from '../../../../sync/model/canonical';
import { phoneSpellings } from '../../../../sync/model/phone';
import { matched } from '../../../shared/parameters/automatic';
import type { Calls } from '../../../shared/runner/calls';
import { InputProblem, textOf, type Input } from '../../../shared/parameters/input';
import { emptyValues, fieldMapper, isEmpty, valueOptions } from '../../../shared/parameters/mapper';
import { readEmail } from '../../../shared/values/email';
import { phoneIn } from '../../../shared/values/phone';
import { only, readText } from '../../../shared/values/text';
import { operation } from '../../../shared/operation';
import { dateFormat } from '../../mapping/dateFormat';
import {
	customerProperties,
	identifierOf,
	isDay,
	isPropertyColumn,
	keptLonger,
	propertyValue,
} from '../../mapping/properties';
import { attributeColumnsIn } from '../../mapping/recordFields';
import { tagMode, tags } from '../../tags';
import { create } from './create';
import { companyCountry } from '../../sync/companyCountry';
import { customerFields, ID_COLUMN } from './fields';
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
	options: [emptyValues, ...valueOptions, tags, tagMode],
	keys: (input) => matchedOn(input).map(([column, value]) => `${column} ${value.toLowerCase()}`),
	effect: 'idempotent',
	endpoints: [get, getMany, create, update, customerProperties.endpoint, dateFormat.endpoint],
	execute: async (calls, input) => {
		const wanted = await asWritten(calls, input, matchedOn(input));
		const found = await find(calls, wanted);
		if (found === undefined) {
			const made = await calls.onePerformed(create, input);
			recent.add(calls.account.key, wanted, textOf(made.id));
			return { ...made, created: true };
		}
		return { ...(await calls.onePerformed(update, input.with({ customerId: found }))), created: false };
	},
	simplify: SIMPLE,
	markers: ['created', 'ignoredFields'],
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
	const mapped = { ...input.mapped('fields'), ...attributeColumnsIn(customerFields, input) };
	return columns.map((column) => {
		const value = only(mapped[column] ?? automaticProperty(input, column));
		if (isEmpty(value))
			throw new InputProblem(
				column,
				`The column "${column}" to match on is empty`,
				'Map a value that is never empty, or match on another column.',
			);
		const field = { id: column, label: column };
		return [column, column === 'email' ? readEmail(value, field) : readText(value, field)];
	});
}

/** With the values of properties as the account writes them: a day in its format, a choice as it is in the list. */
async function asWritten(calls: Calls, input: Input, wanted: readonly Match[]): Promise<Match[]> {
	if (!wanted.some(([column]) => isPropertyColumn(column))) return [...wanted];
	const definitions = await calls.cached(keptLonger(customerProperties));
	const isDated = wanted.some(([column]) => isPropertyColumn(column) && isDay(identifierOf(column), definitions));
	const writing = { dates: input.dates, dateFormat: isDated ? await calls.cached(dateFormat) : '' };
	return wanted.map(([column, value]) => [
		column,
		isPropertyColumn(column) ? propertyValue(identifierOf(column), value, definitions, writing) : value,
	]);
}

/** In automatic mapping an item may have a property by identifier or name. */
const automaticProperty = (input: Input, column: string): unknown =>
	isPropertyColumn(column) && input.mapsAutomatically('fields')
		? matched(input.mapped('fields'), [{ id: column, names: [identifierOf(column)] }]).values[column]
		: undefined;

/** The ID of a customer made a moment ago, unless it was merged, archived or deleted since. */
async function remembered(calls: Calls, wanted: readonly Match[]): Promise<string | undefined> {
	const customerId = recent.find(calls.account.key, wanted);
	if (customerId === undefined) return undefined;
	const customer = await calls.oneOrNone(get, { customerId });
	if (customer && customer.archived !== true) return customerId;
	recent.forget(calls.account.key, wanted);
	return undefined;
}

/** The ID of the one customer that matches, if there is one. */
async function find(calls: Calls, wanted: readonly Match[]): Promise<string | undefined> {
	const known = await remembered(calls, wanted);
	if (known) return known;
	const isPhone = wanted.some(([column, value]) => isPropertyColumn(column) && /^\D{0,3}(?:\d\D{0,2}){7,}/.test(value));
	const region = isPhone ? regionOf(await calls.cached(companyCountry)) : undefined;
	const matching = (await candidates(calls, new Map(wanted), region)).filter((customer) =>
		wanted.every((match) => fits(customer, match, region)),
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

async function candidates(
	calls: Calls,
	wanted: ReadonlyMap<string, string>,
	region: string | undefined,
): Promise<IDataObject[]> {
	const id = wanted.get(ID_COLUMN);
	if (id !== undefined) {
		const customer = await calls.oneOrNone(get, { customerId: id });
		if (!customer)
			throw new InputProblem(
				ID_COLUMN,
				`Booqable has no customer with the ID ${id}`,
				'It may have been merged into another. Match on the email instead.',
			);
		if (customer.archived === true)
			throw new InputProblem(
				ID_COLUMN,
				`The customer with the ID ${id} is archived`,
				'It may have been merged into another. Match on the email instead, or write to it with Update.',
			);
		return [customer];
	}
	const email = wanted.get('email');
	if (email !== undefined) return await calls.many(getMany, { limit: SHOWN, filters: { email } });
	// Booqable has no filter for property values, but its search looks through them.
	const [[column, value]] = wanted;
	for (const query of phoneSpellings(value, region)) {
		const found = await calls.many(getMany, { limit: 100, filters: { query } });
		if (found.some((customer) => fits(customer, [column, value], region))) return found;
	}
	return [];
}

/** Checked here too: Booqable does not say how its filters compare. */
function fits(customer: IDataObject, [column, value]: Match, region: string | undefined): boolean {
	if (column === ID_COLUMN) return textOf(customer.id) === value;
	if (column === 'email') return canonicalEmail(textOf(customer.email)) === value;
	const properties = (customer.properties ?? {}) as IDataObject; // a hash of texts
	const stored = textOf(properties[identifierOf(column)]);
	const [one, other] = [phoneIn(stored, region), phoneIn(value, region)];
	return one && other
		? one.number === other.number && one.extension === other.extension
		: stored.toLowerCase() === value.toLowerCase();
}
