import type { Resource } from '../../../shared/operation';
import { get } from './get';
import { getUsage } from './getUsage';

export const company: Resource = {
	name: 'company',
	label: 'Company',
	description: 'The Booqable account itself',
	operations: [get, getUsage],
	initial: 'get',
};
