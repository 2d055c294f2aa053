import { z } from 'zod';
import { fullName } from '../views/contacts';
import { endpoint, type Endpoint } from './endpoint';
import {
	DATES,
	EQUAL,
	EXACT,
	NUMBERS,
	TEXTUAL,
	type FieldLookup,
	type Filter,
	type Operator,
	type SearchField,
} from '../rules/filters';
import type { Account } from '../models/account';
import { foundOpportunityView } from '../views/opportunities';
import { OPPORTUNITY_STATUSES, type Contact, type Opportunity } from '../models/records';
import { SearchEngine, searchProperties, type Searchable } from '../rules/search';
import { filled, flag, numeric, shape, text, yesNo } from '../rules/validation';

const as = (operators: Operator[], read: (opportunity: Opportunity) => unknown): SearchField<Opportunity> => ({
	operators,
	read,
});

/** Names of fields are written in snake_case here, unlike in the search for contacts. */
function fieldsOf(account: Account): FieldLookup<Opportunity> {
	const contact = (read: (contact: Contact) => unknown) =>
		as(TEXTUAL, (opportunity) => {
			const found = account.store.contacts.get(opportunity.contactId);
			return found && read(found);
		});
	const fields: { [name: string]: SearchField<Opportunity> } = {
		id: as(EQUAL, (opportunity) => opportunity.id),
		name: as(TEXTUAL, (opportunity) => opportunity.name),
		monetary_value: as(NUMBERS, (opportunity) => opportunity.monetaryValue),
		pipeline_id: as(EXACT, (opportunity) => opportunity.pipelineId),
		pipeline_stage_id: as(EXACT, (opportunity) => opportunity.pipelineStageId),
		status: as(EXACT, (opportunity) => opportunity.status),
		lost_reason_id: as(EXACT, (opportunity) => opportunity.lostReasonId),
		source: as(TEXTUAL, (opportunity) => opportunity.source),
		assigned_to: as(EXACT, (opportunity) => opportunity.assignedTo),
		followers: as(EXACT, (opportunity) => opportunity.followers),
		contact_id: as(EXACT, (opportunity) => opportunity.contactId),
		contact_name: contact(fullName),
		company_name: contact(({ companyName }) => companyName),
		email: contact(({ email }) => email),
		phone: contact(({ phone }) => phone),
		date_added: as(DATES, (opportunity) => opportunity.createdAt),
		date_updated: as(DATES, (opportunity) => opportunity.updatedAt),
		last_status_change_date: as(DATES, (opportunity) => opportunity.lastStatusChangeAt),
		last_stage_change_date: as(DATES, (opportunity) => opportunity.lastStageChangeAt),
	};
	return (name) => {
		if (Object.hasOwn(fields, name)) return fields[name];
		const [, id] = /^custom_fields\.(.+)$/.exec(name) ?? [];
		return id !== undefined && account.store.customFields.get(id)?.model === 'opportunity'
			? as([...TEXTUAL, 'range'], (opportunity) => opportunity.customFields[id])
			: undefined;
	};
}

function searchable(account: Account): Searchable<Opportunity> {
	const fields = fieldsOf(account);
	return {
		index: account.store.opportunityIndex,
		fields: () => fields,
		sorts: {
			date_added: (opportunity) => opportunity.createdAt,
			date_updated: (opportunity) => opportunity.updatedAt,
			name: (opportunity) => opportunity.name,
			monetary_value: (opportunity) => opportunity.monetaryValue,
			last_status_change_date: (opportunity) => opportunity.lastStatusChangeAt,
			last_stage_change_date: (opportunity) => opportunity.lastStageChangeAt,
		},
		defaultSort: [{ field: 'date_added', direction: 'desc' }],
		text: (opportunity) =>
			`${opportunity.name}\n${['contact_name', 'email', 'phone'].map((name) => String(fields(name)?.read(opportunity) ?? '')).join('\n')}`,
	};
}

function searchEndpoint(engine: SearchEngine<Opportunity>): Endpoint {
	return endpoint({
		method: 'POST',
		path: '/opportunities/search',
		scope: 'opportunities.readonly',
		body: shape({
			...searchProperties,
			locationId: filled,
			limit: z.number().int().min(1).max(500),
			additionalDetails: shape({
				notes: flag.optional(),
				tasks: flag.optional(),
				calendarEvents: flag.optional(),
				unReadConversations: flag.optional(),
			}).optional(),
		}),
		run({ account, body }) {
			const { records, total } = engine.run(body, account.world.now(), account.indexLag('/opportunities/search'));
			return {
				opportunities: records.map(({ record, searchAfter }) => ({
					...foundOpportunityView(account, record),
					sort: searchAfter,
				})),
				total,
				aggregations: {},
			};
		},
	});
}

