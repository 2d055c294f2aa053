import type { INodeProperties } from 'n8n-workflow';
import { locator } from '../shared/parameters/locator';

export const jobId = locator({
	name: 'jobId',
	label: 'Job',
	searchListMethod: 'searchJobs',
	description: 'The job in Roofr',
	idPlaceholder: 'e.g. 123456',
	page: {
		pattern: '(?<!\\S)https?:\\/\\/\\S+(?:selectedJobId=|\\/jobs\\/details\\/)([0-9]+)',
		placeholder: 'e.g. https://app.example.com/dashboard/team/42/jobs/details/123456',
	},
});

export const contactId = locator({
	name: 'contactId',
	label: 'Contact',
	searchListMethod: 'searchContacts',
	description: 'The contact (customer) in Roofr',
	idPlaceholder: 'e.g. 123456',
});

export const stageId = locator({
	name: 'stageId',
	label: 'Stage',
	searchListMethod: 'searchStages',
	description: 'The stage of the workflow that the job moves to',
	idPlaceholder: 'e.g. 7',
});

export const recordId = (name: string, displayName: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 123456',
	description: 'The record to work on, e.g. the ID that "Get Many" returns',
});

type Filter = readonly [name: string, displayName: string, type?: 'string' | 'dateTime'];

export const filters = (...all: readonly Filter[]): INodeProperties => ({
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	description: 'Sent as they are; whether Roofr applies them is not known',
	options: all.map(([name, displayName, type = 'string']): INodeProperties => ({
		displayName,
		name,
		type,
		default: '',
	})),
});
