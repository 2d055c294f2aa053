import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { asObjects, textOf } from '../../../shared/parameters/input';
import { judged, refusedBy, unknown, type Probe, type Seen } from '../../../shared/probes/probe';
import { searchLag } from '../../../shared/probes/searchLag';
import { tried } from '../../../shared/probes/trial';
import type { Calls } from '../../../shared/runner/calls';
import { writtenDay, dateFormat } from '../../mapping/dateFormat';
import { getMany as getDefaultProperties } from '../defaultProperty/getMany';
import { getMany as getNotes } from '../note/getMany';
import { getMany as getWebhooks } from '../webhookEndpoint/getMany';
import {
	archive,
	createCustomer,
	createNote,
	customersPage,
	deleteNote,
	deleteWebhook,
	putCustomer,
	readCustomer,
	registerAddress,
} from './calls';

export const WRITE_CALLS = [
	createCustomer,
	customersPage,
	putCustomer,
	getDefaultProperties,
	createNote,
	getNotes,
	deleteNote,
	registerAddress,
	getWebhooks,
	deleteWebhook,
	archive,
];

/** The customer that the probes write to; nobody has this address. */
interface Trial {
	readonly customerId: string;
	readonly email: string;
}

const read = async (calls: Calls, { customerId }: Trial): Promise<IDataObject> =>
	await calls.one(readCustomer, { customerId });
const put = async (calls: Calls, { customerId }: Trial, attributes: IDataObject): Promise<unknown> =>
	await calls.one(putCustomer, { customerId, attributes });

const propertyOf = ({ properties }: IDataObject, identifier: string): string =>
	properties !== null && typeof properties === 'object' && identifier in properties
		? textOf((properties as IDataObject)[identifier])
		: '';

const probesOf = (trial: Trial, most: number): readonly Probe[] => [
	{
		name: 'Search index lag',
		expected: 'A search finds a new customer within 120 seconds',
		otherwise: 'Set Search Index Lag of Sync to more than that.',
		run: async (calls) =>
			await searchLag(calls, { expected: 120, most }, async () => {
				const { data } = await calls.one(customersPage, { query: { 'filter[email]': trial.email } });
				return asObjects(data).some(({ id }) => id === trial.customerId);
			}),
	},
	{
		name: 'Clearing an attribute',
		expected: 'null clears it',
		otherwise: 'Leave Clear Emptied Fields of Sync off, and empty the email by hand.',
		run: async (calls) => {
			await put(calls, trial, { email: null });
			const left = textOf((await read(calls, trial)).email);
			return judged(left === '', left === '' ? 'cleared' : 'it stays');
		},
	},
	{
		name: 'Clearing a property',
		expected: '"_destroy" clears it',
		otherwise: 'Leave Clear Emptied Fields of Sync off, and empty properties by hand.',
		run: async (calls) => await clearedProperty(calls, trial),
	},
	{
		name: 'Time of a changed property',
		expected: 'A customer counts as changed when a property is',
		otherwise: 'Add the events of properties in Booqable Poll Trigger: those of customers do not tell of them.',
		run: async (calls) => await timeOfProperty(calls, trial),
	},
	{
		name: 'A day among the properties',
		expected: 'Comes back as it was written, in the format of the settings',
		otherwise: 'Leave properties with days out of the mapping.',
		run: async (calls) => await writtenDate(calls, trial),
	},
	{
		name: 'A note',
		expected: 'Comes back as it was written, with lines and signs, and is gone after it was deleted',
		otherwise: 'Leave out the workflow for notes and tasks: notes would differ for ever.',
		run: async (calls) => await note(calls, trial),
	},
	{
		name: 'A webhook endpoint',
		expected: 'Is registered with its events in version 4, listed, and removed again',
		otherwise: 'Use Booqable Poll Trigger instead of Booqable Trigger.',
		run: webhook,
	},
];

/** The identifier of a property of customers of this type. */
async function propertyOfType(calls: Calls, type: string): Promise<string | undefined> {
	const all = await calls.many(getDefaultProperties, { ownerType: 'customers' });
	const found = all.find(({ property_type }) => property_type === type);
	return found && textOf(found.identifier);
}

async function clearedProperty(calls: Calls, trial: Trial): Promise<Seen> {
	const identifier = await propertyOfType(calls, 'text_field');
	if (identifier === undefined) return unknown('customers have no property for a line of text');
	await put(calls, trial, { properties_attributes: [{ identifier, value: 'check' }] });
	if (propertyOf(await read(calls, trial), identifier) !== 'check') return unknown('the property could not be written');
	await put(calls, trial, { properties_attributes: [{ identifier, _destroy: true }] });
	const left = propertyOf(await read(calls, trial), identifier);
	return judged(left === '', left === '' ? 'cleared' : 'it stays');
}

