import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import businessData from '../../../workflows/business-data.json';
import contactsAndCustomers from '../../../workflows/contacts-and-customers.json';
import notesAndTasks from '../../../workflows/notes-and-tasks.json';
import notifyTheTeam from '../../../workflows/notify-the-team.json';
import ordersAndAppointments from '../../../workflows/orders-and-appointments.json';
import reviewDesk from '../../../workflows/review-desk.json';
import type { Resource } from '../../shared/operation';
import { InputProblem, type Input } from '../../shared/parameters/input';
import { isEmpty } from '../../shared/values/empty';
import { readEntries } from '../../shared/values/json';
import { ledgerOperation } from '../ledgerOperation';
import { chosenPair, withFieldPairs } from '../mappedTemplate';

/** In the order in which they are published: what the others call comes first, what needs linked contacts last. */
const TEMPLATES: Readonly<Record<string, IDataObject>> = {
	'notify-the-team.json': notifyTheTeam,
	'review-desk.json': reviewDesk,
	'contacts-and-customers.json': contactsAndCustomers,
	'notes-and-tasks.json': notesAndTasks,
	'orders-and-appointments.json': ordersAndAppointments,
	'business-data.json': businessData,
};

const EXAMPLE = "{{ $('Field pairs').all().map((item) => item.json) }}";

const fieldPairs: INodeProperties = {
	displayName: 'Field Pairs',
	name: 'fieldPairs',
	type: 'json',
	default: '',
	placeholder: `e.g. ${EXAMPLE}`,
	description:
		'Further fields that the workflow of contacts and customers is to keep the same in both directions, as "Field Pair: Propose" returns them',
};

/** Throws `InputProblem`. */
function pairsIn(input: Input): Array<z.infer<typeof chosenPair>> {
	const given = input.option('fieldPairs');
	if (isEmpty(given)) return [];
	const field = { id: 'fieldPairs', label: fieldPairs.displayName };
	const read = z.array(chosenPair).safeParse(readEntries(given, field, EXAMPLE));
	if (read.success) return read.data;
	throw new InputProblem(
		'fieldPairs',
		'An entry of Field Pairs is not a pair of fields',
		'Map items of "Field Pair: Propose" that have a field in both apps.',
	);
}

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
		options: [fieldPairs],
	},
	// a copy, since n8n may change what a node gives
	async (_, input) => {
		const pairs = pairsIn(input);
		return await Promise.resolve(
			Object.entries(TEMPLATES).map(([file, workflow]) =>
				structuredClone({
					file,
					name: workflow.name,
					workflow: workflow === contactsAndCustomers ? withFieldPairs(workflow, pairs) : workflow,
				}),
			),
		);
	},
);

export const template: Resource = { name: 'template', label: 'Template', operations: [getMany] };
