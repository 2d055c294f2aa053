import type { Readable } from 'node:stream';
import type { IDataObject } from 'n8n-workflow';

/** A file that an operation makes itself. */
export interface MadeFile {
	readonly fileName: string;
	readonly mimeType: string;
	/** Goes to where n8n keeps files while it is made: it is never in memory as a whole where they lie on a disk. */
	readonly content: Readable;
	/** What there is to say of it once it is made. */
	readonly told: () => IDataObject;
}
