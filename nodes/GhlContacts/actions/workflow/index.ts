import type { Resource } from '../../../shared/operation';
import { getMany } from './getMany';

export const workflow: Resource = {
	name: 'workflow',
	label: 'Workflow',
	description: 'Of GHL, not of n8n',
	operations: [getMany],
};
