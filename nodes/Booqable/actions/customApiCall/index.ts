import type { Resource } from '../../../shared/operation';
import { call } from './call';

export const customApiCall: Resource = {
	name: 'customApiCall',
	label: 'Custom API Call',
	description: 'For what has no operation of its own',
	operations: [call],
};
