import type { Resource } from '../../../shared/operation';
import { bookProducts } from './bookProducts';
import { changeStatus } from './changeStatus';
import { create } from './create';
import { duplicate } from './duplicate';
import { get } from './get';
import { getMany } from './getMany';
import { search } from './search';
import { start } from './start';
import { stop } from './stop';
import { sync } from './sync';
import { update } from './update';

export const order: Resource = {
	name: 'order',
	label: 'Order',
	operations: [create, sync, get, getMany, search, update, bookProducts, changeStatus, start, stop, duplicate],
};
