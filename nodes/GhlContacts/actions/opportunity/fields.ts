import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { CachedRead } from '../../../shared/endpoint';
import { asObjects, type Input } from '../../../shared/parameters/input';
import { fieldMapper } from '../../../shared/parameters/mapper';
import { users } from '../../mapping/accountLists';
import { byName, opportunityFields } from '../../mapping/customFields';
import {
	ignoredFields,
	mappedBody,
	needsOf,
	standardValue,
	withIgnored,
	type MappedField,
	type Mapping,
} from '../../mapping/mapping';
import { dropdown } from '../../parameters';
import { unwrap } from '../../responses';

export const STATUSES = ['open', 'won', 'lost', 'abandoned'] as const;
const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/**
 * Writable fields of an opportunity beside pipeline and stage. Source: opportunities.json, CreateDto. None can be
 * cleared.
 */
const FIELDS: readonly MappedField[] = [
	{ id: 'name', label: 'Name', first: true, nullable: false },
	{
		id: 'status',
		label: 'Status',
		first: true,
		choices: STATUSES.map((value) => ({ name: capitalized(value), value })),
		nullable: false,
	},
	{ id: 'monetaryValue', label: 'Value', type: 'money', first: true, nullable: false },
	{ id: 'assignedTo', label: 'Assigned To', list: users, nullable: false },
];

const written: Mapping['written'] = (field, value, input) =>
	standardValue(field, value, (list) => input.cached(list), input.dates);

export const opportunityMapping: Mapping = { standard: FIELDS, custom: opportunityFields, written };

/** GHL's upsert takes no custom fields. Source: opportunities.json, UpsertOpportunityDto. */
export const upsertMapping: Mapping = { standard: FIELDS, written };

export const opportunityMapper: INodeProperties = fieldMapper({
	resourceMapperMethod: 'getOpportunityColumns',
	mode: 'add',
});

export const stageId = dropdown({
	name: 'stageId',
	label: 'Stage',
	method: 'getStages',
	about: 'By default the first of the pipeline',
	dependsOn: ['pipelineId'],
});

export const opportunityNeeds = (input: Input, mapping = opportunityMapping): Array<CachedRead<unknown>> =>
	needsOf(input, mapping);

/** Mapped fields, pipeline and stage, where they are set. */
export function opportunityBody(input: Input, mapping = opportunityMapping): IDataObject {
	const [pipelineId, pipelineStageId] = [input.text('pipelineId'), input.text('stageId')];
	return {
		...mappedBody(input, mapping),
		...(pipelineId && { pipelineId }),
		...(pipelineStageId && { pipelineStageId }),
	};
}

/** Custom fields by name, unless the option says otherwise. */
const named = (input: Input): boolean => input.option('customFieldsByName') !== false;

export const readNeeds = (input: Input): Array<CachedRead<unknown>> => (named(input) ? [opportunityFields] : []);

const fromEnvelope = unwrap('opportunity');

/**
 * After a write, names are read only where the answer has custom fields; a token without that scope gets them by ID.
 */
export const writeWants = (body: IDataObject, input: Input): Array<CachedRead<unknown>> =>
	asObjects(fromEnvelope(body).customFields).length > 0 ? readNeeds(input) : [];

/** An opportunity in one shape, read or written. */
export function asOpportunity(body: IDataObject, input: Input): IDataObject {
	const opportunity = fromEnvelope(body);
	return named(input)
		? { ...opportunity, customFields: byName(opportunity.customFields, input.cachedIfAny(opportunityFields) ?? []) }
		: opportunity;
}

/** The same after a write, with the names of the fields that were not written. */
export const asWritten = (body: IDataObject, input: Input, mapping = opportunityMapping): IDataObject => ({
	...asOpportunity(body, input),
	...withIgnored(ignoredFields(input, mapping)),
});

/** What "Simplify" keeps of an opportunity. */
export const SIMPLE = [
	'id',
	'name',
	'status',
	'monetaryValue',
	'pipelineId',
	'pipelineStageId',
	'contactId',
	'contact',
	'assignedTo',
	'customFields',
	'createdAt',
	'updatedAt',
];
