import type { Resource } from '../../../shared/operation';
import { get } from './get';
import { getMany } from './getMany';

export const payment: Resource = { name: 'payment', label: 'Payment', operations: [get, getMany] };
