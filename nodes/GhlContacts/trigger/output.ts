import type { IDataObject } from 'n8n-workflow';

/** What both triggers give out for one event, so that one can stand in for the other. */
export interface EventOutput {
	/** GHL's name of the event where it has one. */
	readonly event: string;
	/** The same whenever the same event is given out. */
	readonly deliveryId: string | null;
	/** ISO 8601. */
	readonly occurredAt: string | null;
	readonly locationId: string | null;
	readonly recordType: string | null;
	readonly recordId: string | null;
	readonly contactId: string | null;
	readonly record: IDataObject;
}

export const output = (event: EventOutput): IDataObject => ({ ...event });
