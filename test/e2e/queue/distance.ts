import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { LOOPBACK } from '../../../launcher/ports';

/** A way to a server that is as many ms away, there and back, and that can be interrupted. */
export class Distance {
	private readonly server: Server = createServer((client) => this.join(client));
	private readonly sockets = new Set<Socket>();
	private isOpen = true;

	constructor(
		private readonly target: { readonly port: number },
		private readonly ms: number,
	) {}

	get port(): number {
		return (this.server.address() as AddressInfo).port;
	}

	async open(): Promise<this> {
		await new Promise<void>((resolve) => this.server.listen(0, LOOPBACK, resolve));
		return this;
	}

	/** Every connection is lost, and new ones are until `restore`. */
	interrupt(): void {
		this.isOpen = false;
		for (const socket of this.sockets) socket.destroy();
	}

	restore(): void {
		this.isOpen = true;
	}

	async close(): Promise<void> {
		this.interrupt();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private join(client: Socket): void {
		if (!this.isOpen) return void client.destroy();
		const upstream = connect(this.target.port, LOOPBACK);
		this.pass(client, upstream);
		this.pass(upstream, client);
	}

	/** Passes on what comes, half of the time later. A timer keeps the order of those that began before it. */
	private pass(from: Socket, to: Socket): void {
		this.sockets.add(from);
		from.setNoDelay(true);
		from.on('error', () => undefined);
		from.on('data', (data) => setTimeout(() => to.writable && to.write(data), this.ms / 2));
		from.on('close', () => {
			this.sockets.delete(from);
			setTimeout(() => to.destroy(), this.ms / 2);
		});
	}
}
