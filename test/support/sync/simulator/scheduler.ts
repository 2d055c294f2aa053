import { setImmediate } from 'node:timers/promises';

/** One execution of a worker: it can be killed between any two awaits. */
export interface Actor {
	readonly name: string;
	readonly worker: number;
	alive: boolean;
	/** Awaits after which it dies: the crash of the exhaustive tests. */
	diesAfter?: number;
	awaits?: number;
}

interface Task {
	readonly at: number;
	readonly order: number;
	readonly actor?: Actor;
	readonly run: () => void;
}

/** Awaits without a wait that an actor has at most, by far. */
const TURNS = 1_000;

/**
 * Virtual time. Everything that waits is a task with a moment; the earliest goes on, and what it starts runs until it
 * waits again, so that between two awaits nothing else happens. How long each await takes comes from the seed, and so
 * does every interleaving.
 */
export class Scheduler {
	now: number;
	steps = 0;
	#order = 0;
	#running = 0;
	readonly #heap: Task[] = [];

	constructor(start: number) {
		this.now = start;
	}

	/** Runs at a moment, whatever becomes of the one who asked: servers, users, the clock of a workflow. */
	at(moment: number, run: () => void): void {
		this.#push({ at: Math.max(moment, this.now), order: this.#order++, run });
	}

	/** Ends after `ms`; never, when the actor was killed meanwhile. */
	wait(actor: Actor, ms: number): Promise<void> {
		return new Promise((resolve) => {
			this.#push({ at: this.now + ms, order: this.#order++, actor, run: resolve });
			this.#stop(actor);
		});
	}

	/** Parks the actor until the given function, called later by a task, lets it go on. */
	park<T>(actor: Actor, start: (goOn: (ms: number, result: () => T) => void) => void): Promise<T> {
		return new Promise((resolve, reject) => {
			start((ms, result) =>
				this.#push({
					at: this.now + ms,
					order: this.#order++,
					actor,
					run: () => {
						try {
							resolve(result());
						} catch (error) {
							reject(error);
						}
					},
				}),
			);
			this.#stop(actor);
		});
	}

	/** The actor waits now; if this await is its last, it never goes on, but what it asked for is under way. */
	#stop(actor: Actor): void {
		this.#running -= 1;
		actor.awaits = (actor.awaits ?? 0) + 1;
		if (actor.diesAfter !== undefined && actor.awaits >= actor.diesAfter) actor.alive = false;
	}

	/** Starts an execution; `fail` is told what it threw. */
	spawn(actor: Actor, work: () => Promise<void>, fail: (error: unknown) => void): void {
		this.at(this.now, () => {
			if (!actor.alive) return;
			this.#running += 1;
			void work()
				.catch(fail)
				.finally(() => {
					this.#running -= 1;
					actor.alive = false;
				});
		});
	}

	/** Goes on until nothing is left before `until`. */
	async runUntil(until: number): Promise<void> {
		while (this.#heap.length > 0 && this.#heap[0].at <= until) {
			const task = this.#pop();
			if (task.actor && !task.actor.alive) continue;
			this.now = task.at;
			this.steps += 1;
			if (task.actor) this.#running += 1;
			task.run();
			// a ledger in a file lets others run now and then, for which the event loop must turn
			for (let turn = 0; this.#running > 0; turn++) await (turn < TURNS ? undefined : setImmediate());
		}
		this.now = Math.max(this.now, until);
	}

	#push(task: Task): void {
		const heap = this.#heap;
		let at = heap.push(task) - 1;
		while (at > 0) {
			const parent = (at - 1) >> 1;
			if (!before(task, heap[parent])) break;
			heap[at] = heap[parent];
			at = parent;
		}
		heap[at] = task;
	}

	#pop(): Task {
		const heap = this.#heap;
		const [top] = heap;
		const last = heap.pop();
		if (!last || heap.length === 0) return top;
		let at = 0;
		for (let child = 1; child < heap.length; child = 2 * at + 1) {
			if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child += 1;
			if (!before(heap[child], last)) break;
			heap[at] = heap[child];
			at = child;
		}
		heap[at] = last;
		return top;
	}
}

const before = (one: Task, other: Task): boolean =>
	one.at < other.at || (one.at === other.at && one.order < other.order);
