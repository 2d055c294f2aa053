import type { IDataObject } from 'n8n-workflow';
import type { Calls } from '../../../shared/runner/calls';
import { textOf } from '../../../shared/parameters/input';
import { output } from '../../trigger/output';

export type RecordType = 'appointment' | 'business' | 'contact' | 'note' | 'opportunity' | 'task';

const PREFIXES: Readonly<Record<RecordType, string>> = {
	appointment: 'Appointment',
	business: 'Record',
	contact: 'Contact',
	note: 'Note',
	opportunity: 'Opportunity',
	task: 'Task',
};

interface ReadAgain {
	readonly type: RecordType;
	readonly id: string;
	/** The contact that a note or a task is read by. */
	readonly contactId: string;
	/** Undefined where GHL no longer knows it. */
	readonly record: IDataObject | undefined;
}

/** A record that was read again, as an event of the triggers: so the same nodes can follow. */
export function eventOf({ account }: Calls, { type, id, contactId, record }: ReadAgain): IDataObject {
	const changedAt = textOf(record?.dateUpdated ?? record?.updatedAt);
	return output({
		event: `${PREFIXES[type]}${record ? 'Update' : 'Delete'}`,
		deliveryId: null,
		occurredAt: changedAt || null,
		locationId: account.values.locationId,
		recordType: type,
		recordId: id,
		contactId: type === 'contact' ? id : textOf(record?.contactId) || contactId || null,
		record: record ?? { id, gone: true },
	});
}
