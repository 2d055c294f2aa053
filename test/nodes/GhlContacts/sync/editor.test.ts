import { resources } from '../../../../nodes/GhlContacts/actions';
import { CALENDAR, PIPELINE, STAGES } from '../../../../sandbox/ghl/world';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import { ghlPrivate } from '../../../support/nodeSetups';
import { method } from '../../../support/engine';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
});
afterAll(async () => await sandbox.close());

describe('the editor', () => {
	it.each([
		['getNoteColumnsForSync', ['body', 'title', 'userId', 'color', 'pinned']],
		['getTaskColumnsForSync', ['title', 'body', 'dueDate', 'completed', 'assignedTo']],
		[
			'getAppointmentColumnsForSync',
			[
				'calendarId',
				'title',
				'startTime',
				'endTime',
				'appointmentStatus',
				'cancelled',
				'assignedUserId',
				'address',
				'description',
			],
		],
		[
			'getOpportunityColumnsForSync',
			['pipelineId', 'pipelineStageId', 'name', 'status', 'monetaryValue', 'assignedTo', 'custom_project_code'],
		],
		[
			'getBusinessColumnsForSync',
			['name', 'email', 'phone', 'website', 'address', 'city', 'state', 'postalCode', 'country', 'description'],
		],
	])('%s offers what Sync can compare, and none to match by', async (name, expected) => {
		const { fields } = await method<{ fields: Array<{ id: string; canBeUsedToMatch: boolean; options?: unknown }> }>(
			ghlPrivate(sandbox, {}),
			'resourceMapping',
			name,
		);
		expect(fields.map(({ id }) => id)).toEqual(expected);
		expect(fields.some(({ canBeUsedToMatch }) => canBeUsedToMatch)).toBe(false);
	});

	it.each([
		['note', 'review'],
		['task', 'review'],
		['appointment', 'newest'],
		['opportunity', 'newest'],
		['business', 'newest'],
	])(
		'lets a %s that both changed follow the rule "%s" at first: GHL tells of some when they were changed',
		(resource, rule) => {
			const operation = resources
				.flatMap(({ operations }) => operations)
				.find((one) => one.resource === resource && one.name === 'sync');
			expect(operation?.parameters.find(({ name }) => name === 'conflictResolution')?.default).toBe(rule);
		},
	);

	it('offers calendars, pipelines and stages by name', async () => {
		const choices = async (name: string, id: string) =>
			(
				await method<{ fields: Array<{ id: string; options?: unknown }> }>(
					ghlPrivate(sandbox, {}),
					'resourceMapping',
					name,
				)
			).fields.find((field) => field.id === id)?.options;
		expect(await choices('getAppointmentColumnsForSync', 'calendarId')).toEqual([{ name: 'Pickup', value: CALENDAR }]);
		expect(await choices('getOpportunityColumnsForSync', 'pipelineId')).toEqual([{ name: 'Rentals', value: PIPELINE }]);
		expect(await choices('getOpportunityColumnsForSync', 'pipelineStageId')).toContainEqual({
			name: 'Rentals · Booked',
			value: STAGES.booked,
		});
	});
});
