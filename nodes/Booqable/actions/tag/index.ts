import type { Resource } from '../../../shared/operation';
import { getMany } from './getMany';

export const tag: Resource = { name: 'tag', label: 'Tag', operations: [getMany] };
