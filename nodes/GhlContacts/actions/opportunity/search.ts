import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { textOf, type Input } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { readDate } from '../../../shared/values/date';
import { startAfter } from '../../paging';
import { assignedTo, collection, dropdown, pipelineId, text, time } from '../../parameters';
import { customFieldsByName } from '../contact/options';
import { asOpportunity, readNeeds, SIMPLE } from './fields';

const status: INodeProperties = {
	displayName: 'Status',
	name: 'status',
	type: 'options',
	options: [
		{ name: 'Abandoned', value: 'abandoned' },
		{ name: 'Lost', value: 'lost' },
		{ name: 'Open', value: 'open' },
		{ name: 'Won', value: 'won' },
	],
	default: 'open',
};

const filters = collection('Filters', 'filters', [
	time('Added From', 'addedFrom', 'Only opportunities added on this day or later'),
	time('Added To', 'addedTo', 'Only opportunities added on this day or earlier'),
	assignedTo,
	text('Contact ID', 'contactId', { description: 'Only opportunities of this contact' }),
	{ ...pipelineId, required: false },
	text('Search', 'query', { description: 'Text to search for in the name and the contact' }),
	dropdown({ name: 'stageId', label: 'Stage', method: 'getAllStages' }),
	status,
]);

const order: INodeProperties = {
	displayName: 'Sort By',
	name: 'order',
	type: 'options',
	options: [
		{ name: 'Date Added, Newest First', value: 'added_desc' },
		{ name: 'Date Added, Oldest First', value: 'added_asc' },
	],
	default: 'added_desc',
};

/** GHL wants month, day and year here. */
function monthFirst(value: unknown, label: string, input: Input): string {
	const [year, month, day] = readDate(value, { id: 'filters', label }, input.dates).split('-');
	return `${month}-${day}-${year}`;
}

export const search = operation({
	resource: 'opportunity',
	name: 'search',
	label: 'Search',
	action: 'Search opportunities',
	description: 'List opportunities, with filters. GHL shows new and changed ones here after some seconds.',
	parameters: [filters],
	options: [customFieldsByName, order],
	endpoint: {
		route: 'GET /opportunities/search',
		effect: 'read',
		scopes: ['opportunities.readonly'],
		source: 'opportunities.json search-opportunity',
		needs: readNeeds,
		// Names in this one query are written with underscores.
		query: (input): IDataObject => {
			const chosen = input.collection('filters');
			return {
				location_id: input.account.values.locationId,
				pipeline_id: textOf(chosen.pipelineId),
				pipeline_stage_id: textOf(chosen.stageId),
				contact_id: textOf(chosen.contactId),
				assigned_to: textOf(chosen.assignedTo),
				status: textOf(chosen.status),
				q: textOf(chosen.query),
				...(chosen.addedFrom ? { date: monthFirst(chosen.addedFrom, 'Added From', input) } : {}),
				...(chosen.addedTo ? { endDate: monthFirst(chosen.addedTo, 'Added To', input) } : {}),
				order: textOf(input.option('order')),
			};
		},
		paging: startAfter('opportunities', 100),
		answer: asOpportunity,
	},
	simplify: SIMPLE,
});
