import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CRM, RENTAL } from '../timeline';
import { emailKey, phoneKey, SimulatedService, type Commit, type StoredRecord } from '../simulator/service';

/** Ms until a search shows a write. */
export const LAG = 500;
/** What a call takes on its way there, and back (ms). */
const WAY = { least: 5, most: 20 };

export type Side = 'crm' | 'rental';

/** One call over HTTP. Of `gather` calls, none is answered before all have come: so many executions begin at once. */
export interface Asked {
	readonly side: Side;
	readonly call: 'read' | 'findByEmail' | 'findByPhone' | 'create' | 'update' | 'changeTags';
	readonly args: readonly unknown[];
	readonly gather?: number;
}

/**
 * Both services, reached over HTTP on loopback. They take what they are sent: no write depends on what was there
 * before.
 */
export class World {
	readonly commits: Commit[] = [];
	readonly crm = this.#service(CRM);
	readonly rental = this.#service(RENTAL);
	readonly #server: Server = createServer((request, response) => {
		void this.#answer(request).then((answer) => response.end(JSON.stringify(answer ?? null)));
	});
	#gathered: Array<() => void> = [];

	async open(): Promise<string> {
		await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
	}

	async close(): Promise<void> {
		this.#server.closeAllConnections();
		await new Promise((resolve) => this.#server.close(resolve));
	}

	#service(traits: typeof CRM): SimulatedService {
		return new SimulatedService(
			traits,
			Date.now,
			() => LAG,
			(commit) => this.commits.push(commit),
		);
	}

	async #answer(request: IncomingMessage): Promise<unknown> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer); // no encoding is set
		const asked = JSON.parse(Buffer.concat(chunks).toString()) as Asked; // by the worker beside this file
		await onItsWay();
		const answer = carriedOut(this[asked.side], asked);
		await onItsWay();
		if (asked.gather !== undefined) await this.#gather(asked.gather);
		return answer;
	}

	async #gather(size: number): Promise<void> {
		await new Promise<void>((resolve) => {
			this.#gathered.push(resolve);
			if (this.#gathered.length === size) for (const go of this.#gathered.splice(0)) go();
		});
	}
}

const onItsWay = async (): Promise<void> =>
	await new Promise((resolve) => setTimeout(resolve, WAY.least + Math.random() * (WAY.most - WAY.least)));

function carriedOut(
	service: SimulatedService,
	{ call, args }: Asked,
): StoredRecord | readonly StoredRecord[] | undefined {
	const [first, second, third] = args as [string, never, never]; // as the worker sends them
	switch (call) {
		case 'read':
			return service.records.get(first);
		case 'findByEmail':
			return service.searchKey(emailKey(first));
		case 'findByPhone':
			return service.searchKey(phoneKey(first));
		case 'create':
			return service.create('engine', args[0] as StoredRecord['fields'], second);
		case 'update':
			return service.update('engine', first, second, third);
		case 'changeTags':
			return service.changeTags('engine', first, second, third);
	}
}
