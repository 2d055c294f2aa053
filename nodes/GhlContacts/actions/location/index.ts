import type { Resource } from '../../../shared/operation';
import { get } from './get';
import { getUsage } from './usage';

export const location: Resource = {
	name: 'location',
	label: 'Location',
	description: 'The sub-account',
	operations: [get, getUsage],
	initial: 'get',
};
