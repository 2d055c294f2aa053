import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { asObjects, textOf } from '../../../shared/parameters/input';
import { judged, refusalOf, refusedBy, unknown, type Probe, type Seen } from '../../../shared/probes/probe';
import { searchLag } from '../../../shared/probes/searchLag';
import { tried } from '../../../shared/probes/trial';
import type { Calls } from '../../../shared/runner/calls';
import { noneIfGone } from '../../sync/recordCalls';
import { getMany as getCustomFields } from '../customField/getMany';
import { createContact, deleteContact, putContact, readContact, searchPage } from './calls';

export const WRITE_CALLS = [createContact, putContact, readContact, deleteContact, searchPage, getCustomFields];

/** The contact that the probes write to; nobody has this address. */
interface Trial {
	readonly contactId: string;
	readonly email: string;
}

const read = async (calls: Calls, { contactId }: Trial): Promise<IDataObject> =>
	await calls.one(readContact, { contactId, options: { customFieldsByName: false } });
const put = async (calls: Calls, { contactId }: Trial, body: IDataObject): Promise<unknown> =>
	await calls.one(putContact, { contactId, body });

const probesOf = (trial: Trial, most: number): readonly Probe[] => [
	{
		name: 'Search index lag',
		expected: 'A search finds a new contact within 60 seconds',
		otherwise: 'Set Search Index Lag of Sync to more than that.',
		run: async (calls) => {
			return await searchLag(calls, { expected: 60, most }, async () => {
				const { contacts } = await calls.one(searchPage, { email: trial.email });
				return asObjects(contacts).some(({ id }) => id === trial.contactId);
			});
		},
	},
	{
		name: 'A second contact with the same email',
		expected: 'Refused with 400, with the ID of the first in meta.contactId',
		otherwise: 'The sub-account allows duplicates: use Create or Update instead of Create, and keep Match By in Sync.',
		run: async (calls) => await secondContact(calls, trial),
	},
	{
		name: 'Clearing a standard field',
		expected: 'null clears it',
		otherwise: 'Leave Clear Emptied Fields of Sync off, and empty fields by hand.',
		run: async (calls) => {
			await put(calls, trial, { city: null });
			return judged(
				textOf((await read(calls, trial)).city) === '',
				(await read(calls, trial)).city ? 'it stays' : 'cleared',
			);
		},
	},
	{
		name: 'Clearing a custom field',
		expected: 'An empty text clears it',
		otherwise: 'Leave Clear Emptied Fields of Sync off, and empty custom fields by hand.',
		run: async (calls) => await clearedCustomField(calls, trial),
	},
];

async function secondContact(calls: Calls, { contactId, email }: Trial): Promise<Seen> {
	const made: string[] = [];
	const refusal = await refusedBy(
		calls
			.one(createContact, { body: { email, firstName: 'Account', lastName: 'Check' } })
			.then(({ id }) => made.push(textOf(id))),
	);
	for (const id of made.filter((one) => one !== '' && one !== contactId))
		await calls.one(deleteContact, { contactId: id });
	if (!refusal)
		return judged(false, made[0] === contactId ? 'answered with the first contact' : 'created, and removed again');
	const { meta } = refusal.body;
	const named = meta !== null && typeof meta === 'object' && 'contactId' in meta && meta.contactId === contactId;
	return judged(
		refusal.status === 400 && named,
		`${refusalOf(refusal)}${named ? ', with the ID' : ', without the ID'}`,
	);
}

async function clearedCustomField(calls: Calls, trial: Trial): Promise<Seen> {
	const field = (await calls.many(getCustomFields, { model: 'contact' })).find(({ dataType }) => dataType === 'TEXT');
	if (!field) return unknown('contacts have no custom field for a line of text');
	const valueOf = async (): Promise<string> =>
		textOf(asObjects((await read(calls, trial)).customFields).find(({ id }) => id === field.id)?.value);
	await put(calls, trial, { customFields: [{ id: field.id, field_value: 'check' }] });
	if ((await valueOf()) !== 'check') return unknown('the field could not be written');
	await put(calls, trial, { customFields: [{ id: field.id, field_value: '' }] });
	const left = await valueOf();
	return judged(left === '', left === '' ? 'cleared' : 'it stays');
}

const removalOf = (contactId: string): Probe => ({
	name: 'The contact of this check',
	expected: 'Removed at the end',
	otherwise: 'Delete the contact "Account Check" in GHL by hand.',
	run: async (calls) => {
		await calls.one(deleteContact, { contactId });
		const left = await calls.one(readContact, { contactId }).catch(noneIfGone);
		return judged(left === undefined, left === undefined ? 'removed' : 'it is still there');
	},
});

/** What a contact of its own shows that is written to and removed. `most`: seconds to wait for the search. */
export async function writeAnswers(calls: Calls, most: number): Promise<IDataObject[]> {
	const email = `account-check-${randomUUID()}@example.com`;
	const body = { email, firstName: 'Account', lastName: 'Check', city: 'York' };
	return await tried(calls, {
		record: 'contact',
		make: async () => textOf((await calls.one(createContact, { body })).id),
		probes: (contactId) => probesOf({ contactId, email }, most),
		removal: removalOf,
	});
}
