import { NodeOperationError, type INodeExecutionData, type IPollFunctions } from 'n8n-workflow';
import { textOf, type Input } from '../../shared/parameters/input';
import { nodeError } from '../../shared/runner/errors';
import { LEDGER_CREDENTIAL, openLedger } from '../../shared/sync/ledger';
import { systemOf } from '../../shared/sync/parseInput';
import { storeKept } from '../../shared/sync/takeOn';
import { sayPaused, sayRunning } from '../../shared/trigger/paused';
import { START } from '../../shared/trigger/repeat';
import { parametersOf } from '../../shared/trigger/trigger';
import { ledgerService } from '../ledgerOperation';
import { dueRecords, type Returned, type Wanted } from './due';
import { linkedRecords } from './linked';
import { LowOnCalls } from './lowOnCalls';
import { TRIGGER_PARAMETERS } from './parameters';

/** Records that a test in the editor shows. */
const SAMPLE = 3;

/** What the node keeps between polls. */
interface State {
	returned?: Returned;
	/** The start of n8n that `returned` is of: an execution of an earlier one syncs nothing any more. */
	start?: string;
}

interface Choice extends Wanted {
	readonly linked: boolean;
	readonly limit: number;
}

function choiceOf(input: Input, isManual: boolean): Choice {
	const app = input.text('recordsOf') === 'any' ? undefined : systemOf(input, 'recordsOf');
	return {
		linked: input.text('returned') === 'linked',
		pairs: input.requiredList('pairs'),
		isWanted: (one) => app === undefined || one === app,
		limit: Number(textOf(input.option('limit'))) || 50,
		low: new LowOnCalls(isManual ? 100 : Number(textOf(input.option('pauseAtPercent'))) || 100),
	};
}

/** One poll of the ledger: no app is called. */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	try {
		const input = parametersOf(context, TRIGGER_PARAMETERS);
		const isManual = context.getMode() === 'manual';
		const choice = choiceOf(input, isManual);
		const { ledger } = await openLedger(
			input.text('ledger'),
			async () => await context.getCredentials(LEDGER_CREDENTIAL),
		);
		if (choice.linked) {
			const records = await linkedRecords(ledger, { ...choice, limit: isManual ? SAMPLE : undefined });
			return given(context, choice, isManual ? records.slice(0, SAMPLE) : records, NONE_LINKED);
		}
		const state = context.getWorkflowStaticData('node') as State; // written here alone
		await storeKept(ledger);
		const now = await ledger.now();
		const underWay = isManual || state.start !== START ? {} : { ...state.returned };
		const { found, returned } = await dueRecords(ledger, choice, underWay, now);
		if (!isManual) Object.assign(state, { returned, start: START });
		return given(context, choice, found, NONE_DUE);
	} catch (error) {
		throw nodeError(error, { node: context.getNode(), service: ledgerService });
	}
}

const NONE_DUE = {
	message: 'No record of these pairs is due right now',
	description:
		'That is no fault. What failed or waits is due later: "Get Due" of the Sync Ledger lists it with the option "Include Later". Choose "Linked Records" under "Return" to see what an item looks like, or publish the workflow: it starts with the first due record.',
};
const NONE_LINKED = {
	message: 'No records of these pairs are linked yet',
	description:
		'A Sync node links a record when it syncs it for the first time, and Link: Link Existing of the Sync Ledger links those that are in both apps already. Check that "Pairs" says what the Sync nodes have.',
};

function given(
	context: IPollFunctions,
	{ low }: Choice,
	found: Parameters<IPollFunctions['helpers']['returnJsonArray']>[0] & unknown[],
	none: { message: string; description: string },
): INodeExecutionData[][] | null {
	if (!low.spent) sayRunning(context);
	if (found.length > 0) return [context.helpers.returnJsonArray(found)];
	if (low.spent) sayPaused(context, low.spent, low.pauseAt);
	if (context.getMode() !== 'manual') return null;
	throw new NodeOperationError(context.getNode(), none.message, { description: none.description });
}
