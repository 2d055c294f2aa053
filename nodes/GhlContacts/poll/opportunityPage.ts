import type { IDataObject } from 'n8n-workflow';
import type { Endpoint } from '../../shared/endpoint';
import { asObjects } from '../../shared/parameters/input';
import { asOpportunity, readNeeds } from '../actions/opportunity/fields';

/**
 * A page of the search that knows when opportunities changed; the operation "Search" uses the one that knows days only.
 */
export const opportunityPage: Endpoint = {
	route: 'POST /opportunities/search',
	effect: 'read',
	scopes: ['opportunities.readonly'],
	source: 'opportunities.json search-opportunities-advanced',
	needs: readNeeds,
	body: (input): IDataObject => {
		const [field, direction, from, searchAfter] = [
			input.text('field'),
			input.text('direction'),
			input.text('from'),
			input.raw('searchAfter'),
		];
		return {
			locationId: input.account.values.locationId,
			limit: input.number('pageSize'),
			...(from && { filters: [{ field, operator: 'range', value: { gte: from } }] }),
			sort: [{ field, direction }],
			...(Array.isArray(searchAfter) && { searchAfter }),
		};
	},
	envelope: { list: ['opportunities'] },
	answer: (body, input) => {
		const found = asObjects(body.opportunities);
		const last = found.length < (input.number('pageSize') ?? 0) ? undefined : found.at(-1);
		const records = found.map(({ sort: _, searchAfter: __, ...opportunity }) => asOpportunity(opportunity, input));
		// GHL says only that the cursor is in the answer
		return { records, searchAfter: last?.searchAfter ?? last?.sort ?? null };
	},
};
