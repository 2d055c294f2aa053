import type { Resource } from '../../../shared/operation';
import { create } from './create';
import { remove } from './delete';
import { get } from './get';
import { getMany } from './getMany';
import { update } from './update';

export const property: Resource = {
	name: 'property',
	label: 'Property',
	description: 'Value of a custom field, phone or address on one record',
	operations: [create, remove, get, getMany, update],
};
