import type { INodePropertyOptions } from 'n8n-workflow';

/** One event of a trigger. `name` is its label, e.g. `Order Started (Picked Up)`. */
export interface EventOption {
	readonly name: string;
	readonly value: string;
	readonly description?: string;
}

/**
 * The options of a trigger's "Events", in the order given: that of use. n8n's node panel lists them in the same order;
 * without a text of our own it would drop parentheses.
 */
export const eventOptions = (events: readonly EventOption[]): INodePropertyOptions[] =>
	events.map((event) => ({ ...event, action: `On ${event.name.toLowerCase()}` }));
