import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';
import { CALENDAR, FORM, LOCATION_US, PIPELINE, PIT_US, STAGES, USER_ANNA } from '../../sandbox/ghl/world';
import type { GhlAccount } from './ghl';

/** What the people of a sub-account do, beside the node. */
export interface Api {
	call(
		method: string,
		path: string,
		data: object,
		token?: string,
	): Promise<Record<string, { id: string }> & { id: string }>;
	contact(fields: IDataObject, locationId?: string, token?: string): Promise<string>;
	opportunity(contactId: string): Promise<string>;
	task(contactId: string): Promise<string>;
	note(contactId: string): Promise<string>;
	appointment(contactId: string, day?: number): Promise<string>;
	/** Submissions come from visitors, so they are put there. */
	submission(contactId: string): string;
}

let numbered = 0;

export function account(ghl: GhlAccount): Api {
	const { sandbox, baseUrl } = ghl;
	const now = (): number => sandbox.time({});
	const api: Api = {
		async call(method, path, data, token = PIT_US) {
			const version = path.startsWith('/calendars') ? '2021-04-15' : '2021-07-28';
			return (
				await axios.request({
					method,
					url: `${baseUrl}${path}`,
					data,
					headers: { authorization: `Bearer ${token}`, version },
				})
			).data;
		},
		contact: async (fields, locationId = LOCATION_US, token = PIT_US) =>
			(
				await api.call(
					'POST',
					'/contacts/',
					{ locationId, email: `person.${++numbered}@example.com`, ...fields },
					token,
				)
			).contact.id,
		opportunity: async (contactId) =>
			(
				await api.call('POST', '/opportunities/', {
					locationId: LOCATION_US,
					pipelineId: PIPELINE,
					pipelineStageId: STAGES.lead,
					contactId: contactId,
					name: 'Party',
					status: 'open',
				})
			).opportunity.id,
		task: async (contactId) =>
			(
				await api.call('POST', `/contacts/${contactId}/tasks`, {
					title: 'Call',
					dueDate: '2026-12-01T09:00:00Z',
					completed: false,
				})
			).task.id,
		note: async (contactId) => (await api.call('POST', `/contacts/${contactId}/notes`, { body: 'Hello' })).note.id,
		async appointment(contactId, day = 2) {
			const startTime = new Date(now() + day * 86_400_000).toISOString();
			return (
				await api.call('POST', '/calendars/events/appointments', {
					calendarId: CALENDAR,
					assignedUserId: USER_ANNA,
					locationId: LOCATION_US,
					contactId,
					startTime,
					ignoreFreeSlotValidation: true,
				})
			).id;
		},
		submission(contactId) {
			const id = `submission${++numbered}`;
			sandbox.seed('ghl', {
				submissions: [{ id, formId: FORM, contactId, name: 'Ada', email: 'ada@example.com', createdAt: now() }],
			});
			return id;
		},
	};
	return api;
}
