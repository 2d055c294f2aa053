import { operation } from '../../../shared/operation';
import { customFieldId } from '../../parameters';
import { unwrap } from '../../responses';
import { name, optionalFields, SIMPLE, updateFields } from './fields';
import { DEFINITIONS } from '../../sync/syncFields';

export const update = operation({
	resource: 'customField',
	name: 'update',
	label: 'Update',
	action: 'Update custom field',
	description: 'Change the name or choices of a custom field. Its type and key stay.',
	parameters: [customFieldId, name, updateFields],
	keys: (input) => [input.id('customFieldId')],
	outdates: DEFINITIONS,
	endpoint: {
		route: 'PUT /locations/{locationId}/customFields/{customFieldId}',
		effect: 'idempotent',
		scopes: ['locations/customFields.write'],
		source: 'locations.json update-custom-field',
		body: (input) => ({ ...optionalFields(input, 'updateFields'), name: input.required('name') }),
		envelope: { record: ['customField'] },
		answer: unwrap('customField'),
	},
	simplify: SIMPLE,
});
