import type { Resource } from '../../../shared/operation';
import { get } from './get';
import { getMany } from './getMany';

export const product: Resource = { name: 'product', label: 'Product', operations: [get, getMany] };
