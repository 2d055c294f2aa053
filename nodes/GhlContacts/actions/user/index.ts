import type { Resource } from '../../../shared/operation';
import { get } from './get';
import { search } from './search';

export const user: Resource = { name: 'user', label: 'User', operations: [get, search] };
