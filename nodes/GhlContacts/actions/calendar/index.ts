import type { Resource } from '../../../shared/operation';
import { getGroups } from './getGroups';
import { getMany } from './getMany';

export const calendar: Resource = { name: 'calendar', label: 'Calendar', operations: [getGroups, getMany] };
