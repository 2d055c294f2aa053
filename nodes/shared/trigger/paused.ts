import { NodeOperationError, type IPollFunctions } from 'n8n-workflow';
import { reasonOf, type Spent } from '../http/allowance';

/** Polls that pause and have said so, by workflow and node. */
const told = new Set<string>();

/**
 * Says once that a poll pauses: n8n lists it as a failed execution and calls the error workflow. It is not thrown: a
 * poll that fails when a workflow is published keeps it from being published.
 */
export function sayPaused(context: IPollFunctions, spent: Spent, pauseAt: number): void {
	const key = keyOf(context);
	if (told.has(key)) return;
	told.add(key);
	context.__emitError(
		new NodeOperationError(context.getNode(), `Paused: ${reasonOf(spent, pauseAt)}`, {
			description:
				'Nothing is lost: this trigger goes on by itself and returns what has come up meanwhile. "Pause at Percent of Calls" in its options sets the share.',
			level: 'warning',
		}),
	);
}

/** The poll did its work: the next pause is said again. */
export const sayRunning = (context: IPollFunctions): void => void told.delete(keyOf(context));

const keyOf = (context: IPollFunctions): string => `${String(context.getWorkflow().id)} ${context.getNode().id}`;
