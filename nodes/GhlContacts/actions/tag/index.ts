import type { Resource } from '../../../shared/operation';
import { create, deleteTag, get, getMany, update } from './operations';

export const tag: Resource = {
	name: 'tag',
	label: 'Tag',
	description: 'Of the sub-account',
	operations: [create, deleteTag, get, getMany, update],
};
