import { operation } from '../../../shared/operation';
import { customFieldId } from '../../parameters';
import { deleted, SUCCESS } from '../../responses';
import { DEFINITIONS } from '../../sync/syncFields';

export const deleteCustomField = operation({
	resource: 'customField',
	name: 'delete',
	label: 'Delete',
	action: 'Delete custom field',
	description: 'Delete a custom field with its values on all records',
	parameters: [customFieldId],
	keys: (input) => [input.id('customFieldId')],
	outdates: DEFINITIONS,
	endpoint: {
		route: 'DELETE /locations/{locationId}/customFields/{customFieldId}',
		effect: 'idempotent',
		scopes: ['locations/customFields.write'],
		source: 'locations.json delete-custom-field',
		envelope: SUCCESS,
		answer: deleted('customFieldId'),
	},
});
