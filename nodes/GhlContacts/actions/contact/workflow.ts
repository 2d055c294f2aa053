import type { IDataObject } from 'n8n-workflow';
import type { Input } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { contactId, time, workflowId } from '../../parameters';
import { done, SUCCESS } from '../../responses';

/** GHL's example has a numeric offset, so UTC is written as one. */
function eventStartTime(input: Input): IDataObject {
	const start = input.time('eventStartTime');
	return start ? { eventStartTime: start.replace('Z', '+00:00') } : {};
}

export const addToWorkflow = operation({
	resource: 'contact',
	name: 'addToWorkflow',
	label: 'Add to Workflow',
	action: 'Add contact to workflow',
	description: 'Start a workflow of GHL for a contact',
	parameters: [
		contactId,
		workflowId,
		time('Event Start', 'eventStartTime', 'For workflows that wait for an event: when it begins'),
	],
	keys: (input) => [input.id('contactId')],
	endpoint: {
		route: 'POST /contacts/{contactId}/workflow/{workflowId}',
		effect: 'append',
		scopes: ['contacts.write'],
		source: 'contacts.json add-contact-to-workflow',
		body: eventStartTime,
		envelope: SUCCESS,
		answer: done('contactId', (input) => ({ workflowId: input.id('workflowId') })),
	},
});

export const removeFromWorkflow = operation({
	...addToWorkflow,
	name: 'removeFromWorkflow',
	label: 'Remove From Workflow',
	action: 'Remove contact from workflow',
	description: 'Remove a contact from a workflow of GHL',
	endpoint: {
		...addToWorkflow.endpoint,
		route: 'DELETE /contacts/{contactId}/workflow/{workflowId}',
		effect: 'idempotent',
		source: 'contacts.json delete-contact-from-workflow',
	},
});
