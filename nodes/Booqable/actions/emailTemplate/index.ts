import type { Resource } from '../../../shared/operation';
import { getMany } from './getMany';

export const emailTemplate: Resource = { name: 'emailTemplate', label: 'Email Template', operations: [getMany] };
