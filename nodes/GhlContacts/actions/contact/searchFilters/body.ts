import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import type { CachedRead } from '../../../../shared/endpoint';
import { textOf, type Input } from '../../../../shared/parameters/input';
import { contactFields } from '../../../mapping/customFields';
import { contactNeeds } from '../response';
import { neededFor } from './fields';
import { filterOf } from './filters';
import { jsonFilters } from './json';

/** The order of the options, as the body wants it. */
export const sortOf = (input: Input): IDataObject[] =>
	[textOf(input.option('sort')) || 'dateAdded desc', textOf(input.option('thenBy'))].filter(Boolean).map((chosen) => {
		const [field, direction] = chosen.split(' ');
		return { field, direction };
	});

/** Custom fields, for the answer or for the IDs that filters carry, and the lists that names are looked up in. */
export function searchNeeds(input: Input): Array<CachedRead<unknown>> {
	if (input.text('filterMode') === 'json')
		return JSON.stringify(input.raw('filtersJson')).includes('custom_') ? [contactFields] : contactNeeds(input);
	const needed = neededFor(groupsOf(input).flatMap(({ conditions }) => conditions.condition));
	return [...new Set([...needed, ...contactNeeds(input)])];
}

/** The body of a search, without paging. */
export function searchBody(input: Input): IDataObject {
	const filters = input.text('filterMode') === 'json' ? jsonFilters(input) : builtFilters(input);
	const query = textOf(input.option('query'));
	return {
		locationId: input.account.values.locationId,
		...(filters.length > 0 && { filters }),
		...(query && { query }),
		sort: sortOf(input),
	};
}

const written = z.object({
	group: z
		.array(
			z.object({
				match: z.enum(['AND', 'OR']).catch('AND'),
				conditions: z.object({ condition: z.array(z.record(z.unknown())).catch([]) }).catch({ condition: [] }),
			}),
		)
		.catch([]),
});

const groupsOf = (input: Input) => written.parse(input.collection('groups')).group;

function builtFilters(input: Input): IDataObject[] {
	const groups = groupsOf(input).flatMap(({ match: group, conditions }): IDataObject[] => {
		const filters = conditions.condition.map((one) => filterOf(one, input));
		return filters.length > 1 ? [{ group, filters }] : filters;
	});
	return input.text('matchGroups') === 'OR' && groups.length > 1 ? [{ group: 'OR', filters: groups }] : groups;
}
