/**
 * What the stand-in keeps. Times are epoch milliseconds of the sandbox's world; each endpoint words them its own way.
 */

export interface Location {
	id: string;
	companyId: string;
	name: string;
	address?: string | undefined;
	city?: string | undefined;
	state?: string | undefined;
	country: string;
	postalCode?: string | undefined;
	website?: string | undefined;
	timezone: string;
	email?: string | undefined;
	phone?: string | undefined;
	allowDuplicateContact: boolean;
	allowDuplicateOpportunity: boolean;
}

export interface DndSetting {
	status: 'active' | 'inactive' | 'permanent';
	message?: string | undefined;
	code?: string | undefined;
}

export const DND_CHANNELS = ['Call', 'Email', 'SMS', 'WhatsApp', 'GMB', 'FB'] as const;
/** What v3 calls them. */
export const V3_DND_CHANNELS = {
	call: 'Call',
	email: 'Email',
	sms: 'SMS',
	whatsApp: 'WhatsApp',
	gmb: 'GMB',
	fb: 'FB',
} as const;
export type DndChannel = (typeof DND_CHANNELS)[number];

export interface Contact {
	id: string;
	locationId: string;
	firstName?: string | undefined;
	lastName?: string | undefined;
	email?: string | undefined;
	phone?: string | undefined;
	additionalEmails: string[];
	additionalPhones: string[];
	companyName?: string | undefined;
	businessId?: string | undefined;
	address1?: string | undefined;
	city?: string | undefined;
	state?: string | undefined;
	postalCode?: string | undefined;
	country?: string | undefined;
	website?: string | undefined;
	timezone?: string | undefined;
	source?: string | undefined;
	gender?: string | undefined;
	/** YYYY-MM-DD */
	dateOfBirth?: string | undefined;
	assignedTo?: string | undefined;
	type: string;
	dnd: boolean;
	dndSettings: Partial<Record<DndChannel, DndSetting>>;
	inboundDndSettings?: unknown;
	tags: string[];
	followers: string[];
	/** By field id. */
	customFields: Record<string, unknown>;
	campaigns: string[];
	workflows: string[];
	dateAdded: number;
	dateUpdated: number;
}

export interface Task {
	id: string;
	locationId: string;
	contactId: string;
	title: string;
	body?: string | undefined;
	assignedTo?: string | undefined;
	dueDate: number;
	completed: boolean;
	dateAdded: number;
}

export interface Note {
	id: string;
	contactId: string;
	body: string;
	userId?: string | undefined;
	title?: string | undefined;
	color?: string | undefined;
	pinned: boolean;
	dateAdded: number;
}

export interface Business {
	id: string;
	locationId: string;
	name: string;
	phone?: string | undefined;
	email?: string | undefined;
	website?: string | undefined;
	address?: string | undefined;
	city?: string | undefined;
	state?: string | undefined;
	postalCode?: string | undefined;
	country?: string | undefined;
	description?: string | undefined;
	createdAt: number;
	updatedAt: number;
}

export const FIELD_TYPES = [
	'TEXT',
	'LARGE_TEXT',
	'NUMERICAL',
	'PHONE',
	'MONETORY',
	'CHECKBOX',
	'SINGLE_OPTIONS',
	'MULTIPLE_OPTIONS',
	'DATE',
	'TEXTBOX_LIST',
	'FILE_UPLOAD',
	'RADIO',
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

export interface CustomField {
	id: string;
	locationId: string;
	name: string;
	/** With its model in front: `contact.industry`. */
	fieldKey: string;
	model: 'contact' | 'opportunity';
	dataType: FieldType;
	placeholder?: string | undefined;
	position: number;
	picklistOptions?: string[] | undefined;
}

export interface CustomValue {
	id: string;
	locationId: string;
	name: string;
	fieldKey: string;
	value: string;
}

/** What a location only names. */
export interface Named {
	id: string;
	locationId: string;
	name: string;
}
export type Tag = Named;
export type Form = Named;
export type LostReason = Named;

export interface User {
	id: string;
	companyId: string;
	firstName: string;
	lastName: string;
	email: string;
	phone?: string | undefined;
	type: 'account' | 'agency';
	role: 'admin' | 'user';
	locationIds: string[];
}

export interface Pipeline {
	id: string;
	locationId: string;
	name: string;
	stages: Array<{ id: string; name: string; position: number }>;
}

export const OPPORTUNITY_STATUSES = ['open', 'won', 'lost', 'abandoned'] as const;
export type OpportunityStatus = (typeof OPPORTUNITY_STATUSES)[number];

export interface Opportunity {
	id: string;
	locationId: string;
	contactId: string;
	name: string;
	pipelineId: string;
	pipelineStageId: string;
	status: OpportunityStatus;
	monetaryValue: number;
	assignedTo?: string | undefined;
	source?: string | undefined;
	lostReasonId?: string | undefined;
	followers: string[];
	customFields: Record<string, unknown>;
	createdAt: number;
	updatedAt: number;
	lastStatusChangeAt: number;
	lastStageChangeAt: number;
}

export interface Calendar {
	id: string;
	locationId: string;
	groupId?: string | undefined;
	name: string;
	description?: string | undefined;
	slotMinutes: number;
	/** Local hours of the location, Monday to Friday. */
	openFrom: number;
	openTo: number;
	userIds: string[];
	isActive: boolean;
}

export interface CalendarGroup {
	id: string;
	locationId: string;
	name: string;
	description: string;
	slug: string;
	isActive: boolean;
}

export interface Appointment {
	id: string;
	locationId: string;
	calendarId?: string | undefined;
	contactId?: string | undefined;
	title: string;
	description?: string | undefined;
	appointmentStatus: string;
	assignedUserId?: string | undefined;
	address?: string | undefined;
	meetingLocationType?: string | undefined;
	rrule?: string | undefined;
	startTime: number;
	endTime: number;
	dateAdded: number;
	dateUpdated: number;
}

export interface AppointmentNote {
	id: string;
	appointmentId: string;
	contactId?: string | undefined;
	body: string;
	userId?: string | undefined;
	dateAdded: number;
}

export interface Workflow {
	id: string;
	locationId: string;
	name: string;
	status: 'draft' | 'published';
	version: number;
	createdAt: number;
	updatedAt: number;
}

export interface Campaign {
	id: string;
	locationId: string;
	name: string;
	status: 'draft' | 'published';
}

export interface Submission {
	id: string;
	locationId: string;
	formId: string;
	contactId: string;
	name: string;
	email: string;
	createdAt: number;
	others: Record<string, unknown>;
}

export interface Conversation {
	id: string;
	locationId: string;
	contactId: string;
	dateAdded: number;
	dateUpdated: number;
}

export interface Message {
	id: string;
	conversationId: string;
	contactId: string;
	locationId: string;
	type: string;
	direction: 'inbound' | 'outbound';
	body: string;
	subject?: string | undefined;
	status: string;
	dateAdded: number;
}
