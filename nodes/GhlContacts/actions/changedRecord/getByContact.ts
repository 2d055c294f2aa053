import type { INodeProperties } from 'n8n-workflow';
import { operation } from '../../../shared/operation';
import { textOf } from '../../../shared/parameters/input';
import { getMany as getNotes } from '../note/getMany';
import { getMany as getTasks } from '../task/getMany';
import { eventOf } from './event';

const LISTS = { note: getNotes, task: getTasks } as const;

const recordTypes: INodeProperties = {
	displayName: 'Record Types',
	name: 'recordTypes',
	type: 'multiOptions',
	required: true,
	options: [
		{ name: 'Note', value: 'note' },
		{ name: 'Task', value: 'task' },
	],
	default: ['note', 'task'],
	description: 'One call for each',
};

const contactId: INodeProperties = {
	displayName: 'Contact ID',
	name: 'contactId',
	type: 'string',
	required: true,
	default: '={{ $json.contactId ?? $json.id }}',
	description: 'The ID that a trigger or the Sync Ledger Trigger returns',
};

export const getByContact = operation({
	resource: 'changedRecord',
	name: 'getByContact',
	label: 'Get by Contact',
	action: 'Get changed records of contact',
	description:
		'Read all notes and tasks of a contact and return each as the triggers do. GHL lists notes for one contact only, so this is how new ones are found without webhooks.',
	parameters: [recordTypes, contactId],
	effect: 'read',
	endpoints: Object.values(LISTS),
	execute: async (calls, input) => {
		const of = input.id('contactId');
		const types = input.requiredList('recordTypes').filter((type): type is keyof typeof LISTS => type in LISTS);
		const found = await Promise.all(
			types.map(async (type) =>
				(await calls.many(LISTS[type], { contactId: of })).map((record) =>
					eventOf(calls, { type, id: textOf(record.id), contactId: of, record }),
				),
			),
		);
		return found.flat();
	},
});
