import type { IDataObject } from 'n8n-workflow';
import type { TargetRecord, TargetService } from '../../../sync';
import type { FieldKind } from '../../../sync/model/canonical';
import { ApiError } from '../../shared/http/errors';
import type { Calls } from '../../shared/runner/calls';
import { listOf, textOf } from '../../shared/parameters/input';
import type { Operation } from '../../shared/operation';
import type { TargetCalls } from '../../shared/sync/targetCalls';
import { addTags } from '../actions/contact/addTags';
import { create } from '../actions/contact/create';
import { deleteContact } from '../actions/contact/delete';
import { findDuplicate } from '../actions/contact/findDuplicate';
import { get } from '../actions/contact/get';
import { getMany } from '../actions/contact/getMany';
import { removeTags } from '../actions/contact/removeTags';
import { search } from '../actions/contact/search';
import { update } from '../actions/contact/update';
import { contactFields, type CustomField } from '../mapping/customFields';
import { customIn } from './customColumns';
import { mapped, noneIfGone, times, withTime } from './recordCalls';
import { STANDARD, TAGS } from './syncFields';

export interface ContactTargetSettings {
	readonly account: string;
	readonly kinds: Readonly<Record<string, FieldKind>>;
	/** Definitions of the custom fields. */
	readonly definitions: readonly CustomField[];
	/** Column of the field that holds the ID of the linked record, where it is set up. */
	readonly externalId?: string;
	/** Options of the node for phones. */
	readonly phones: IDataObject;
}

/** Ms until GHL's search surely finds what was written. GHL says "a few seconds". */
const LAG_CEILING = 60_000;
/** Contacts that a search needs to give: from the second on it is a person's decision. */
const FEW = 10;
/** Contacts that a search for two things at once gives: as many could hide others. */
const SEVERAL = 20;
const PLAIN = { customFieldsByName: false };

/** All that Sync may call for them. */
export const CONTACT_CALLS = [
	contactFields.endpoint,
	get,
	findDuplicate,
	getMany,
	search,
	create,
	update,
	addTags,
	removeTags,
	deleteContact,
];

/** GHL's contacts, as Sync needs them: each method is one call, a change of tags two. */
export function contactTarget(
	calls: TargetCalls,
	{ account, kinds, definitions, externalId, phones }: ContactTargetSettings,
): TargetService {
	const recordOf = (contact: IDataObject): TargetRecord => targetRecord(contact, definitions, externalId);
	const withExternalId = (fields: Readonly<Record<string, unknown>>, id: string) => ({
		...fields,
		...(externalId && { [externalId]: id }),
	});
	const read = async (contactId: string): Promise<TargetRecord | undefined> => {
		const contact = await calls.ask(
			get,
			async (one) => await one.one(get, { contactId, options: PLAIN }).catch(noneIfGone),
		);
		return contact && recordOf(contact);
	};
	return {
		system: 'ghl',
		account,
		kinds,
		lagCeiling: LAG_CEILING,
		callBudget: calls.budget,
		read,
		...searches(calls, recordOf, externalId),
		create: async (fields, id) => {
			const { [TAGS]: tags, ...value } = withExternalId(fields, id);
			return recordOf(
				await calls.one(create, {
					onDuplicate: 'error',
					fields: mapped(value),
					options: { ...PLAIN, ...phones, tags: listOf(tags ?? []) },
				}),
			);
		},
		update: async (contactId, fields, id) =>
			recordOf(
				await calls.one(update, {
					contactId,
					fields: mapped(withExternalId(fields, id)),
					options: { ...PLAIN, ...phones, emptyValues: 'clear' },
				}),
			),
		addToSet: async (contactId, _, tags) =>
			await withTime(taggedRecord(await calls.one(addTags, { contactId, tags })), async () => await read(contactId)),
		removeFromSet: async (contactId, _, tags) =>
			await withTime(taggedRecord(await calls.one(removeTags, { contactId, tags })), async () => await read(contactId)),
		delete: async (contactId) => void (await calls.one(deleteContact, { contactId })),
	};
}

/** How contacts are found: by the lookup of duplicates, which has no lag, and by searches. */
function searches(
	calls: TargetCalls,
	recordOf: (contact: IDataObject) => TargetRecord,
	externalId: string | undefined,
): Pick<TargetService, 'findDuplicate' | 'findByPhone' | 'findByExternalId' | 'findByExternalIdOrPhone'> {
	const found = async (run: (one: Calls) => Promise<IDataObject[]>, operation: Operation = getMany) =>
		(await calls.ask(operation, run)).map(recordOf);
	return {
		findDuplicate: async ({ email, phone }) =>
			await found(async (one) => {
				const { found: isThere, ...contact } = await one.one(findDuplicate, { email, phone, options: PLAIN });
				return isThere === true ? [contact] : [];
			}, findDuplicate),
		findByPhone: async (phone) =>
			await found(async (one) => await one.many(getMany, { limit: FEW, filters: { phone }, options: PLAIN })),
		...(externalId && {
			findByExternalId: async (id: string) =>
				await found(async (one) => await one.many(search, searchFor(equal(externalId, id), FEW)), search),
			findByExternalIdOrPhone: async (id: string, phone: string) => {
				const either = { group: 'OR', filters: [equal(externalId, id), equal('phone', phone)] };
				const contacts = await calls.ask(
					search,
					async (one) => await one.many(search, searchFor(either, SEVERAL)).catch(noneIfNotSupported),
				);
				return contacts && contacts.length < SEVERAL ? contacts.map(recordOf) : undefined;
			},
		}),
	};
}

const equal = (field: string, value: string): IDataObject => ({ field, operator: 'eq', value });

const searchFor = (filter: IDataObject, limit: number) => ({
	limit,
	filterMode: 'json',
	filtersJson: [filter],
	options: PLAIN,
});

/**
 * GHL documents groups of conditions, and conditions on custom fields, but gives no example of both: should it refuse
 * that, each is searched for alone.
 */
function noneIfNotSupported(error: unknown): undefined {
	if (error instanceof ApiError && (error.status === 400 || error.status === 422)) return undefined;
	throw error;
}

/** The answer to a change of tags has nothing but them. */
const taggedRecord = ({ id, tags }: IDataObject): TargetRecord => ({ id: textOf(id), fields: { [TAGS]: tags } });

/** A contact as Sync compares it. An answer leaves out fields without a value. */
function targetRecord(
	contact: IDataObject,
	definitions: readonly CustomField[],
	externalId: string | undefined,
): TargetRecord {
	const fields: Record<string, unknown> = {
		...Object.fromEntries(STANDARD.map((name) => [name, contact[name] ?? ''])),
		...customIn(contact.customFields, definitions),
		name: textOf(contact.name) || [contact.firstName, contact.lastName].map(textOf).filter(Boolean).join(' '),
		dateOfBirth: textOf(contact.dateOfBirth).slice(0, 10),
		[TAGS]: contact.tags ?? [],
	};
	const said = externalId === undefined ? '' : textOf(fields[externalId]);
	return {
		id: textOf(contact.id),
		fields,
		...times(contact.dateUpdated, contact.dateAdded),
		...(said && { externalId: said }),
	};
}
