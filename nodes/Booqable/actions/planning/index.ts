import type { Resource } from '../../../shared/operation';
import { getMany } from './getMany';

export const planning: Resource = { name: 'planning', label: 'Planning', operations: [getMany] };
