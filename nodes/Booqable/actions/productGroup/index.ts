import type { Resource } from '../../../shared/operation';
import { get } from './get';
import { getMany } from './getMany';

export const productGroup: Resource = { name: 'productGroup', label: 'Product Group', operations: [get, getMany] };
