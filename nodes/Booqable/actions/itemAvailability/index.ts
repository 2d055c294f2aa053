import type { Resource } from '../../../shared/operation';
import { get } from './get';

export const itemAvailability: Resource = { name: 'itemAvailability', label: 'Item Availability', operations: [get] };
