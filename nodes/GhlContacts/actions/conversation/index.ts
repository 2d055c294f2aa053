import type { Resource } from '../../../shared/operation';
import { getMany } from './getMany';
import { sendMessage } from './sendMessage';

export const conversation: Resource = {
	name: 'conversation',
	label: 'Conversation',
	operations: [getMany, sendMessage],
};
