import type { Resource } from '../../../shared/operation';
import { call } from './call';

export const customApiCall: Resource = {
	name: 'customApiCall',
	label: 'Custom API Call',
	description: 'For accounts with API access',
	operations: [call],
};
