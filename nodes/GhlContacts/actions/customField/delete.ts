import { operation } from '../../../shared/operation';
import { deleted } from '../../answers';
import { customFieldId } from '../../parameters';

export const deleteCustomField = operation({
	resource: 'customField',
	name: 'delete',
	label: 'Delete',
	action: 'Delete custom field',
	description: 'Delete a custom field with its values on all records',
	effect: 'idempotent',
	endpoint: 'DELETE /locations/{locationId}/customFields/{customFieldId}',
	scopes: ['locations/customFields.write'],
	source: 'locations.json delete-custom-field',
	parameters: [customFieldId],
	keys: (input) => [input.id('customFieldId')],
	answer: deleted('customFieldId'),
});
