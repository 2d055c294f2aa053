import type { INodeProperties } from 'n8n-workflow';
import { operation, type Operation } from '../../../shared/operation';
import { get as getAppointment } from '../appointment/get';
import { get as getBusiness } from '../business/get';
import { get as getContact } from '../contact/get';
import { get as getNote } from '../note/get';
import { get as getOpportunity } from '../opportunity/get';
import { get as getTask } from '../task/get';
import { eventOf, type RecordType } from './event';

/** How each kind is read, and the parameter that takes its ID. */
const READS: Readonly<Record<RecordType, readonly [read: Operation, id: string]>> = {
	appointment: [getAppointment, 'appointmentId'],
	business: [getBusiness, 'businessId'],
	contact: [getContact, 'contactId'],
	note: [getNote, 'noteId'],
	opportunity: [getOpportunity, 'opportunityId'],
	task: [getTask, 'taskId'],
};

/** Notes and tasks are read below their contact. */
const CHILDREN = ['note', 'task'];

const recordType: INodeProperties = {
	displayName: 'Record Type',
	name: 'recordType',
	type: 'options',
	options: [
		{ name: 'Appointment', value: 'appointment' },
		{ name: 'Business', value: 'business' },
		{ name: 'Contact', value: 'contact' },
		{ name: 'Note', value: 'note' },
		{ name: 'Opportunity', value: 'opportunity' },
		{ name: 'Task', value: 'task' },
	],
	default: 'contact',
};

const recordId: INodeProperties = {
	displayName: 'Record ID',
	name: 'recordId',
	type: 'string',
	required: true,
	default: '={{ $json.recordId ?? $json.id }}',
	description: 'The ID that a trigger or the Sync Ledger Trigger returns',
};

const contactId: INodeProperties = {
	displayName: 'Contact ID',
	name: 'contactId',
	type: 'string',
	required: true,
	default: '={{ $json.contactId ?? $json.parentId }}',
	displayOptions: { show: { recordType: CHILDREN } },
	description: 'The contact of the note or task, below which GHL keeps it',
};

export const get = operation({
	resource: 'changedRecord',
	name: 'get',
	label: 'Get',
	action: 'Get changed record',
	description:
		'Read a record as it is now and return it as the triggers do, with its event. A record that GHL no longer knows comes with the event of its deletion.',
	parameters: [recordType, recordId, contactId],
	effect: 'read',
	endpoints: Object.values(READS).map(([read]) => read),
	execute: async (calls, input) => {
		const type = input.text('recordType') as RecordType; // the values of its options
		const [read, parameter] = READS[type];
		const id = input.id('recordId');
		const below = CHILDREN.includes(type) ? input.id('contactId') : '';
		const record = await calls.oneOrNone(read, { ...(below && { contactId: below }), [parameter]: id });
		return eventOf(calls, { type, id, contactId: below, record });
	},
});