const usDate = z
	.string()
	.regex(/^\d{2}-\d{2}-\d{4}$/, 'must be in mm-dd-yyyy format')
	.transform((value) => {
		const [month, day, year] = value.split('-');
		return `${year}-${month}-${day}`;
	});
const order = z.enum(['added_asc', 'added_desc']).default('added_desc');
const paging = {
	q: text.optional(),
	campaignId: text.optional(),
	id: text.optional(),
	order,
	date: usDate.optional(),
	endDate: usDate.optional(),
	country: text.optional(),
	page: numeric.optional(),
	limit: numeric.pipe(z.number().min(1).max(100)).default(20),
	startAfter: numeric.optional(),
	startAfterId: text.optional(),
	getTasks: yesNo.optional(),
	getNotes: yesNo.optional(),
	getCalendarEvents: yesNo.optional(),
	status: z.enum([...OPPORTUNITY_STATUSES, 'all']).default('all'),
};
const snakeQuery = shape({
	...paging,
	location_id: text,
	pipeline_id: text.optional(),
	pipeline_stage_id: text.optional(),
	contact_id: text.optional(),
	assigned_to: text.optional(),
});
/** The names that v3 gave the same parameters. */
const camelQuery = shape({
	...paging,
	locationId: text,
	pipelineId: text.optional(),
	pipelineStageId: text.optional(),
	contactId: text.optional(),
	assignedTo: text.optional(),
}).transform(({ locationId, pipelineId, pipelineStageId, contactId, assignedTo, ...rest }) => ({
	...rest,
	location_id: locationId,
	pipeline_id: pipelineId,
	pipeline_stage_id: pipelineStageId,
	contact_id: contactId,
	assigned_to: assignedTo,
}));

type ListQuery = z.output<typeof snakeQuery>;

function listFilters(query: ListQuery): Filter[] {
	const equal = (['id', 'pipeline_id', 'pipeline_stage_id', 'contact_id', 'assigned_to', 'status'] as const)
		.filter((field) => query[field] !== undefined && query[field] !== 'all')
		.map((field): Filter => ({ field, operator: 'eq', value: query[field] }));
	const range = {
		...(query.date === undefined ? {} : { gte: `${query.date}T00:00:00Z` }),
		...(query.endDate === undefined ? {} : { lte: `${query.endDate}T23:59:59.999Z` }),
	};
	return Object.keys(range).length > 0 ? [...equal, { field: 'date_added', operator: 'range', value: range }] : equal;
}

function list(account: Account, engine: SearchEngine<Opportunity>, query: ListQuery): { [key: string]: unknown } {
	const { limit, startAfter, startAfterId } = query;
	const cursor =
		startAfter !== undefined && startAfterId !== undefined
			? { searchAfter: [startAfter, startAfterId] }
			: { page: query.page ?? 1 };
	const direction = query.order === 'added_asc' ? 'asc' : 'desc';
	const { records, total } = engine.run(
		{
			locationId: query.location_id,
			limit,
			...cursor,
			query: query.q,
			filters: listFilters(query),
			sort: [{ field: 'date_added', direction }],
		},
		account.world.now(),
		account.indexLag('/opportunities/search'),
	);
	const last = records.length === limit ? records.at(-1)?.record : undefined;
	const page = query.page ?? 1;
	return {
		opportunities: records.map(({ record }) => foundOpportunityView(account, record)),
		meta: {
			total,
			currentPage: page,
			nextPage: last ? page + 1 : null,
			prevPage: page > 1 ? page - 1 : null,
			...(last ? { startAfter: last.createdAt, startAfterId: last.id } : {}),
		},
		aggregations: {},
	};
}

export function opportunitySearchEndpoints(account: Account): Endpoint[] {
	const engine = new SearchEngine(searchable(account));
	const common = { method: 'GET', path: '/opportunities/search', scope: 'opportunities.readonly' } as const;
	const dated = endpoint({ ...common, query: snakeQuery, run: ({ query }) => list(account, engine, query) });
	const v3 = endpoint({ ...common, query: camelQuery, run: ({ query }) => list(account, engine, query) });
	return [
		searchEndpoint(engine),
		{
			...dated,
			answer: (context, request, reply) =>
				(request.headers.version === 'v3' ? v3 : dated).answer(context, request, reply),
		},
	];
}
