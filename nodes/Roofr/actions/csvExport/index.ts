import type { Resource } from '../../../shared/operation';
import { importExport } from './import';

export const csvExport: Resource = { name: 'csvExport', label: 'CSV Export', operations: [importExport] };
