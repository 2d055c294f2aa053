import type { Resource } from '../../../shared/operation';
import { create } from './create';
import { remove } from './delete';
import { get } from './get';
import { getMany } from './getMany';
import { replace } from './replace';
import { sync } from './sync';

export const note: Resource = {
	name: 'note',
	label: 'Note',
	operations: [create, remove, get, getMany, replace, sync],
};
