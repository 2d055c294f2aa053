import type { Resource } from '../../../shared/operation';
import { create } from './create';
import { remove } from './delete';
import { get } from './get';
import { getMany } from './getMany';
import { setUpBusiness } from './setUpBusiness';
import { update } from './update';

export const defaultProperty: Resource = {
	name: 'defaultProperty',
	label: 'Default Property',
	description: 'Definition of a custom field of the account',
	operations: [create, remove, get, getMany, setUpBusiness, update],
};
