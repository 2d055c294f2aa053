import type { Resource } from '../../../shared/operation';
import { call } from './call';

export const customApiCall: Resource = {
	name: 'customApiCall',
	label: 'Custom API Call',
	description: 'For calls that have no operation of their own',
	operations: [call],
};
