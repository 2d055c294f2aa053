import type { Resource } from '../../../shared/operation';
import { getMany } from './getMany';

export const employee: Resource = { name: 'employee', label: 'Employee', operations: [getMany] };
