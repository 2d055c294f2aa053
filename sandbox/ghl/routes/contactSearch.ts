import { z } from 'zod';
import { fullName, listedView, searchView } from '../views/contacts';
import { endpoint, type Endpoint } from './endpoint';
import {
	DATES,
	EQUAL,
	EXACT,
	NUMBERS,
	TEXTUAL,
	compileFilters,
	type Condition,
	type FieldLookup,
	type Operator,
	type SearchField,
} from '../rules/filters';
import type { Account } from '../models/account';
import type { Contact, FieldType, Opportunity } from '../models/records';
import { SearchEngine, searchProperties, type Searchable } from '../rules/search';
import { filled, numeric, shape, text } from '../rules/validation';

type ContactField = SearchField<Contact>;
const as = (operators: Operator[], read: (contact: Contact) => unknown): ContactField => ({ operators, read });
const never = (): undefined => undefined;

const FIELDS: { [name: string]: ContactField } = {
	id: as(EQUAL, (contact) => contact.id),
	contactName: as(EXACT, fullName),
	assignedTo: as(EXACT, (contact) => contact.assignedTo),
	country: as(EXACT, (contact) => contact.country),
	followers: as(EXACT, (contact) => contact.followers),
	dnd: as(EXACT, (contact) => contact.dnd),
	timezone: as(EXACT, (contact) => contact.timezone),
	type: as(EXACT, (contact) => contact.type),
	validEmail: as(EXACT, never),
	isValidWhatsapp: as(EXACT, never),
	activeWorkflows: as(EXACT, (contact) => contact.workflows),
	finishedWorkflows: as(EXACT, never),
	email: as(EXACT, (contact) => contact.email?.toLowerCase()),
	website: as(EXACT, (contact) => contact.website),
	address: as(TEXTUAL, (contact) => contact.address1),
	businessName: as(TEXTUAL, (contact) => contact.companyName),
	companyName: as(TEXTUAL, (contact) => contact.companyName),
	city: as(TEXTUAL, (contact) => contact.city),
	firstNameLowerCase: as(TEXTUAL, (contact) => contact.firstName?.toLowerCase()),
	lastNameLowerCase: as(TEXTUAL, (contact) => contact.lastName?.toLowerCase()),
	phone: as(TEXTUAL, (contact) => contact.phone),
	postalCode: as(TEXTUAL, (contact) => contact.postalCode),
	source: as(TEXTUAL, (contact) => contact.source),
	state: as(TEXTUAL, (contact) => contact.state),
	tags: as(TEXTUAL, (contact) => contact.tags),
	dateAdded: as(DATES, (contact) => contact.dateAdded),
	dateUpdated: as(DATES, (contact) => contact.dateUpdated),
	dateOfBirth: as(DATES, (contact) => contact.dateOfBirth),
	lastAppointment: as(DATES, never),
	lastEmailClickedDate: as(DATES, never),
	lastEmailOpenedDate: as(DATES, never),
};

const BY_TYPE: { [type in FieldType]: Operator[] } = {
	TEXT: TEXTUAL,
	LARGE_TEXT: TEXTUAL,
	SINGLE_OPTIONS: TEXTUAL,
	RADIO: TEXTUAL,
	PHONE: TEXTUAL,
	CHECKBOX: EXACT,
	MULTIPLE_OPTIONS: EXACT,
	NUMERICAL: NUMBERS,
	MONETORY: NUMBERS,
	DATE: DATES,
	TEXTBOX_LIST: TEXTUAL,
	FILE_UPLOAD: ['exists', 'not_exists'],
};

const OPPORTUNITY_FIELDS: { [name: string]: SearchField<Opportunity> } = {
	pipelineId: { operators: EQUAL, read: (opportunity) => opportunity.pipelineId },
	pipelineStageId: { operators: EQUAL, read: (opportunity) => opportunity.pipelineStageId },
	status: { operators: EQUAL, read: (opportunity) => opportunity.status },
};

/** Custom fields are found by id only: `customFields.<id>`, for a list of text boxes `customFields.<id>.<box>`. */
function customField(account: Account, locationId: string, name: string): ContactField | undefined {
	const [, id = '', box] = /^customFields\.([^.]+)(?:\.(.+))?$/.exec(name) ?? [];
	const field = account.store.customFields.get(id);
	if (!field || field.locationId !== locationId || field.model !== 'contact') return undefined;
	return as(BY_TYPE[field.dataType], (contact) =>
		box === undefined ? contact.customFields[id] : Object(contact.customFields[id])[box],
	);
}

