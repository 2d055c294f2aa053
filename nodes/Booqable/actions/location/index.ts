import type { Resource } from '../../../shared/operation';
import { getMany } from './getMany';

export const location: Resource = { name: 'location', label: 'Location', operations: [getMany] };
