import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { contextOf } from '../../shared/account';
import { Calls } from '../../shared/runner/calls';
import { listOf } from '../../shared/parameters/input';
import { connect } from '../../shared/runner/connections';
import { admit, type Admission } from '../../shared/trigger/deduplication';
import { isSecret } from '../../shared/trigger/signature';
import { parametersOf } from '../../shared/trigger/trigger';
import { withMomentsFor } from '../actions/order/timeZone';
import { booqable } from '../transport';
import { isUnsavedOrder, output, parseDelivery, recordOf, type Delivery, type RecordFrom } from './delivery';
import { includeOption, isChosen } from './events';
import { TRIGGER_PARAMETERS } from './parameters';
import { secretsFor } from './registration';

/**
 * How long a delivery may take to be read, in milliseconds: senders of webhooks give up soon. What is not read by then,
 * since the calls of the minute are spent, comes again.
 */
const READ_WITHIN = 2_500;
/** When Booqable may come again, in seconds: with the next calls. */
const COME_AGAIN = 60;

/**
 * Answers one delivery: 401 without the secret, 400 to what is not a delivery, 503 when the record cannot be read right
 * now.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const secrets = secretsFor(context.getWorkflowStaticData('node'), context.getMode() === 'manual');
	const { secret: given } = context.getQueryData() as IDataObject; // a parsed query string
	if (!secrets.some((secret) => isSecret(given, secret)))
		return answer(context, 401, 'The secret in the address is missing or wrong');
	const delivery = parseDelivery(context.getBodyData());
	if (!delivery) return answer(context, 400, 'Not a Booqable delivery of version 4');

	const input = parametersOf(context, TRIGGER_PARAMETERS);
	const options = input.collection('options');
	if (!isChosen(delivery.event, input.list('events'))) return {};
	if (isUnsavedOrder(delivery) && options.unsavedOrders !== true) return {};
	const from = context.getNodeParameter('recordFrom') as RecordFrom; // the values of its options

	const admission = await admitted(context, delivery);
	if (admission === 'done') return {};
	if (admission === 'pending') return comeAgain(context, 1);
	const sent = delivery.data as IDataObject; // parsed JSON

	try {
		const calls = new Calls(await connect(contextOf(context), booqable)).within(READ_WITHIN);
		const account = calls.account.name;
		if (from === 'payload' && options.orderTimes !== 'account') return emit(context, output(delivery, sent, account));
		const record =
			from === 'payload' ? sent : await recordOf(calls, delivery, from, listOf(options[includeOption(delivery.event)]));
		return record ? emit(context, output(delivery, await withMomentsFor(calls, options, record), account)) : {};
	} catch (error) {
		// Not 200: Booqable is known to try again, and the event must not be lost.
		context.logger.warn(`Booqable Trigger: the record of ${delivery.event} could not be read`, {
			reason: error instanceof Error ? error.message : String(error),
		});
		return comeAgain(context, COME_AGAIN);
	}
}

/** Whether a delivery is to start the workflow: Booqable repeats one that it takes for lost, with the same ID. */
const admitted = async (context: IWebhookFunctions, { id, event, data }: Delivery): Promise<Admission['state']> =>
	context.getMode() === 'manual' ? 'taken' : (await admit(context, `booqable ${id} ${event} ${data.id}`)).state;

function comeAgain(context: IWebhookFunctions, seconds: number): IWebhookResponseData {
	context.getResponseObject().setHeader('Retry-After', seconds);
	return answer(context, 503, 'The record could not be read right now');
}

function emit(context: IWebhookFunctions, json: IDataObject): IWebhookResponseData {
	return { workflowData: [context.helpers.returnJsonArray(json)] };
}

function answer(context: IWebhookFunctions, status: number, text: string): IWebhookResponseData {
	context.getResponseObject().status(status).send(text);
	return { noWebhookResponse: true };
}
