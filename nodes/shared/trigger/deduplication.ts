import { sleep, type IHookFunctions, type INodeProperties, type IWebhookFunctions } from 'n8n-workflow';
import { deliveriesIn, hostDeliveries, PENDING, type Opened } from '../../../deliveries';
import { postgresLedger } from '../../../sync/ledger/host';
import { LEDGER_CREDENTIAL, ledgerChoice, settingsOf } from '../sync/ledger';

/** Where a trigger remembers deliveries. */
export const deduplicationStore: INodeProperties = {
	...ledgerChoice,
	displayName: 'Deduplication Store',
	description: 'Where the IDs of deliveries are kept, so that one that arrives twice starts the workflow once',
};

/** What became of a delivery at the door. `deduplicated`: whether its duplicates are kept away. */
export type Admission =
	| { readonly state: 'taken'; readonly deduplicated: boolean }
	| { readonly state: 'pending' }
	| { readonly state: 'done' };

/** Where this trigger remembers deliveries. It never throws: without a store, events come all the same. */
async function deliveriesOf(context: IHookFunctions | IWebhookFunctions): Promise<Opened> {
	if (context.getNodeParameter('ledger', 'file') !== 'postgres') return hostDeliveries();
	try {
		const { database } = await postgresLedger(settingsOf(await context.getCredentials(LEDGER_CREDENTIAL)));
		return { store: await deliveriesIn(database) };
	} catch (error) {
		return { reason: error instanceof Error ? error.message : String(error) };
	}
}

/** Says, when a trigger starts to listen, that duplicates will get through. */
export async function warnWithoutStore(context: IHookFunctions): Promise<void> {
	const { reason } = { reason: undefined, ...(await deliveriesOf(context)) };
	if (reason)
		context.logger.warn(
			`${context.getNode().name}: duplicates of a delivery will start the workflow again, because ${reason}`,
		);
}

let warned = false;

/** Says once for the process that duplicates get through. */
function warn(context: IWebhookFunctions, reason: string): void {
	if (!warned)
		context.logger.warn(
			`${context.getNode().name} runs without its store of seen deliveries, so duplicates start the workflow again: ${reason}`,
		);
	warned = true;
}

/**
 * Takes a delivery of this trigger unless another attempt has it, and settles it by what n8n answers. n8n stores the
 * execution first and says 200 then, and a sender that has read 200 never comes again: so "done" begins no sooner than
 * that. Any other answer gives the id back, and when the process dies in between, the mark lapses by itself.
 */
export async function admit(context: IWebhookFunctions, id: string): Promise<Admission> {
	const key = `${String(context.getWorkflow().id)} ${context.getNode().id} ${id}`;
	const opened = await deliveriesOf(context);
	if (!opened.store) {
		warn(context, opened.reason);
		return { state: 'taken', deduplicated: false };
	}
	const { store } = opened;
	const seen = await tried(context, async () => await store.take(key));
	if (!seen) return { state: 'taken', deduplicated: false };
	if (seen.state !== 'fresh') return { state: seen.state };
	const response = context.getResponseObject();
	const settle = async (): Promise<void> =>
		await tried(
			context,
			async () => await (response.statusCode < 300 ? store.done(key) : store.release(key, seen.mark)),
		);
	response.once('close', () => void (response.writableEnded ? settle() : settleLater(response, settle)));
	return { state: 'taken', deduplicated: true };
}

/**
 * The sender hung up before n8n had an answer. n8n goes on all the same: look once more shortly before the mark lapses.
 */
async function settleLater(
	response: ReturnType<IWebhookFunctions['getResponseObject']>,
	settle: () => Promise<void>,
): Promise<void> {
	await sleep(PENDING * 0.9);
	if (response.writableEnded) await settle();
}

/** A full disk or a database that is away must not cost the event. */
async function tried<T>(context: IWebhookFunctions, work: () => Promise<T>): Promise<T | undefined> {
	try {
		return await work();
	} catch (error) {
		warn(context, error instanceof Error ? error.message : String(error));
		return undefined;
	}
}
