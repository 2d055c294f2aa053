import { StoreError } from '../../../store/sql';

/** What the first line of a backup says of itself. */
export const FORMAT = 'n8n-nodes-ghl-booqable-roofr sync ledger';
/** Raised with every change after which an older program would misread a backup. */
export const VERSION = 1;

/** The first line. */
export interface Head {
	readonly format: typeof FORMAT;
	readonly version: number;
	/** Names the hash key of the ledger, and tells nothing about it. */
	readonly key: string;
	/** When the ledger was like this, in ISO 8601. */
	readonly at: string;
}

/** The last line: without it, or with other figures, the file is cut or changed. */
export interface End {
	/** Rows of each table. */
	readonly rows: Readonly<Record<string, number>>;
	/** The SHA-256 of all lines before, as the ledger's key hashes it: who has no key cannot make a backup. */
	readonly seal: string;
}

/** A file that is no backup of this ledger; nothing was changed. */
export class BackupProblem extends StoreError {
	override readonly name = 'BackupProblem';

	constructor(
		message: string,
		readonly remedy: string,
	) {
		super(message);
	}
}
