import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** The server of this bench in a process of its own. */
export class Service {
	private constructor(
		readonly url: string,
		private readonly child: ChildProcess,
	) {}

	static async start(): Promise<Service> {
		const child = fork(path.join(__dirname, 'server.ts'));
		const [port] = (await once(child, 'message')) as [number];
		return new Service(`http://127.0.0.1:${port}`, child);
	}

	stop(): void {
		this.child.disconnect();
	}
}

/** Milliseconds of processor time of this process that `work` took. */
export async function processorTime(work: () => Promise<unknown>): Promise<number> {
	const before = process.cpuUsage();
	await work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}
