import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { InputProblem, type Input } from '../../../../shared/parameters/input';
import { jsonOf } from '../../../../shared/values/json';
import { isCustomColumn } from '../../../mapping/customFields';
import { resolved } from './fields';

type Filter = { field: string; operator: string; value?: unknown } | { group: 'AND' | 'OR'; filters: Filter[] };

const filter: z.ZodType<Filter> = z.lazy(() =>
	z.union([
		z.object({ group: z.enum(['AND', 'OR']), filters: z.array(filter) }).strict(),
		z.object({ field: z.string().min(1), operator: z.string().min(1), value: z.unknown() }).strict(),
	]),
);

/** Filters typed as JSON, with the IDs of custom fields that are named by key. */
export function jsonFilters(input: Input): IDataObject[] {
	const parsed = z.array(filter).safeParse(jsonOf(input.raw('filtersJson')));
	if (!parsed.success) {
		throw new InputProblem(
			'filtersJson',
			'Filters is not a list of filters',
			'Use [{ "field": …, "operator": …, "value": … }], or groups: { "group": "OR", "filters": […] }.',
		);
	}
	return parsed.data.map((one) => withIds(one, input));
}

function withIds(given: Filter, input: Input): IDataObject {
	if ('filters' in given) return { group: given.group, filters: given.filters.map((one) => withIds(one, input)) };
	const field = isCustomColumn(given.field) ? resolved(given.field, input).field : given.field;
	return { ...given, field } as IDataObject; // JSON that the user wrote
}
