import type { IDataObject } from 'n8n-workflow';
import { InputProblem, textOf } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { documentId } from '../../parameters';
import { record } from '../../responses';

// a nested record, or null
const signature = (document: IDataObject): IDataObject => (document.signature ?? {}) as IDataObject;

/** Booqable documents the address of a PDF with signatures alone; other documents it sends by email. */
export const downloadPdf = operation({
	resource: 'document',
	name: 'downloadPdf',
	label: 'Download PDF',
	action: 'Download PDF of document',
	description:
		'Download a signed quote or contract as PDF. Booqable documents no address for the PDF of other documents: send those with "Email: Send".',
	parameters: [documentId],
	endpoint: {
		route: 'GET /api/4/documents/{documentId}.json',
		effect: 'read',
		source: 'Booqable API v4, Documents and Signatures',
		query: () => ({ include: 'signature' }),
		envelope: { record: ['data'] },
		answer: (body) => {
			const document = record(body);
			if (textOf(signature(document).document_pdf_url) === '') {
				throw new InputProblem(
					'documentId',
					'Booqable has no PDF of this document to download',
					'It gives one for signed quotes and contracts. Send others with "Email: Send" and attached documents.',
				);
			}
			return document;
		},
	},
	file: (document) => ({
		url: textOf(signature(document).document_pdf_url),
		fileName: `${textOf(document.document_type)}-${textOf(document.prefix_with_number) || textOf(document.id)}.pdf`,
		mimeType: 'application/pdf',
	}),
});
