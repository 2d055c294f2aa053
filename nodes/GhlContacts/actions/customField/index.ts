import type { Resource } from '../../../shared/operation';
import { create } from './create';
import { deleteCustomField } from './delete';
import { get } from './get';
import { getMany } from './getMany';
import { setUpFields } from './setUpFields';
import { update } from './update';

export const customField: Resource = {
	name: 'customField',
	label: 'Custom Field',
	description: 'Definitions, not values',
	operations: [create, deleteCustomField, get, getMany, setUpFields, update],
};
