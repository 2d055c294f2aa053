import type { Resource } from '../../../shared/operation';
import { downloadPdf } from './downloadPdf';
import { get } from './get';
import { getMany } from './getMany';

export const document: Resource = {
	name: 'document',
	label: 'Document',
	description: 'Invoice, quote or contract',
	operations: [downloadPdf, get, getMany],
};
