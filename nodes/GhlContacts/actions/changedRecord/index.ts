import type { Resource } from '../../../shared/operation';
import { get } from './get';
import { getByContact } from './getByContact';

/** Records that are read again because of an event, in the shape of the triggers. */
export const changedRecord: Resource = {
	name: 'changedRecord',
	label: 'Changed Record',
	operations: [get, getByContact],
	initial: 'get',
};
