import '../test/support/nodeFiles';
import '../test/support/setup';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';
import { items, type Setup } from '../test/support/engine';
import { ghlPrivate } from '../test/support/nodeSetups';
import { block } from './block';
import { CONTACTS } from './contactPages';
import { processorTime } from './service';

const getMany = (url: string): Setup =>
	ghlPrivate({ url }, { resource: 'contact', operation: 'getMany', returnAll: true }, { baseUrl: url });

/** As many pages as there are, one after the other, and no more than that. */
async function bare(url: string): Promise<IDataObject[]> {
	const all: IDataObject[] = [];
	for (let searchAfter: unknown; ; searchAfter = all.at(-1)?.searchAfter) {
		const { data } = await axios.post<{ contacts: IDataObject[] }>(
			`${url}/contacts/search`,
			{ locationId: 'location', pageLimit: 100, searchAfter },
			{ headers: { Authorization: 'x' } },
		);
		if (data.contacts.length === 0) return all;
		all.push(...data.contacts);
	}
}

const WAYS = {
	'Get Many': async (url: string) => await items(getMany(url)),
	axios: bare,
};
export type ListWay = keyof typeof WAYS;

/** What a way took. */
export interface ListCost {
	/** Of processor time. */
	readonly milliseconds: number;
	/** Megabytes of what is left of it, and the most that the process had of the machine's memory. */
	readonly kept: number;
	readonly peak: number;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Megabytes in use. */
function used(): number {
	collectGarbage();
	const { heapUsed, external } = process.memoryUsage();
	return (heapUsed + external) / 2 ** 20;
}

async function cost(way: () => Promise<unknown[]>): Promise<ListCost> {
	const before = used();
	const rss = process.memoryUsage().rss / 2 ** 20;
	let all: unknown[] = [];
	const milliseconds = await processorTime(async () => (all = await way()));
	const peak = process.resourceUsage().maxRSS / 2 ** 10 - rss;
	const kept = used() - before;
	if (all.length !== CONTACTS) throw new Error(`${all.length} of ${CONTACTS} came`);
	return { milliseconds, kept, peak };
}

/** One way in this process, which the bench forked for it: costs, or the longest block of the event loop. */
const [name, url, measure] = process.argv.slice(2);
const way = async () => await WAYS[name as ListWay](url); // the bench gives one of them
void (measure === 'block' ? block(way) : cost(way)).then((found) => process.send?.(found, () => process.exit()));
