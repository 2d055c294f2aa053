import { setTimeout as wait } from 'node:timers/promises';
import type { IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';
import { isTool } from './errors';
import { ItemTries } from './itemTries';

/** n8n waits five seconds at most between two tries; this is more, in milliseconds, for a process that is busy. */
const KEPT = 60_000;

const kept = new Map<string, Tries>();

/** The tries of one run of a node. Kept in this process, in which n8n makes them, and only until the next begins. */
export class Tries {
	private readonly items = new Map<number, ItemTries>();
	private count = 0;

	private constructor(
		private readonly key: string,
		private readonly most: number,
	) {}

	/** Those of this run; undefined where n8n makes one try only. An agent means what it asks twice. */
	static of(context: IExecuteFunctions): Tries | undefined {
		const node = context.getNode();
		const execution = context.getExecutionId();
		if (node.retryOnFail !== true || !execution || isTool(node)) return undefined;
		const key = [execution, node.id, String(context.evaluateExpression('{{ $runIndex }}', 0))].join(' ');
		const tries = kept.get(key) ?? new Tries(key, mostOf(node));
		kept.delete(key);
		tries.count++;
		return tries;
	}

	/** Whether n8n makes another one when this one throws. */
	get areLeft(): boolean {
		return this.count < this.most;
	}

	item(index: number): ItemTries {
		const item = this.items.get(index) ?? new ItemTries();
		this.items.set(index, item);
		return item.begin();
	}

	/** This try has ended. n8n makes another one where it threw, or where the first item given is an error. */
	end(output?: readonly INodeExecutionData[]): void {
		const isGood = output !== undefined && !output[0]?.json.error;
		if (isGood || !this.areLeft) return;
		kept.set(this.key, this);
		void wait(KEPT, undefined, { ref: false }).then(() => this.forget());
	}

	private forget(): void {
		if (kept.get(this.key) === this) kept.delete(this.key);
	}
}

/** As n8n counts them. */
const mostOf = ({ maxTries }: INode): number => Math.min(5, Math.max(2, maxTries || 3));
