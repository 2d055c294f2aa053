import type { HighLevel } from '@gohighlevel/api-client';
import type { Example } from '../example';
import type { World } from './records';

/** One operation: an example of its use, and the calls of the official client that say the same. */
export type Entry = Example &
	(
		| { readonly sdk: (client: HighLevel) => Promise<unknown>; readonly none?: never }
		| { readonly sdk?: never; /** Why the client has no such call. */ readonly none: string }
	);

/** Entries of one resource, by the name of the operation. */
export type Entries = Readonly<Record<string, (world: World) => Entry>>;
