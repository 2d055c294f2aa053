import type { Method, Route } from '../../shared/http/route';
import type { Names } from './names';
import type { PagingStyle } from './paging';

/** What differs between accounts of one endpoint. */
export interface Entry {
	readonly route: Route;
	/** Lists only. */
	readonly paging?: PagingStyle;
	/** Name of the list in the answer where it is none of `data`, `items`, `results`. */
	readonly items?: string;
	/** Our names of fields → Roofr's, where snake_case does not do. */
	readonly fields?: Names;
}

/** The endpoints of one account, by name. */
export type Manifest = Readonly<Record<string, Entry>>;

/**
 * Every endpoint of direct access. All of it is assumed: Roofr publishes no API. Nouns are those of its pages, forms
 * those of the framework that its lists show (`{data, links, meta}`, `page` and `per_page`). Credentials override each
 * entry by its name.
 */
export const MANIFEST: Manifest = {
	'appointment.create': { route: 'POST /calendar/events' },
	'appointment.delete': { route: 'DELETE /calendar/events/{appointmentId}' },
	'appointment.get': { route: 'GET /calendar/events/{appointmentId}' },
	'appointment.getMany': { route: 'GET /calendar/events', paging: 'page' },
	'appointment.update': { route: 'PATCH /calendar/events/{appointmentId}' },
	'contact.create': { route: 'POST /contacts' },
	'contact.delete': { route: 'DELETE /contacts/{contactId}' },
	'contact.get': { route: 'GET /contacts/{contactId}' },
	'contact.getMany': { route: 'GET /contacts', paging: 'page' },
	'contact.update': { route: 'PATCH /contacts/{contactId}' },
	'job.create': { route: 'POST /jobs' },
	'job.delete': { route: 'DELETE /jobs/{jobId}' },
	'job.get': { route: 'GET /jobs/{jobId}' },
	'job.getMany': { route: 'GET /jobs', paging: 'page' },
	'job.moveToStage': { route: 'PUT /jobs/{jobId}/stage' },
	'job.update': { route: 'PATCH /jobs/{jobId}' },
	'lead.create': { route: 'POST /leads' },
	'lead.get': { route: 'GET /leads/{leadId}' },
	'lead.getMany': { route: 'GET /leads', paging: 'page' },
	'lead.update': { route: 'PATCH /leads/{leadId}' },
	'note.create': { route: 'POST /jobs/{jobId}/notes' },
	'note.delete': { route: 'DELETE /jobs/{jobId}/notes/{noteId}' },
	'note.get': { route: 'GET /jobs/{jobId}/notes/{noteId}' },
	'note.getMany': { route: 'GET /jobs/{jobId}/notes', paging: 'page' },
	'note.update': { route: 'PATCH /jobs/{jobId}/notes/{noteId}' },
	'proposal.get': { route: 'GET /proposals/{proposalId}' },
	'proposal.getMany': { route: 'GET /proposals', paging: 'page' },
	'report.get': { route: 'GET /reports/{reportId}' },
	'report.getMany': { route: 'GET /reports', paging: 'page' },
	'stage.getMany': { route: 'GET /stages', paging: 'page' },
	'task.complete': { route: 'PUT /jobs/{jobId}/tasks/{taskId}/complete' },
	'task.create': { route: 'POST /jobs/{jobId}/tasks' },
	'task.delete': { route: 'DELETE /jobs/{jobId}/tasks/{taskId}' },
	'task.get': { route: 'GET /jobs/{jobId}/tasks/{taskId}' },
	'task.getMany': { route: 'GET /jobs/{jobId}/tasks', paging: 'page' },
	'task.update': { route: 'PATCH /jobs/{jobId}/tasks/{taskId}' },
};

/** What may be said of an endpoint to which not even a path is assumed. */
export interface Unrouted extends Pick<Entry, 'paging'> {
	readonly method: Method;
	/** Names of the IDs that its path may hold. */
	readonly ids: readonly string[];
	/** The one of the record itself. */
	readonly own?: string;
}

/** Subscriptions of the trigger: they exist only where a credential gives their paths. */
export const SUBSCRIPTIONS: Readonly<Record<string, Unrouted>> = {
	'webhook.create': { method: 'POST', ids: [] },
	'webhook.delete': { method: 'DELETE', ids: ['webhookId'], own: 'webhookId' },
	'webhook.getMany': { method: 'GET', ids: [], paging: 'page' },
};
