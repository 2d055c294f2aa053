import type { Resource } from '../../../shared/operation';
import { getMany } from './getMany';

export const campaign: Resource = { name: 'campaign', label: 'Campaign', operations: [getMany] };
