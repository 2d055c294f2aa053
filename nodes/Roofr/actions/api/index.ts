import type { Resource } from '../../../shared/operation';
import { customCall } from './call';

export const api: Resource = { name: 'api', label: 'Custom API Call', description: 'For accounts with API access', operations: [customCall] };
