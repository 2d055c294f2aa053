import type { INodePropertyOptions } from 'n8n-workflow';

/** What an event is about. */
export type Subject =
	| 'app'
	| 'appointment'
	| 'association'
	| 'campaign'
	| 'contact'
	| 'conversation'
	| 'location'
	| 'message'
	| 'note'
	| 'opportunity'
	| 'record'
	| 'relation'
	| 'task'
	| 'user';

interface Group {
	readonly subject: Subject;
	readonly label: string;
	/** GHL's names of the events, with ours and what users should know. */
	readonly events: ReadonlyArray<readonly [type: string, label: string, description?: string]>;
}

/** The events of GHL's catalogue that a workflow about contacts may want. GHL docs, Webhook events, September 2026. */
const GROUPS: readonly Group[] = [
	{
		subject: 'app',
		label: 'App',
		events: [
			['INSTALL', 'Installed', 'The app was installed in a location or agency'],
			['UNINSTALL', 'Uninstalled', 'The app was removed'],
		],
	},
	{
		subject: 'appointment',
		label: 'Appointment',
		events: [
			['AppointmentCreate', 'Created'],
			['AppointmentDelete', 'Deleted'],
			['AppointmentUpdate', 'Updated'],
		],
	},
	{
		subject: 'association',
		label: 'Association',
		events: [
			['AssociationCreate', 'Created', 'A kind of relation between two objects was defined'],
			['AssociationDelete', 'Deleted'],
			['AssociationUpdate', 'Updated'],
		],
	},
	{ subject: 'campaign', label: 'Campaign', events: [['CampaignStatusUpdate', 'Status Changed', 'Of a contact in a campaign']] },
	{
		subject: 'contact',
		label: 'Contact',
		events: [
			['ContactCreate', 'Created'],
			['ContactDelete', 'Deleted'],
			['ContactDndUpdate', 'Do Not Disturb Changed'],
			['ContactTagUpdate', 'Tags Changed', 'With the tags that the contact has now; GHL does not say which are new'],
			['ContactUpdate', 'Updated', 'GHL does not say which fields changed'],
		],
	},
	{
		subject: 'conversation',
		label: 'Conversation',
		events: [['ConversationUnreadUpdate', 'Unread Changed']],
	},
	{
		subject: 'location',
		label: 'Location',
		events: [
			['LocationCreate', 'Created', 'Only for apps of agencies'],
			['LocationUpdate', 'Updated', 'Only for apps of agencies'],
		],
	},
	{
		subject: 'message',
		label: 'Message',
		events: [
			['InboundMessage', 'Received'],
			['OutboundMessage', 'Sent'],
		],
	},
	{
		subject: 'note',
		label: 'Note',
		events: [
			['NoteCreate', 'Created'],
			['NoteDelete', 'Deleted'],
			['NoteUpdate', 'Updated'],
		],
	},
	{
		subject: 'opportunity',
		label: 'Opportunity',
		events: [
			['OpportunityAssignedToUpdate', 'Assigned User Changed', 'GHL sends "Updated" as well'],
			['OpportunityCreate', 'Created', 'GHL sends "Updated" as well'],
			['OpportunityDelete', 'Deleted', 'GHL sends "Updated" as well'],
			['OpportunityStageUpdate', 'Stage Changed', 'GHL sends "Updated" as well'],
			['OpportunityStatusUpdate', 'Status Changed', 'GHL sends "Updated" as well'],
			['OpportunityUpdate', 'Updated'],
			['OpportunityMonetaryValueUpdate', 'Value Changed', 'GHL sends "Updated" as well'],
		],
	},
	{
		subject: 'record',
		label: 'Record',
		events: [
			['RecordCreate', 'Created', 'A business (company) or a record of a custom object. GHL does not say which.'],
			['RecordDelete', 'Deleted', 'A business (company) or a record of a custom object. GHL does not say which.'],
			['RecordUpdate', 'Updated', 'A business (company) or a record of a custom object. GHL does not say which.'],
		],
	},
	{
		subject: 'relation',
		label: 'Relation',
		events: [
			['RelationCreate', 'Created', 'Two records were related'],
			['RelationDelete', 'Deleted'],
		],
	},
	{
		subject: 'task',
		label: 'Task',
		events: [
			['TaskComplete', 'Completed'],
			['TaskCreate', 'Created', 'GHL may leave out the contact; "Read Fresh" finds it'],
			['TaskDelete', 'Deleted'],
		],
	},
	{
		subject: 'user',
		label: 'User',
		events: [
			['UserCreate', 'Created'],
			['UserDelete', 'Deleted'],
			['UserUpdate', 'Updated'],
		],
	},
];

/** Every event that is not listed by name, such as invoices and orders. */
export const OTHER = 'other';
const allOf = (subject: Subject): string => `all ${subject}`;

const SUBJECTS: ReadonlyMap<string, Subject> = new Map(GROUPS.flatMap(({ subject, events }) => events.map(([type]): [string, Subject] => [type, subject])));

/** What an event is about; undefined for those that are not listed. */
export const subjectOf = (type: string): Subject | undefined => SUBJECTS.get(type);

/** Whether the user chose the event, by itself or with its group. */
export function isChosen(type: string, chosen: readonly string[]): boolean {
	const subject = subjectOf(type);
	return chosen.includes(type) || chosen.includes(subject ? allOf(subject) : OTHER);
}

/** The list of the editor: alphabetical, so that the events of a group stand together. */
export const EVENT_OPTIONS: INodePropertyOptions[] = [
	...GROUPS.flatMap(({ subject, label, events }) => [
		...(events.length > 1 ? [{ name: `${label}: All`, value: allOf(subject) }] : []),
		...events.map(([value, name, description]) => ({ name: `${label}: ${name}`, value, ...(description && { description }) })),
	]),
	{ name: 'Other', value: OTHER, description: 'Every event of the app that is not in this list, such as invoices and orders' },
].sort((one, other) => one.name.localeCompare(other.name));
