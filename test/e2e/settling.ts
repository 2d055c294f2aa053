import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { N8n } from '../../launcher/n8n';
import type { WorkflowFile } from '../../launcher/rest';
import type { Ledger } from '../../sync/ledger/ledger';
import { openSqliteLedger } from '../../sync/ledger/openSqlite';

export const ledgerFile = (n8n: N8n): string => path.join(n8n.userFolder, '.n8n', 'sync-ledger', 'ledger.sqlite');

/** What `work` finds in the ledger of an n8n that keeps it in its user folder. */
export async function withLedger<T>(n8n: N8n, work: (ledger: Ledger) => Promise<T>): Promise<T> {
	const { ledger } = openSqliteLedger(ledgerFile(n8n));
	try {
		return await work(ledger);
	} finally {
		await ledger.close();
	}
}

/**
 * Waits until nothing differs and nothing is due any more; gives what is left when time is over. `meanwhile` is done
 * again and again.
 */
export async function converge(
	ledger: Ledger,
	differences: () => string[],
	withinMs: number,
	meanwhile?: () => Promise<void>,
): Promise<string[]> {
	const deadline = Date.now() + withinMs;
	for (;;) {
		const { due, intents } = await ledger.counts();
		const left = [
			...differences(),
			...Object.entries(due)
				.filter(([, count]) => count > 0)
				.map(([status, count]) => `${count} ${status}`),
			...(intents > 0 ? [`${intents} creates are open`] : []),
		];
		if (left.length === 0 || Date.now() > deadline) return left;
		await meanwhile?.();
		await sleep(1_000);
	}
}

/**
 * As if a quarter of an hour had passed since n8n was killed: the records that its executions had taken on, and did not
 * come to, are due. One that is at work syncs a record once more by it.
 */
export function takenOnIsDue(n8n: N8n): void {
	const database = new DatabaseSync(ledgerFile(n8n), { timeout: 5_000 });
	database.exec('UPDATE batch SET until = 0');
	database.close();
}

/** Poll times this many seconds apart: n8n refuses a cron expression for it, and takes one for each second. */
export const everySeconds = (seconds: number) => ({
	item: Array.from({ length: 60 / seconds }, (_, index) => ({
		mode: 'custom',
		cronExpression: `${index * seconds} * * * * *`,
	})),
});

/** A node as it is. The one that tells the team does nothing: its tasks would be among those that are compared. */
export const withoutMessages = (node: WorkflowFile['nodes'][number]): WorkflowFile['nodes'][number] =>
	node.type.endsWith('.executeWorkflow')
		? { ...node, type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} }
		: node;
