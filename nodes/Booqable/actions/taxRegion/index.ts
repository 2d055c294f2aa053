import type { Resource } from '../../../shared/operation';
import { getMany } from './getMany';

export const taxRegion: Resource = { name: 'taxRegion', label: 'Tax Region', operations: [getMany] };
