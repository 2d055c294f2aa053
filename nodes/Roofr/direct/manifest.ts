import type { Operation } from '../../shared/operation';
import type { Names } from './names';
import type { PagingStyle } from './paging';

export interface Endpoint {
	readonly endpoint: Operation['endpoint'];
	/** Lists only. */
	readonly paging?: PagingStyle;
	/** Name of the list in the answer where it is none of `data`, `items`, `results`. */
	readonly items?: string;
	/** Our names of fields → Roofr's, where snake_case does not do. */
	readonly fields?: Names;
}

/** The endpoints of one account, by name. */
export type Manifest = Readonly<Record<string, Endpoint>>;

/**
 * Every endpoint of direct access. All of it is assumed: Roofr publishes no API. Nouns are those of its pages, forms those of
 * the framework that its lists show (`{data, links, meta}`, `page` and `per_page`). Credentials override each entry by its name.
 */
export const MANIFEST: Manifest = {
	'appointment.create': { endpoint: 'POST /calendar/events' },
	'appointment.delete': { endpoint: 'DELETE /calendar/events/{appointmentId}' },
	'appointment.get': { endpoint: 'GET /calendar/events/{appointmentId}' },
	'appointment.getMany': { endpoint: 'GET /calendar/events', paging: 'page' },
	'appointment.update': { endpoint: 'PATCH /calendar/events/{appointmentId}' },
	'contact.create': { endpoint: 'POST /contacts' },
	'contact.delete': { endpoint: 'DELETE /contacts/{contactId}' },
	'contact.get': { endpoint: 'GET /contacts/{contactId}' },
	'contact.getMany': { endpoint: 'GET /contacts', paging: 'page' },
	'contact.update': { endpoint: 'PATCH /contacts/{contactId}' },
	'job.create': { endpoint: 'POST /jobs' },
	'job.delete': { endpoint: 'DELETE /jobs/{jobId}' },
	'job.get': { endpoint: 'GET /jobs/{jobId}' },
	'job.getMany': { endpoint: 'GET /jobs', paging: 'page' },
	'job.moveToStage': { endpoint: 'PUT /jobs/{jobId}/stage' },
	'job.update': { endpoint: 'PATCH /jobs/{jobId}' },
	'lead.create': { endpoint: 'POST /leads' },
	'lead.get': { endpoint: 'GET /leads/{leadId}' },
	'lead.getMany': { endpoint: 'GET /leads', paging: 'page' },
	'lead.update': { endpoint: 'PATCH /leads/{leadId}' },
	'note.create': { endpoint: 'POST /jobs/{jobId}/notes' },
	'note.delete': { endpoint: 'DELETE /jobs/{jobId}/notes/{noteId}' },
	'note.get': { endpoint: 'GET /jobs/{jobId}/notes/{noteId}' },
	'note.getMany': { endpoint: 'GET /jobs/{jobId}/notes', paging: 'page' },
	'note.update': { endpoint: 'PATCH /jobs/{jobId}/notes/{noteId}' },
	'proposal.get': { endpoint: 'GET /proposals/{proposalId}' },
	'proposal.getMany': { endpoint: 'GET /proposals', paging: 'page' },
	'report.get': { endpoint: 'GET /reports/{reportId}' },
	'report.getMany': { endpoint: 'GET /reports', paging: 'page' },
	'stage.getMany': { endpoint: 'GET /stages', paging: 'page' },
	'task.complete': { endpoint: 'PUT /jobs/{jobId}/tasks/{taskId}/complete' },
	'task.create': { endpoint: 'POST /jobs/{jobId}/tasks' },
	'task.delete': { endpoint: 'DELETE /jobs/{jobId}/tasks/{taskId}' },
	'task.get': { endpoint: 'GET /jobs/{jobId}/tasks/{taskId}' },
	'task.getMany': { endpoint: 'GET /jobs/{jobId}/tasks', paging: 'page' },
	'task.update': { endpoint: 'PATCH /jobs/{jobId}/tasks/{taskId}' },
};

/** Subscriptions of the trigger: no path is even assumed, so they exist only where a credential names them. */
export const OPTIONAL: Manifest = {
	'webhook.create': { endpoint: 'POST /-' },
	'webhook.delete': { endpoint: 'DELETE /-/{webhookId}' },
	'webhook.getMany': { endpoint: 'GET /-', paging: 'page' },
};
