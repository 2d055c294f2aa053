import type { Resource } from '../../../shared/operation';
import { complete, reopen } from './completed';
import { create } from './create';
import { deleteTask } from './delete';
import { get } from './get';
import { getMany } from './getMany';
import { search } from './search';
import { sync } from './sync';
import { update } from './update';

export const task: Resource = {
	name: 'task',
	label: 'Task',
	operations: [create, sync, get, getMany, search, update, complete, reopen, deleteTask],
};
