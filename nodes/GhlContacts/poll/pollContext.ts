import type { Calls } from '../../shared/runner/calls';
import type { Input } from '../../shared/parameters/input';
import { repeatAfterRestart } from '../../shared/trigger/repeat';
import { optionsIn } from '../../shared/trigger/trigger';
import { lowerCaseTags } from '../../shared/values/tags';

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
	readonly repeats: boolean;
	/** Percent of the day's calls from which nothing is polled. */
	readonly pauseAt: number;
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

export function choiceOf(input: Input): Choice {
	const options = optionsIn(input);
	return {
		events: input.list('events'),
		tags: lowerCaseTags(input.raw('tags')),
		calendarIds: options.list('calendarIds'),
		daysBack: options.number('daysBack') ?? 7,
		daysAhead: options.number('daysAhead') ?? 365,
		formId: options.text('formId'),
		repeats: options.flag(repeatAfterRestart.name),
		pauseAt: options.number('pauseAtPercent') ?? 100,
	};
}
