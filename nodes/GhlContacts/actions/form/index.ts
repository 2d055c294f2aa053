import type { Resource } from '../../../shared/operation';
import { getMany } from './getMany';
import { getSubmissions } from './getSubmissions';

export const form: Resource = { name: 'form', label: 'Form', operations: [getMany, getSubmissions] };
