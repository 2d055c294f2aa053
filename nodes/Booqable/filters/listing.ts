import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Input } from '../../shared/parameters/input';
import type { Paging } from '../../shared/http/paging';
import { PAGES } from '../responses';
import { filtering, including, sorting, type Filter } from './filters';

/** What a person can ask of a list. */
interface Choices {
	readonly filters?: readonly Filter[];
	/** Shown at the filters. */
	readonly hint?: string;
	/** The first is the order without a choice. */
	readonly sort: INodePropertyOptions[];
	/** Related records that may come along. */
	readonly include: readonly string[];
}

/** The parts of an operation that lists records. */
export interface Listing {
	readonly parameters: INodeProperties[];
	readonly options: INodeProperties[];
	readonly query: (input: Input) => IDataObject;
	readonly paging: Paging;
}

export function listing({ filters, hint, sort, include }: Choices): Listing {
	const [filtered, sorted, included] = [filters && filtering(filters, hint), sorting(sort), including(include)];
	return {
		parameters: filtered ? [filtered.parameter] : [],
		options: [sorted.option, included.option],
		query: (input) => ({ ...filtered?.query(input), ...sorted.query(input), ...included.query(input) }),
		paging: PAGES,
	};
}
