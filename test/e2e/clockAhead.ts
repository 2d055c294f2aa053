import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Problem } from '../../launcher/problem';

/** Where Debian and its like put the library: below the name of the machine's architecture. */
const LIBRARIES = '/usr/lib';
const LIBRARY = 'faketime/libfaketimeMT.so.1';

/**
 * The environment of a program whose clock is ahead by so many hours, SQLite's too. Waits take as long as ever. Throws
 * `Problem` where the library for it is not installed.
 */
export function clockAhead(hours: number): Record<string, string> {
	const found = readdirSync(LIBRARIES)
		.map((name) => path.join(LIBRARIES, name, LIBRARY))
		.find((file) => existsSync(file));
	if (!found)
		throw new Problem(
			`For n8n to be away for ${hours} hours, its clock is set ahead by libfaketime, which is not below ${LIBRARIES}. Install it (on Debian: apt-get install faketime), or leave the outage out: SYNC_OUTAGE=0`,
		);
	return { LD_PRELOAD: found, FAKETIME: `+${Math.round(hours * 60)}m`, FAKETIME_DONT_FAKE_MONOTONIC: '1' };
}
