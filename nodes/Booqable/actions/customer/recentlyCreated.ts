import { TtlMap } from '../../../shared/ttlMap';

/** How long a new record may be missing from lists; Booqable gives no number. */
const UNLISTED = 120_000;

type Match = readonly [column: string, value: string];

/**
 * IDs of records made a moment ago by what they are matched on. Booqable's lists come from a search index that is some
 * seconds behind, so a second item with the same email would make a second customer.
 */
export class RecentlyMade {
	private readonly made: TtlMap<string, string>;
	constructor(now: () => number = Date.now) {
		this.made = new TtlMap(now);
	}

	add(account: string, matches: readonly Match[], id: string): void {
		this.made.set(keyOf(account, matches), id, UNLISTED);
	}

	forget(account: string, matches: readonly Match[]): void {
		this.made.delete(keyOf(account, matches));
	}

	find(account: string, matches: readonly Match[]): string | undefined {
		return this.made.get(keyOf(account, matches));
	}
}

const keyOf = (account: string, matches: readonly Match[]): string =>
	JSON.stringify([
		account,
		...[...matches]
			.sort(([one], [other]) => one.localeCompare(other))
			.map(([column, value]) => [column, value.toLowerCase()]),
	]);
