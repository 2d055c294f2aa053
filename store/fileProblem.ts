import { StoreBusy, StoreError } from './sql';

const NO_ACCESS =
	'n8n may not read or write it. Give the user that runs n8n the right to read and write the file and its folder';
const FULL = 'the disk is full. Make room, and run this again';

const BUSY = 5;

/** What SQLite's primary result codes mean for a person. Source: https://www.sqlite.org/rescode.html */
const RESULT_CODES: Readonly<Record<number, string>> = {
	[BUSY]: 'another program holds it locked. End that program, and run this again',
	8: NO_ACCESS,
	10: 'the disk reports an error. Check the disk, and restore the file from your backup if it is damaged',
	11: 'it is damaged. Restore it from your backup together with its key, then run Rebuild or Link Existing',
	13: FULL,
	14: NO_ACCESS,
	26: 'it is no database. Restore it from your backup together with its key',
};

const FILE_SYSTEM: Readonly<Record<string, string>> = {
	EACCES: NO_ACCESS,
	EPERM: NO_ACCESS,
	EROFS: 'its disk is read-only. Mount the folder of n8n so that it can be written',
	ENOSPC: FULL,
};

/** An error of SQLite or of the file system, as a `StoreError` that says what to do; others as they are. */
export function fileProblem(file: string, error: unknown): unknown {
	if (typeof error !== 'object' || error === null || !('code' in error)) return error;
	const { code, errcode, message } = error as { code: unknown; errcode?: unknown; message?: unknown };
	const isBusy = code === 'ERR_SQLITE_ERROR' && (Number(errcode) & 0xff) === BUSY;
	const meaning = code === 'ERR_SQLITE_ERROR' ? RESULT_CODES[Number(errcode) & 0xff] : FILE_SYSTEM[String(code)];
	if (meaning === undefined) return error;
	return new (isBusy ? StoreBusy : StoreError)(`the file ${file} cannot be used: ${meaning} (${String(message)})`, {
		cause: error,
	});
}
