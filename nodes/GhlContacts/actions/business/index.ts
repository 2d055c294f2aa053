import type { Resource } from '../../../shared/operation';
import { create } from './create';
import { deleteBusiness } from './delete';
import { get } from './get';
import { getMany } from './getMany';
import { sync } from './sync';
import { update } from './update';

export const business: Resource = {
	name: 'business',
	label: 'Business',
	operations: [create, deleteBusiness, get, getMany, sync, update],
};