async function timeOfProperty(calls: Calls, trial: Trial): Promise<Seen> {
	const identifier = await propertyOfType(calls, 'text_field');
	if (identifier === undefined) return unknown('customers have no property for a line of text');
	const time = async (): Promise<number> => Date.parse(textOf((await read(calls, trial)).updated_at));
	const before = await time();
	await put(calls, trial, { properties_attributes: [{ identifier, value: `check ${randomUUID()}` }] });
	const isLater = (await time()) > before;
	return judged(isLater, isLater ? 'changed' : 'its time stays');
}

/** Its order shows which part is the day. */
const DAY = '2029-12-31';

async function writtenDate(calls: Calls, trial: Trial): Promise<Seen> {
	const identifier = await propertyOfType(calls, 'date_field');
	if (identifier === undefined) return unknown('customers have no property for a day');
	const value = writtenDay(DAY, { id: identifier, label: identifier }, {}, await calls.cached(dateFormat));
	await put(calls, trial, { properties_attributes: [{ identifier, value }] });
	const given = propertyOf(await read(calls, trial), identifier);
	return judged(given === value, given === value ? 'as written' : 'in another form');
}

/** What a service could take for markup, or cut. */
const NOTE = 'Account check\n\n1 < 2 & "three" • ü';

async function note(calls: Calls, { customerId }: Trial): Promise<Seen> {
	const owner = { ownerType: 'customers', ownerId: customerId };
	const noteId = textOf((await calls.one(createNote, { ...owner, body: NOTE })).id);
	const listed = async (): Promise<IDataObject | undefined> =>
		(await calls.many(getNotes, owner)).find(({ id }) => id === noteId);
	const given = await listed().finally(async () => await calls.one(deleteNote, { noteId }));
	if (!given) return judged(false, 'it is not listed for its owner');
	if (textOf(given.body) !== NOTE) return judged(false, 'its text comes back in another form');
	const isGone = (await listed()) === undefined;
	return judged(isGone, isGone ? 'as expected' : 'it is still there after it was deleted');
}

/** An event that an account sends once at most, to an address that belongs to nobody. */
const [EVENT, ADDRESS] = ['company.destroyed', 'https://example.com/account-check'] as const;

async function webhook(calls: Calls): Promise<Seen> {
	const url = `${ADDRESS}?${randomUUID()}`;
	let made: IDataObject = {};
	const refusal = await refusedBy(
		calls.one(registerAddress, { url, events: [EVENT] }).then((endpoint) => (made = endpoint)),
	);
	if (refusal) return judged(false, `refused with ${refusal.status}`);
	const webhookEndpointId = textOf(made.id);
	const listed = async (): Promise<IDataObject | undefined> =>
		(await calls.many(getWebhooks, {})).find(({ id }) => id === webhookEndpointId);
	const given = await listed().finally(async () => await calls.one(deleteWebhook, { webhookEndpointId }));
	if (!given) return judged(false, 'it is not listed');
	const isAsMade = given.url === url && Number(given.version) === 4 && [given.events].flat().join() === EVENT;
	if (!isAsMade) return judged(false, 'it is listed otherwise than it was registered');
	const isGone = (await listed()) === undefined;
	return judged(isGone, isGone ? 'as expected' : 'it is still there after it was removed');
}

const removalOf = (customerId: string): Probe => ({
	name: 'The customer of this check',
	expected: 'Archived at the end, and still readable by its ID',
	otherwise: 'Archive the customer "Account Check" in Booqable by hand, if it is there.',
	run: async (calls) => {
		await calls.one(archive, { customerId });
		const left = await calls.oneOrNone(readCustomer, { customerId });
		if (!left) return judged(false, 'it is gone: Sync takes an archived customer for deleted');
		return judged(left.archived === true, left.archived === true ? 'archived' : 'it is still active');
	},
});

/** What a customer of its own shows that is written to and archived. `most`: seconds to wait for the search. */
export async function writeAnswers(calls: Calls, most: number): Promise<IDataObject[]> {
	const email = `account-check-${randomUUID()}@example.com`;
	return await tried(calls, {
		record: 'customer',
		make: async () => textOf((await calls.one(createCustomer, { attributes: { name: 'Account Check', email } })).id),
		probes: (customerId) => probesOf({ customerId, email }, most),
		removal: removalOf,
	});
}
