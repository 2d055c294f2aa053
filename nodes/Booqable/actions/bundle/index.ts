import type { Resource } from '../../../shared/operation';
import { get } from './get';
import { getMany } from './getMany';

export const bundle: Resource = { name: 'bundle', label: 'Bundle', operations: [get, getMany] };
