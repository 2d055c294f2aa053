import { NodeOperationError, type IPollFunctions } from 'n8n-workflow';
import { reasonOf, type Spent } from '../http/allowance';

/** What this process knows of polls that may pause, by workflow and node. */
const polls = new Map<string, 'polls' | 'told'>();

/**
 * Says once that a poll pauses: n8n lists it as a failed execution and calls the error workflow. Never at the first
 * poll of a process, by which n8n decides whether the workflow can be published.
 */
export function sayPaused(context: IPollFunctions, spent: Spent, pauseAt: number): void {
	const key = keyOf(context);
	const state = polls.get(key);
	polls.set(key, state === undefined ? 'polls' : 'told');
	if (state !== 'polls') return;
	throw new NodeOperationError(context.getNode(), `Paused: ${reasonOf(spent, pauseAt)}`, {
		description:
			'Nothing is lost: this trigger goes on by itself and returns what has come up meanwhile. "Pause at Percent of Calls" in its options sets the share.',
		level: 'warning',
	});
}

/** The poll did its work: the next pause is said again. */
export const sayRunning = (context: IPollFunctions): void => void polls.set(keyOf(context), 'polls');

const keyOf = (context: IPollFunctions): string => `${String(context.getWorkflow().id)} ${context.getNode().id}`;
