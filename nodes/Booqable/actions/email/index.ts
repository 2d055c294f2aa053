import type { Resource } from '../../../shared/operation';
import { getMany } from './getMany';
import { send } from './send';

export const email: Resource = { name: 'email', label: 'Email', operations: [getMany, send] };
