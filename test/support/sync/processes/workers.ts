import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Outcome } from '../../../../sync/model/types';
import type { Done, Job, Setting } from './worker';

const tsx = pathToFileURL(createRequire(__filename).resolve('tsx')).href;

/** Processes of their own with one ledger. */
export class Workers {
	readonly #waiting = new Map<number, (done: Done) => void>();
	#number = 0;

	private constructor(private readonly children: readonly ChildProcess[]) {}

	static async start(count: number, setting: Setting): Promise<Workers> {
		const children = Array.from({ length: count }, () =>
			fork(path.join(__dirname, 'worker.ts'), [JSON.stringify(setting)], { execArgv: ['--import', tsx] }),
		);
		const workers = new Workers(children);
		await Promise.all(children.map(async (child) => await new Promise((resolve) => child.once('message', resolve))));
		for (const child of children) child.on('message', (done: Done) => workers.#waiting.get(done.number)?.(done));
		return workers;
	}

	/** Throws what the worker throws. */
	async execute(worker: number, job: Omit<Job, 'number'>): Promise<Outcome['outcome'] | undefined> {
		const number = ++this.#number;
		const done = await new Promise<Done>((resolve) => {
			this.#waiting.set(number, resolve);
			this.children[worker % this.children.length].send({ ...job, number });
		});
		this.#waiting.delete(number);
		if (done.error !== undefined) throw new Error(done.error);
		return done.outcome;
	}

	async stop(): Promise<void> {
		await Promise.all(
			this.children.map(
				async (child) =>
					await new Promise((resolve) => {
						child.once('exit', resolve);
						child.disconnect();
					}),
			),
		);
	}
}
