import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { asObjects, InputProblem, listOf, textOf, type Input } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { TEMPLATE_FIELDS, type WantedField } from '../../mapping/templateFields';
import { text } from '../../parameters';
import { create } from './create';
import { dataType, SIMPLE } from './fields';
import { getMany } from './getMany';
import { LIST } from '../../../shared/parameters/parameter';

const fieldSet: INodeProperties = {
	displayName: 'Fields to Set Up',
	name: 'fieldSet',
	type: 'options',
	options: [
		{
			name: 'Fields of the Templates',
			value: 'templates',
			description: `What the templates of this package map: ${TEMPLATE_FIELDS.map(({ name }) => name).join(', ')}`,
		},
		{ name: 'My Own List', value: 'list' },
	],
	default: 'templates',
};

const ownList: INodeProperties = {
	displayName: 'Custom Fields',
	name: 'customFields',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Field',
	default: {},
	displayOptions: { show: { fieldSet: ['list'] } },
	options: [
		{
			displayName: 'Field',
			name: 'field',
			values: [
				text('Choices', 'choices', {
					typeOptions: LIST,
					placeholder: 'e.g. Gold, Silver',
					description: 'Of dropdowns, checkboxes and radio buttons. Separated by commas, or a list from an expression.',
				}),
				text('Key', 'key', {
					placeholder: 'e.g. industry',
					description: 'The key by which the field is found again. If empty, it is found by its name.',
				}),
				text('Name', 'name', {
					placeholder: 'e.g. Industry',
					description: 'As users of GHL see it. GHL derives the key from it.',
				}),
				dataType,
			],
		},
	],
};

/** Found again by key or name, so that running it twice is the same as once. */
export const setUpFields = operation({
	resource: 'customField',
	name: 'setUpFields',
	label: 'Set Up Fields',
	action: 'Set up custom fields',
	description:
		'Make sure that contacts have these custom fields. Those that are there stay as they are. The token needs the scopes locations/customFields.readonly ("View Custom Fields") and locations/customFields.write.',
	parameters: [fieldSet, ownList],
	keys: () => ['custom fields'],
	effect: 'idempotent',
	endpoints: [getMany, create],
	execute: async (calls, input) => {
		const wanted = input.text('fieldSet') === 'list' ? listed(input) : TEMPLATE_FIELDS;
		const present = await calls.many(getMany, { model: 'contact' });
		const known = wanted.map((field) => found(field, present)); // an impossible one is reported before any is created
		const result: IDataObject[] = [];
		for (const [index, field] of wanted.entries()) {
			const { name, dataType: type, choices } = field;
			const additionalFields = choices ? { options: choices } : {};
			const made =
				known[index] ?? (await calls.one(create, { name, dataType: type, model: 'contact', additionalFields }));
			const hint = hintOf(field, made);
			result.push({ ...made, created: !known[index], ...(hint && { hint }) });
		}
		return result;
	},
	simplify: SIMPLE,
	markers: ['created', 'hint'],
});

const keyOf = (field: IDataObject): string => textOf(field.fieldKey).replace(/^contact\./, '');
const folded = (name: unknown): string => textOf(name).toLowerCase();

/** The list of the node, each field once. Throws `InputProblem`. */
function listed(input: Input): WantedField[] {
	const wanted = asObjects(input.collection('customFields').field).map((entry): WantedField => {
		const [name, key, choices] = [textOf(entry.name), textOf(entry.key), listOf(entry.choices)];
		if (name === '')
			throw new InputProblem('name', 'Name is empty', 'Give each custom field the name that users of GHL see.');
		return {
			name,
			dataType: textOf(entry.dataType) || 'TEXT',
			...(key && { key: key.replace(/^contact\./, '') }),
			...(choices.length > 0 && { choices }),
		};
	});
	if (wanted.length === 0)
		throw new InputProblem(
			'customFields',
			'There is no custom field to set up',
			'Add at least one under Custom Fields.',
		);
	return wanted.filter(({ name }, index) => wanted.findIndex((one) => folded(one.name) === folded(name)) === index);
}

/** The field that is there already, by its key, else by its name. Throws `InputProblem`. */
function found({ name, key }: WantedField, present: readonly IDataObject[]): IDataObject | undefined {
	const byName = present.find((field) => folded(field.name) === folded(name));
	if (key === undefined) return byName;
	const byKey = present.find((field) => keyOf(field) === key);
	if (byKey === undefined && byName !== undefined)
		throw new InputProblem(
			'key',
			`The sub-account has a custom field "${name}" with another key: "${keyOf(byName)}"`,
			'Map that field, or rename it in GHL (Settings → Custom Fields), then run this again.',
		);
	return byKey;
}

/** What to know of a field that is not as it was wanted. */
function hintOf({ key, dataType: type }: WantedField, field: IDataObject): string | undefined {
	if (key !== undefined && keyOf(field) !== key)
		return `GHL gave the field the key "${keyOf(field)}" and not "${key}": map it under that key.`;
	if (textOf(field.dataType) && field.dataType !== type)
		return `The field has the type ${textOf(field.dataType)} and not ${type}. Its type cannot be changed.`;
	return undefined;
}
