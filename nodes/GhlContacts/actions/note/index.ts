import type { Resource } from '../../../shared/operation';
import { create } from './create';
import { deleteNote } from './delete';
import { get } from './get';
import { getMany } from './getMany';
import { sync } from './sync';
import { update } from './update';

export const note: Resource = {
	name: 'note',
	label: 'Note',
	operations: [create, deleteNote, get, getMany, sync, update],
};
