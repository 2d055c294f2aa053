import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import type { Resource } from '../../shared/operation';
import { InputProblem, type Input } from '../../shared/parameters/input';
import { isEmpty } from '../../shared/values/empty';
import { readEntries } from '../../shared/values/json';
import { ledgerOperation } from '../ledgerOperation';
import { chosenPair, withFieldPairs } from '../mappedTemplate';

/** In the order in which they are published: what the others call comes first, what needs linked contacts last. */
const TEMPLATES: Readonly<Record<string, () => Promise<{ readonly default: IDataObject }>>> = {
	'notify-the-team.json': async () => await import('../../../workflows/notify-the-team.json'),
	'review-desk.json': async () => await import('../../../workflows/review-desk.json'),
	'contacts-and-customers.json': async () => await import('../../../workflows/contacts-and-customers.json'),
	'notes-and-tasks.json': async () => await import('../../../workflows/notes-and-tasks.json'),
	'orders-and-appointments.json': async () => await import('../../../workflows/orders-and-appointments.json'),
	'business-data.json': async () => await import('../../../workflows/business-data.json'),
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
		return await Promise.all(
			Object.entries(TEMPLATES).map(async ([file, load]) => {
				const { default: given } = await load();
				const workflow = file === 'contacts-and-customers.json' ? withFieldPairs(given, pairs) : given;
				return structuredClone({ file, name: workflow.name, workflow });
			}),
		);
	},
);

export const template: Resource = { name: 'template', label: 'Template', operations: [getMany] };
