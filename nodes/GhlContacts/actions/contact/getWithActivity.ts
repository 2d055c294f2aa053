import { operation } from '../../../shared/operation';
import { contactId } from '../../parameters';
import { getByContact } from '../appointment/getByContact';
import { getMany as getNotes } from '../note/getMany';
import { getMany as getTasks } from '../task/getMany';
import { get } from './get';
import { customFieldsByName } from './options';
import { SIMPLE } from './response';

const ADDRESS = ['address1', 'city', 'state', 'postalCode', 'country', 'website'];

export const getWithActivity = operation({
	resource: 'contact',
	name: 'getWithActivity',
	label: 'Get With Activity',
	action: 'Get contact with activity',
	description:
		'Get one contact with its address and lists of its notes, tasks and appointments, ready for a digest. Takes four calls.',
	parameters: [contactId],
	options: [customFieldsByName],
	effect: 'read',
	endpoints: [get, getNotes, getTasks, getByContact],
	execute: async (calls, input) => {
		const of = { contactId: input.id('contactId') };
		const [contact, notes, tasks, appointments] = await Promise.all([
			calls.one(get, { ...of, options: input.collection('options') }),
			calls.many(getNotes, of),
			calls.many(getTasks, of),
			calls.many(getByContact, of),
		]);
		return { ...contact, notes, tasks, appointments };
	},
	simplify: [...SIMPLE, ...ADDRESS, 'notes', 'tasks', 'appointments'],
});
