import type { INodeProperties } from 'n8n-workflow';
import type { Place, RecordRef } from '../../sync';
import { apps } from '../apps';
import { titleOf, type Input } from '../shared/parameters/input';
import { readEntries } from '../shared/values/json';
import { sourceAccount, sourceId, sourceApp, otherSystem, pair as pairOption } from '../shared/sync/parameters';
import { systemOf } from '../shared/sync/parseInput';

/** Which links are meant; here it is asked first of all. */
export const pair = pairOption();

export const limit: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	description: 'Max number of results to return',
};

const system = { ...sourceApp('booqable'), displayName: 'App', description: 'The app that the record is in' };
const systemName = otherSystem('sourceApp', 'sourceAppName');
const account = {
	...sourceAccount,
	required: true,
	displayName: 'Account',
	description: 'The company slug in Booqable, or the location ID in GHL',
};
const id = { ...sourceId, displayName: 'Record ID' };

const targetApp = {
	...sourceApp('ghl'),
	displayName: 'Linked App',
	name: 'targetApp',
	description: 'The app that the record is linked to',
};
const targetAppName = { ...otherSystem('targetApp', 'targetAppName'), displayName: 'Linked App Name' };
const targetAccount: INodeProperties = {
	...sourceAccount,
	required: true,
	displayName: 'Linked Account',
	name: 'targetAccount',
	description: 'The company slug in Booqable, or the location ID in GHL',
	typeOptions: { loadOptionsDependsOn: ['targetApp'] },
	modes: sourceAccount.modes?.map((mode) =>
		mode.name === 'list'
			? { ...mode, typeOptions: { ...mode.typeOptions, searchListMethod: 'searchTargetAccounts' } }
			: mode,
	),
};
const targetId = { ...sourceId, displayName: 'Linked Record ID', name: 'targetId' };

/** One record of one account. */
export const recordParameters: readonly INodeProperties[] = [system, systemName, account, id];
export const placeParameters: readonly INodeProperties[] = [system, systemName, account];
export const targetPlace: readonly INodeProperties[] = [targetApp, targetAppName, targetAccount];
export const targetRecordParameters: readonly INodeProperties[] = [...targetPlace, targetId];

/** Where "Get Many" and "Get Due" put what names a record. */
const IN_ITEM: Readonly<Record<string, string>> = {
	pair: "pair || 'contacts'",
	sourceApp: 'app',
	sourceAppName: 'app',
	sourceAccount: 'account',
	sourceId: 'id',
	targetApp: 'targetApp',
	targetAppName: 'targetApp',
	targetAccount: 'targetAccount',
	field: 'field',
};

/** The same parameter, filled in from the item before: nothing is to be typed after "Get Many". */
export function takenFromItem(parameter: INodeProperties): INodeProperties {
	const value = `={{ $json.${IN_ITEM[parameter.name]} }}`;
	return { ...parameter, default: parameter.type === 'resourceLocator' ? { mode: 'id', value } : value };
}

/** `<side>App` and `<side>Account`. */
export function placeOf(input: Input, side: 'source' | 'target'): Place {
	const named = systemOf(input, `${side}App`);
	return { system: named, account: apps.accountOf(named, input.required(`${side}Account`), `${side}Account`) };
}

export const refOf = (input: Input, side: 'source' | 'target'): RecordRef => ({
	...placeOf(input, side),
	id: input.id(`${side}Id`),
});

export const pairIn = (input: Input): string => input.required('pair');

/** A list that an expression gives. */
export const listIn = (input: Input, name: string): unknown[] =>
	readEntries(
		input.raw(name),
		{ id: name, label: titleOf(name) },
		"{{ $('Get many customers').all().map((item) => item.json) }}",
	);
