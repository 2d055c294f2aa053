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

/** `account` is the key under which every item of ours names its account. */
export const output = (event: EventOutput): IDataObject => ({ ...event, account: event.locationId });