function nestedOpportunities(account: Account): ContactField {
	return {
		operators: ['nested'],
		read: never,
		nested(contact: Contact, conditions: Condition[]) {
			const matches = compileFilters(conditions, (name) => OPPORTUNITY_FIELDS[name]);
			return (
				account.store.opportunities.find(
					(opportunity) => opportunity.contactId === contact.id && matches(opportunity),
				) !== undefined
			);
		},
	};
}

function fieldsOf(account: Account, locationId: string): FieldLookup<Contact> {
	return (name) => {
		if (name === 'opportunities') return nestedOpportunities(account);
		return Object.hasOwn(FIELDS, name) ? FIELDS[name] : customField(account, locationId, name);
	};
}

function searchable(account: Account): Searchable<Contact> {
	return {
		index: account.store.contactIndex,
		fields: (locationId) => fieldsOf(account, locationId),
		sorts: {
			firstNameLowerCase: (contact) => contact.firstName?.toLowerCase() ?? null,
			lastNameLowerCase: (contact) => contact.lastName?.toLowerCase() ?? null,
			businessName: (contact) => contact.companyName ?? null,
			dateAdded: (contact) => contact.dateAdded,
			dateUpdated: (contact) => contact.dateUpdated,
			email: (contact) => contact.email ?? null,
			dnd: (contact) => Number(contact.dnd),
			source: (contact) => contact.source ?? null,
		},
		defaultSort: [{ field: 'dateAdded', direction: 'desc' }],
		text: (contact) =>
			[fullName(contact), contact.email, contact.phone, contact.companyName, ...contact.tags].join('\n'),
	};
}

const MAX_PAGE = 500;

function searchEndpoint(engine: SearchEngine<Contact>): Endpoint {
	return endpoint({
		method: 'POST',
		path: '/contacts/search',
		scope: 'contacts.readonly',
		body: shape({ ...searchProperties, locationId: filled, pageLimit: z.number().int().min(1).max(MAX_PAGE) }),
		run({ account, body: { pageLimit, ...request } }) {
			const { records, total } = engine.run(
				{ ...request, limit: pageLimit },
				account.world.now(),
				account.indexLag('/contacts/search'),
			);
			return { contacts: records.map(({ record, searchAfter }) => searchView(record, searchAfter)), total };
		},
	});
}

/**
 * Deprecated, and gone in v3. The next page needs both `startAfter` and `startAfterId`: one without the other begins
 * again.
 */
function listEndpoint(engine: SearchEngine<Contact>): Endpoint {
	return endpoint({
		method: 'GET',
		path: '/contacts/',
		scope: 'contacts.readonly',
		only: 'dated',
		query: shape({
			locationId: text,
			limit: numeric.pipe(z.number().min(1).max(100)).default(20),
			query: text.optional(),
			startAfter: numeric.optional(),
			startAfterId: text.optional(),
		}),
		run({ account, query: { startAfter, startAfterId, ...rest } }) {
			const cursor =
				startAfter !== undefined && startAfterId !== undefined ? { searchAfter: [startAfter, startAfterId] } : {};
			const { records, total } = engine.run(
				{ ...rest, ...cursor },
				account.world.now(),
				account.indexLag('/contacts/'),
			);
			const contacts = records.map(({ record }) => record);
			return { contacts: contacts.map(listedView), meta: listMeta(account, rest, contacts, total) };
		},
	});
}

function listMeta(
	account: Account,
	query: { locationId: string; limit: number },
	contacts: Contact[],
	total: number,
): { [key: string]: unknown } {
	const last = contacts.length === query.limit ? contacts.at(-1) : undefined;
	if (!last) return { total, currentPage: 1, nextPage: null, prevPage: null };
	const { locationId, limit } = query;
	const next = new URLSearchParams({
		locationId,
		limit: String(limit),
		startAfter: String(last.dateAdded),
		startAfterId: last.id,
	});
	return {
		total,
		nextPageUrl: `${account.world.baseUrl()}/ghl/contacts/?${next.toString()}`,
		startAfterId: last.id,
		startAfter: last.dateAdded,
		currentPage: 1,
		nextPage: 2,
		prevPage: null,
	};
}

export function contactSearchEndpoints(account: Account): Endpoint[] {
	const engine = new SearchEngine(searchable(account));
	return [searchEndpoint(engine), listEndpoint(engine)];
}
