import type { Resource } from '../../../shared/operation';
import { getMany } from './getMany';

export const orderLine: Resource = { name: 'orderLine', label: 'Order Line', operations: [getMany] };
