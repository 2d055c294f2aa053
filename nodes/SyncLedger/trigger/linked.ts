import type { IDataObject } from 'n8n-workflow';
import type { Ledger } from '../../../sync';
import type { Wanted } from './due';

/** Links read from the ledger at a time: a larger page would hold up everything else for longer. */
const PAGE = 100;

/** The records of every live link, each once, in the order of the links, without those that must wait for calls. */
export async function linkedRecords(
	ledger: Ledger,
	{ pairs, isWanted, limit, low }: Wanted & { limit?: number },
): Promise<IDataObject[]> {
	const found = new Map<string, IDataObject>();
	for (const pair of pairs)
		for (let after: string | undefined, more = true; more && found.size < (limit ?? Infinity);) {
			const page = await ledger.listLinks(pair, after, PAGE);
			for (const { state, head, member, parents } of page) {
				if (state !== 'live' || low.holds(head, member)) continue;
				for (const [record, parent] of [[head, parents?.head] as const, [member, parents?.member] as const]) {
					const { system, account, id } = record;
					if (!isWanted(system)) continue;
					found.set(JSON.stringify([pair, system, account, id]), {
						event: 'record.linked',
						pair,
						app: system,
						account,
						id,
						parentId: parent ?? null,
					});
				}
			}
			after = page.at(-1)?.id;
			more = page.length === PAGE;
		}
	return [...found.values()];
}
