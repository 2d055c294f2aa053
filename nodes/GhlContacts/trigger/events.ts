import type { INodePropertyOptions } from 'n8n-workflow';
import { eventOptions } from '../../shared/editor/eventOptions';

/** What an event is about. */
export type Subject =
	| 'app'
	| 'appointment'
	| 'association'
	| 'campaign'
	| 'contact'
	| 'conversation'
	| 'email'
	| 'invoice'
	| 'location'
	| 'message'
	| 'note'
	| 'objectSchema'
	| 'opportunity'
	| 'order'
	| 'price'
	| 'product'
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

const OF_AGENCY = 'Only for apps of agencies';
const WITH_UPDATED = 'GHL sends "Updated" as well';
const ANY_RECORD = 'A business (company) or a record of a custom object. GHL does not say which.';

/**
 * The events of GHL's catalog, in the order of use for workflows about contacts: all 58 that have a page, and those
 * that the catalog names besides. GHL docs, Webhook events, September 2026.
 */
const GROUPS: readonly Group[] = [
	{
		subject: 'contact',
		label: 'Contact',
		events: [
			['ContactCreate', 'Created'],
			['ContactUpdate', 'Updated', 'GHL does not say which fields changed'],
			['ContactTagUpdate', 'Tags Changed', 'With the tags that the contact has now; GHL does not say which are new'],
			['ContactDndUpdate', 'Do Not Disturb Changed'],
			['ContactDelete', 'Deleted'],
		],
	},
	{
		subject: 'opportunity',
		label: 'Opportunity',
		events: [
			['OpportunityCreate', 'Created', WITH_UPDATED],
			['OpportunityStageUpdate', 'Stage Changed', WITH_UPDATED],
			['OpportunityStatusUpdate', 'Status Changed', WITH_UPDATED],
			['OpportunityMonetaryValueUpdate', 'Value Changed', WITH_UPDATED],
			['OpportunityAssignedToUpdate', 'Assigned User Changed', WITH_UPDATED],
			['OpportunityUpdate', 'Updated'],
			['OpportunityDelete', 'Deleted', WITH_UPDATED],
		],
	},
	{
		subject: 'appointment',
		label: 'Appointment',
		events: [
			['AppointmentCreate', 'Created'],
			['AppointmentUpdate', 'Updated'],
			['AppointmentDelete', 'Deleted'],
		],
	},
	{
		subject: 'task',
		label: 'Task',
		events: [
			['TaskCreate', 'Created', 'GHL may leave out the contact; "Read Fresh" finds it'],
			['TaskComplete', 'Completed'],
			['TaskDelete', 'Deleted'],
		],
	},
	{
		subject: 'note',
		label: 'Note',
		events: [
			['NoteCreate', 'Created'],
			['NoteUpdate', 'Updated'],
			['NoteDelete', 'Deleted'],
		],
	},
	{
		subject: 'message',
		label: 'Message',
		events: [
			['InboundMessage', 'Received'],
			['OutboundMessage', 'Sent'],
			['ProviderOutboundMessage', 'Handed to Provider', 'For apps that are a conversation provider'],
		],
	},
	{
		subject: 'conversation',
		label: 'Conversation',
		events: [
			['ConversationUnreadUpdate', 'Unread Changed'],
			['ConversationUpdate', 'Updated'],
		],
	},
	{
		subject: 'invoice',
		label: 'Invoice',
		events: [
			['InvoiceCreate', 'Created'],
			['InvoiceSent', 'Sent'],
			['InvoicePaid', 'Paid'],
			['InvoicePartiallyPaid', 'Partially Paid'],
			['InvoiceUpdate', 'Updated'],
			['InvoiceVoid', 'Voided'],
			['InvoiceDelete', 'Deleted'],
		],
	},
	{
		subject: 'order',
		label: 'Order',
		events: [
			['OrderCreate', 'Created'],
			['OrderStatusUpdate', 'Status Changed'],
		],
	},
	{
		subject: 'product',
		label: 'Product',
		events: [
			['ProductCreate', 'Created'],
			['ProductUpdate', 'Updated'],
			['ProductDelete', 'Deleted'],
		],
	},
	{
		subject: 'price',
		label: 'Price',
		events: [
			['PriceCreate', 'Created', 'Of a product'],
			['PriceUpdate', 'Updated'],
			['PriceDelete', 'Deleted'],
		],
	},
	{
		subject: 'email',
		label: 'Email',
		events: [['LCEmailStats', 'Delivery Reported', 'Delivered, opened, clicked, bounced and the like']],
	},
	{
		subject: 'campaign',
		label: 'Campaign',
		events: [['CampaignStatusUpdate', 'Status Changed', 'Of a contact in a campaign']],
	},
	{
		subject: 'record',
		label: 'Record',
		events: [
			['RecordCreate', 'Created', ANY_RECORD],
			['RecordUpdate', 'Updated', ANY_RECORD],
			['RecordDelete', 'Deleted', ANY_RECORD],
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
		subject: 'association',
		label: 'Association',
		events: [
			['AssociationCreate', 'Created', 'A kind of relation between two objects was defined'],
			['AssociationUpdate', 'Updated'],
			['AssociationDelete', 'Deleted'],
		],
	},
	{
		subject: 'objectSchema',
		label: 'Object Schema',
		events: [
			['ObjectSchemaCreate', 'Created', 'A kind of custom object was defined'],
			['ObjectSchemaUpdate', 'Updated'],
		],
	},
	{
		subject: 'user',
		label: 'User',
		events: [
			['UserCreate', 'Created'],
			['UserUpdate', 'Updated'],
			['UserDelete', 'Deleted'],
		],
	},
	{
		subject: 'location',
		label: 'Location',
		events: [
			['LocationCreate', 'Created', OF_AGENCY],
			['LocationUpdate', 'Updated', OF_AGENCY],
		],
	},
	{
		subject: 'app',
		label: 'App',
		events: [
			['INSTALL', 'Installed', 'The app was installed in a location or agency'],
			['UNINSTALL', 'Uninstalled', 'The app was removed'],
			['PLAN_CHANGE', 'Plan Changed', 'Somebody moved to another plan of the app'],
			['AppUpdate', 'Updated'],
			['AppPaymentStatus', 'Payment Status Changed'],
			['ExternalAuthConnected', 'External Authentication Connected'],
		],
	},
];

/** Names under which GHL's catalog lists events whose bodies bear another one. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
	AppInstall: 'INSTALL',
	AppUninstall: 'UNINSTALL',
	ConversationUnreadWebhook: 'ConversationUnreadUpdate',
	PlanChange: 'PLAN_CHANGE',
};

/** Every event that is not listed by name, such as support tickets. */
export const OTHER = 'other';
const allOf = (subject: Subject): string => `all ${subject}`;

const SUBJECTS: ReadonlyMap<string, Subject> = new Map(
	GROUPS.flatMap(({ subject, events }) => events.map(([type]): [string, Subject] => [type, subject])),
);

/** The name of an event as bodies bear it. */
export const eventName = (name: string): string => OTHER_NAMES[name] ?? name;

/** Whether GHL's catalog has an event of this name. */
export const isEvent = (name: string): boolean => SUBJECTS.has(name);

/** What an event is about; undefined for those that are not listed. */
export const subjectOf = (type: string): Subject | undefined => SUBJECTS.get(type);

/**
 * Whether the user chose the event, by itself or with its group. One without a name is of the group that its fields
 * tell.
 */
export function isChosen(type: string, subject: Subject | undefined, chosen: readonly string[]): boolean {
	return chosen.includes(type) || chosen.includes(subject ? allOf(subject) : OTHER);
}

/** The list of the editor: in each group the single events, then all of them together. */
export const EVENT_OPTIONS: INodePropertyOptions[] = eventOptions([
	...GROUPS.flatMap(({ subject, label, events }) => [
		...events.map(([value, name, description]) => ({
			name: `${label} ${name}`,
			value,
			...(description && { description }),
		})),
		...(events.length > 1 ? [{ name: `Any ${label} Event`, value: allOf(subject) }] : []),
	]),
	{
		name: 'Any Other Event',
		value: OTHER,
		description: 'Every event of the app that is not in this list, such as support tickets',
	},
]);
