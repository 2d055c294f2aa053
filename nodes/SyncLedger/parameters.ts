import type { INodeProperties } from 'n8n-workflow';
import type { Place, RecordRef } from '../../sync';
import { InputProblem, titleOf, type Input } from '../shared/input';
import { nearAccount, nearId, nearSystem, otherSystem, pair as pairOption } from '../shared/sync/parameters';
import { accountOf, systemOf } from '../shared/sync/reading';

/** Which links are meant; here it is asked first of all. */
export const pair = pairOption();

export const limit: INodeProperties = { displayName: 'Limit', name: 'limit', type: 'number', typeOptions: { minValue: 1 }, default: 50, description: 'Max number of results to return' };

const system = { ...nearSystem('booqable'), displayName: 'App', description: 'The app that the record is in' };
const systemName = otherSystem('nearSystem', 'nearSystemName');
const account = { ...nearAccount, displayName: 'Account', description: 'The company slug of Booqable, or the location ID of GHL' };
const id = { ...nearId, displayName: 'Record ID' };

const farSystem = { ...nearSystem('ghl'), displayName: 'Partner App', name: 'farSystem', description: 'The app on the other side' };
const farSystemName = { ...otherSystem('farSystem', 'farSystemName'), displayName: 'Name of the Partner App' };
const farAccount: INodeProperties = {
	...nearAccount,
	displayName: 'Partner Account',
	name: 'farAccount',
	description: 'The company slug of Booqable, or the location ID of GHL',
	typeOptions: { loadOptionsDependsOn: ['farSystem'] },
	modes: nearAccount.modes?.map((mode) => (mode.name === 'list' ? { ...mode, typeOptions: { ...mode.typeOptions, searchListMethod: 'searchPartnerAccounts' } } : mode)),
};
const farId = { ...nearId, displayName: 'Partner ID', name: 'farId' };

/** One record of one account. */
export const recordParameters: readonly INodeProperties[] = [system, systemName, account, id];
export const placeParameters: readonly INodeProperties[] = [system, systemName, account];
export const partnerPlace: readonly INodeProperties[] = [farSystem, farSystemName, farAccount];
export const partnerRecord: readonly INodeProperties[] = [...partnerPlace, farId];

/** `<side>System` and `<side>Account`. */
export function placeOf(input: Input, side: 'near' | 'far'): Place {
	const named = systemOf(input, `${side}System`);
	return { system: named, account: accountOf(input, `${side}Account`, named) };
}

export const refOf = (input: Input, side: 'near' | 'far'): RecordRef => ({ ...placeOf(input, side), id: input.id(`${side}Id`) });

export const pairIn = (input: Input): string => input.required('pair');

/** A list that an expression gives. */
export function listIn(input: Input, name: string): unknown[] {
	const raw = input.raw(name);
	const list = typeof raw === 'string' ? parsed(raw) : raw;
	if (!Array.isArray(list)) throw new InputProblem(name, `${titleOf(name)} is not a list`, "Use an expression such as {{ $('Get many customers').all().map((item) => item.json) }}.");
	return list;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
