import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * When a query holds the text of `at`: the connection is lost before the server has it, or before its answer is back,
 * or the query gets stuck. `once`: as `before`, and never again.
 */
export interface Cut {
	readonly at: string;
	readonly how: 'before' | 'after' | 'stuck' | 'once';
}

/** A way to a Postgres server on which connections can be lost. */
export class Proxy {
	cut: Cut | undefined;
	readonly #server: Server = createServer((client) => this.#join(client));
	readonly #sockets = new Set<Socket>();
	/** Ports by which the server knows the connections that were made through this proxy. */
	readonly serverSees = new Set<number>();

	constructor(private readonly target: { host: string; port: number }) {}

	get port(): number {
		return (this.#server.address() as AddressInfo).port;
	}

	async open(port = 0): Promise<void> {
		await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
	}

	/** Every connection is lost, and nobody is let in any more. */
	async close(): Promise<void> {
		const closed = new Promise((resolve) => this.#server.close(resolve));
		this.loseAll();
		await closed;
	}

	loseAll(): void {
		for (const socket of this.#sockets) socket.destroy();
	}

	#join(client: Socket): void {
		const upstream = connect(this.target.port, this.target.host);
		upstream.on('connect', () => this.serverSees.add(upstream.localPort ?? 0));
		for (const [one, other] of [
			[client, upstream],
			[upstream, client],
		] as const) {
			this.#sockets.add(one);
			one.on('error', () => undefined);
			one.on('close', () => {
				this.#sockets.delete(one);
				other.destroy();
			});
		}
		upstream.on('data', (answer) => client.write(answer));
		client.on('data', (asked) => {
			const isHere = this.cut !== undefined && asked.includes(this.cut.at);
			if (!isHere) return void upstream.write(asked);
			if (this.cut?.how === 'before') return void client.destroy();
			if (this.cut?.how === 'once') {
				this.cut = undefined;
				return void client.destroy();
			}
			if (this.cut?.how === 'stuck') return;
			upstream.removeAllListeners('data');
			upstream.on('data', () => client.destroy());
			upstream.write(asked);
		});
	}
}
