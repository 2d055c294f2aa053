import type { IDataObject } from 'n8n-workflow';
import businessData from '../../../workflows/business-data.json';
import contactsAndCustomers from '../../../workflows/contacts-and-customers.json';
import notesAndTasks from '../../../workflows/notes-and-tasks.json';
import notifyTheTeam from '../../../workflows/notify-the-team.json';
import ordersAndAppointments from '../../../workflows/orders-and-appointments.json';
import reviewDesk from '../../../workflows/review-desk.json';
import type { Resource } from '../../shared/operation';
import { ledgerOperation } from '../ledgerOperation';

/** In the order in which they are published: what the others call comes first, what needs linked contacts last. */
const TEMPLATES: Readonly<Record<string, IDataObject>> = {
	'notify-the-team.json': notifyTheTeam,
	'review-desk.json': reviewDesk,
	'contacts-and-customers.json': contactsAndCustomers,
	'notes-and-tasks.json': notesAndTasks,
	'orders-and-appointments.json': ordersAndAppointments,
	'business-data.json': businessData,
};

const getMany = ledgerOperation(
	{
		resource: 'template',
		name: 'getMany',
		label: 'Get Many',
		action: 'Get many templates',
		description:
			'List the workflows of this package that keep two apps the same, in the order to publish them: the file and the name of each, and the workflow as n8n imports it',
		effect: 'read',
		parameters: [],
	},
	// a copy, since n8n may change what a node gives
	async () =>
		await Promise.resolve(
			Object.entries(TEMPLATES).map(([file, workflow]) => structuredClone({ file, name: workflow.name, workflow })),
		),
);

export const template: Resource = { name: 'template', label: 'Template', operations: [getMany] };
