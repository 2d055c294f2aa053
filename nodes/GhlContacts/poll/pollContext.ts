import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import type { Calls } from '../../shared/runner/calls';
import { listOf, textOf } from '../../shared/parameters/input';

/** What the user chose. */
export interface Choice {
	readonly events: readonly string[];
	/** In lower case, as GHL keeps them. */
	readonly tags: readonly string[];
	/** None for all. */
	readonly calendarIds: readonly string[];
	/** Window of appointments, counted from now. */
	readonly daysBack: number;
	readonly daysAhead: number;
	readonly formId: string;
}

/** What a poll reads with. */
export interface PollContext {
	readonly calls: Calls;
	readonly choice: Choice;
	/** Milliseconds since 1970, by the clock of n8n. */
	readonly now: number;
	/** Whether n8n still gives this poll time for another page. */
	readonly hasTime: () => boolean;
}

export function choiceOf(context: IPollFunctions): Choice {
	const options = context.getNodeParameter('options', {}) as IDataObject; // a collection is an object
	return {
		events: listOf(context.getNodeParameter('events', [])),
		tags: listOf(context.getNodeParameter('tags', '')).map((tag) => tag.toLowerCase()),
		calendarIds: listOf(options.calendarIds),
		daysBack: Number(options.daysBack ?? 7),
		daysAhead: Number(options.daysAhead ?? 365),
		formId: textOf(options.formId),
	};
}
