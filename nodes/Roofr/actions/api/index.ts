import type { Resource } from '../../../shared/operation';
import { customCall } from './call';

export const api: Resource = { name: 'api', label: 'API', description: 'For accounts with API access', operations: [customCall] };
