import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { block } from './block';
import { CONTACTS } from './contactPages';
import type { ListCost, ListWay } from './listWays';
import { quantile, ratio, rounded, type Section } from './section';
import { Service } from './service';

/** Measurements of each way, and of the longest block. */
const ROUNDS = 3;

/** In a process of its own, so that no way finds the memory and the compiled code of another. */
async function inProcess<T>(name: ListWay, url: string, measure: 'cost' | 'block'): Promise<T> {
	const child = fork(path.join(__dirname, 'listWays.ts'), [name, url, measure]);
	const ended = once(child, 'exit').then(([code]) => {
		throw new Error(`${name} ended with code ${code}`);
	});
	const [found] = (await Promise.race([once(child, 'message'), ended])) as [T]; // what listWays.ts sends
	return found;
}

export const lists: Section = {
	name: 'lists',
	what: `Get Many of ${CONTACTS} contacts, ${ROUNDS} rounds, taking turns, a process each`,
	async run() {
		const service = await Service.start();
		const costs: Record<ListWay, ListCost[]> = { 'Get Many': [], axios: [] };
		const blocks: Record<ListWay, number[]> = { 'Get Many': [], axios: [] };
		for (let round = 0; round < ROUNDS; round++)
			for (const name of ['Get Many', 'axios'] as const) {
				costs[name].push(await inProcess(name, service.url, 'cost'));
				const { longest } = await inProcess<Awaited<ReturnType<typeof block>>>(name, service.url, 'block');
				blocks[name].push(longest);
			}
		service.stop();
		const row = (what: string, [own, others]: readonly [number[], number[]]): (string | number)[] => [
			what,
			rounded(quantile(own, 0.5), 0),
			rounded(quantile(others, 0.5), 0),
			ratio(own, others),
		];
		const of = (what: keyof ListCost) =>
			[costs['Get Many'].map((one) => one[what]), costs.axios.map((one) => one[what])] as const;
		const rows = [
			row('processor time, ms', of('milliseconds')),
			row('most memory, MB', of('peak')),
			row('memory of the result, MB', of('kept')),
			row('longest block of the event loop, ms', [blocks['Get Many'], blocks.axios]),
		];
		const columns = ['what', 'Get Many', 'axios', 'ratio (least–most)'];
		return {
			tables: [{ title: 'A list. Goal: at most 2 times the processor time, and 1.5 times the memory', columns, rows }],
		};
	},
};
