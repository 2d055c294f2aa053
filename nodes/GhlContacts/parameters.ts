import type { INodeProperties } from 'n8n-workflow';
import { locator } from '../shared/parameters/locator';
import { LIST } from '../shared/parameters/parameter';

export const contactId = locator({
	name: 'contactId',
	label: 'Contact',
	searchListMethod: 'searchContacts',
	description: 'The contact to work on',
	idPlaceholder: 'e.g. seD4PfOuKoVMLkEZqohJ',
	page: {
		pattern: '(?<!\\S)https?:\\/\\/\\S+\\/contacts\\/detail\\/([a-zA-Z0-9]+)',
		placeholder: 'e.g. https://app.example.com/v2/location/ve9EPM428h8vShlRW1KT/contacts/detail/seD4PfOuKoVMLkEZqohJ',
	},
});

export const contactIds: INodeProperties = {
	displayName: 'Contact IDs',
	name: 'contactIds',
	type: 'string',
	typeOptions: LIST,
	required: true,
	default: '',
	placeholder: 'e.g. seD4PfOuKoVMLkEZqohJ, nmFmQEsNgz6AVpgLVUJ0',
	description: 'Separated by commas, or a list from an expression',
};

export const taskId = locator({
	name: 'taskId',
	label: 'Task',
	searchListMethod: 'searchTasks',
	description: 'The task to work on. The list shows those of the contact above.',
	idPlaceholder: 'e.g. 5HrB1IbmnKMBXloldFuP',
});

export const noteId = locator({
	name: 'noteId',
	label: 'Note',
	searchListMethod: 'searchNotes',
	description: 'The note to work on. The list shows those of the contact above.',
	idPlaceholder: 'e.g. otg8dTQqGLh3Q6iQI55w',
});

export const businessId = locator({
	name: 'businessId',
	label: 'Business',
	searchListMethod: 'searchBusinesses',
	description: 'The business to work on, which GHL shows as a company',
	idPlaceholder: 'e.g. 63771dcac1116f0e21de8e12',
});

export const appointmentId = locator({
	name: 'appointmentId',
	label: 'Appointment',
	searchListMethod: 'searchAppointments',
	description: 'The appointment to work on. The list shows those from a week ago to two months ahead.',
	idPlaceholder: 'e.g. 0007BWpSzSwfiuSl0tR2',
});

export const opportunityId = locator({
	name: 'opportunityId',
	label: 'Opportunity',
	searchListMethod: 'searchOpportunities',
	description: 'The opportunity to work on',
	idPlaceholder: 'e.g. sx6wyHhbFdRXh302Lunr',
});

export const userId = locator({
	name: 'userId',
	label: 'User',
	searchListMethod: 'searchUsers',
	description: 'The user of GHL',
	idPlaceholder: 'e.g. Rg6BRRiHh7dS9gJy3W8a',
});

export const campaignId = locator({
	name: 'campaignId',
	label: 'Campaign',
	searchListMethod: 'searchCampaigns',
	description: 'The campaign of GHL',
	idPlaceholder: 'e.g. KXL2nJf1S8mQ3x0bWc4T',
});

export const workflowId = locator({
	name: 'workflowId',
	label: 'Workflow',
	searchListMethod: 'searchWorkflows',
	description: 'The workflow in GHL. Only published ones take contacts.',
	idPlaceholder: 'e.g. 78559bb3-b920-461e-b010-7b2a2816d2a9',
});

export const customFieldId = locator({
	name: 'customFieldId',
	label: 'Custom Field',
	searchListMethod: 'searchCustomFields',
	description: 'The definition of a custom field',
	idPlaceholder: 'e.g. 3sv6UEo51C9Bmpo1cKTq',
});

export const tagId = locator({
	name: 'tagId',
	label: 'Tag',
	searchListMethod: 'searchTags',
	description: 'A tag of the sub-account',
	idPlaceholder: 'e.g. Za2gD8s5Ujy2Nq4WbXcE',
});

const FROM_LIST =
	'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';

interface Dropdown {
	readonly name: string;
	readonly label: string;
	readonly method: string;
	readonly about?: string;
	readonly required?: boolean;
	readonly dependsOn?: string[];
}

/** A list of IDs by name, filled from the account. */
export function dropdown({ name, label, method, about = '', required = false, dependsOn }: Dropdown): INodeProperties {
	return {
		displayName: `${label} Name or ID`,
		name,
		type: 'options',
		typeOptions: { loadOptionsMethod: method, ...(dependsOn && { loadOptionsDependsOn: dependsOn }) },
		required,
		default: '',
		description: about ? `${about}. ${FROM_LIST}.` : `${FROM_LIST}.`,
	};
}

export const assignedTo = dropdown({
	name: 'assignedTo',
	label: 'Assigned To',
	method: 'getUsers',
	about: 'The user of GHL',
});
export const calendarId = dropdown({ name: 'calendarId', label: 'Calendar', method: 'getCalendars', required: true });
export const pipelineId = dropdown({ name: 'pipelineId', label: 'Pipeline', method: 'getPipelines', required: true });

export const followers: INodeProperties = {
	displayName: 'Follower Names or IDs',
	name: 'followers',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getUsers' },
	required: true,
	default: [],
	description:
		'The users of GHL. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

export const tags: INodeProperties = {
	displayName: 'Tags',
	name: 'tags',
	type: 'string',
	typeOptions: LIST,
	required: true,
	default: '',
	placeholder: 'e.g. rental customer, vip',
	description:
		'Separated by commas, or a list from an expression. GHL keeps tags in lower case and creates unknown ones.',
};

export const text = (displayName: string, name: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	...more,
});

export const time = (displayName: string, name: string, description: string, required = false): INodeProperties => ({
	displayName,
	name,
	type: 'dateTime',
	required,
	default: '',
	description,
});

/** A collection of optional fields. */
export const collection = (
	displayName: string,
	name: string,
	options: INodeProperties[],
	description?: string,
): INodeProperties => ({
	displayName,
	name,
	type: 'collection',
	placeholder: name === 'filters' ? 'Add filter' : 'Add field',
	default: {},
	...(description && { description }),
	options,
});
