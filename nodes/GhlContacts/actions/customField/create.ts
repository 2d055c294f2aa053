import type { INodeProperties } from 'n8n-workflow';
import { operation } from '../../../shared/operation';
import { unwrap } from '../../responses';
import { additionalFields, dataType, name, optionalFields, SIMPLE } from './fields';
import { DEFINITIONS } from '../../sync/syncFields';

const model: INodeProperties = {
	displayName: 'Object',
	name: 'model',
	type: 'options',
	options: [
		{ name: 'Contacts', value: 'contact' },
		{ name: 'Opportunities', value: 'opportunity' },
	],
	default: 'contact',
};

export const create = operation({
	resource: 'customField',
	name: 'create',
	label: 'Create',
	action: 'Create custom field',
	description: 'Create a custom field for contacts or opportunities',
	parameters: [name, dataType, model, additionalFields],
	keys: (input) => [input.text('name').toLowerCase()],
	outdates: DEFINITIONS,
	endpoint: {
		route: 'POST /locations/{locationId}/customFields',
		effect: 'create',
		scopes: ['locations/customFields.write'],
		source: 'locations.json create-custom-field',
		body: (input) => ({
			...optionalFields(input, 'additionalFields'),
			name: input.required('name'),
			dataType: input.required('dataType'),
			model: input.required('model'),
		}),
		envelope: { record: ['customField'] },
		answer: unwrap('customField'),
	},
	simplify: SIMPLE,
});
