import type { IDataObject, INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { contextOf } from '../../shared/account';
import { Calls } from '../../shared/runner/calls';
import { nodeError } from '../../shared/runner/errors';
import { textOf, type Input } from '../../shared/parameters/input';
import { connect } from '../../shared/runner/connections';
import { admit } from '../../shared/trigger/deduplication';
import { isSecret, isSigned } from '../../shared/trigger/signature';
import { bytesOf, decoded, optionsIn, parametersOf } from '../../shared/trigger/trigger';
import { ghl } from '../transport';
import { appIdOf, isFresh, parseDelivery, UNKNOWN, type Delivery } from './delivery';
import { isChosen } from './events';
import { fullRecord, isPassing } from './fullRecord';
import { enter } from './inFlight';
import { output } from './output';
import { keysOf } from './publicKey';
import { TRIGGER_PARAMETERS } from './parameters';
import { readingContext } from './readingContext';
import { deliveriesOfPost } from './customWebhook';
import { proofOf } from './webhookSecret';

/**
 * Answers one delivery: 401 to what is not proven, 200 to what is filtered out or known, 429 to what should come again
 * later. It never fails: n8n would answer 500 and keep an execution for it.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	if (!enter(context.getResponseObject())) return answer(context, 429, 'Too many deliveries at once');
	return await taken(context).catch((error: unknown) => {
		context.logger.error('GHL Trigger: a delivery could not be taken', {
			reason: error instanceof Error ? error.message : String(error),
		});
		return answer(context, 429, 'The delivery could not be taken right now');
	});
}

const taken = async (context: IWebhookFunctions): Promise<IWebhookResponseData> =>
	context.getNodeParameter('source') === 'workflow' ? await received(context) : await delivered(context);

/** A signed event of the Marketplace app. */
async function delivered(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const input = parametersOf(context, TRIGGER_PARAMETERS);
	const { event: named } = context.getQueryData() as IDataObject; // texts, or lists of them
	const bytes = await bytesOf(context);
	if (!isSigned(bytes, context.getHeaderData()['x-ghl-signature'], keysOf(optionsIn(input))))
		return answer(context, 401, 'The signature is missing or wrong');
	const delivery = parseDelivery(bytes, textOf(named));
	if (!delivery) return answer(context, 200, 'Ignored: not an event');
	const reason = reasonToIgnore(delivery, input);
	if (reason) return answer(context, 200, `Ignored: ${reason}`);
	if (context.getMode() === 'manual') return await emitted(context, delivery, { deduplicated: false });
	const admission = await admit(context, `ghl ${delivery.deliveryId}`);
	if (admission.state === 'done') return answer(context, 200, 'Ignored: known already');
	if (admission.state !== 'taken') return answer(context, 429, 'Another attempt of the same delivery is under way');
	return await emitted(context, delivery, { deduplicated: admission.deduplicated });
}

/** What GHL's workflow action "Custom Webhook" posts: unsigned, unnumbered and never repeated. */
async function received(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const { header, secret } = proofOf((await context.getCredentials('goHighLevelWebhookApi')) as IDataObject); // texts
	if (!isSecret(context.getHeaderData()[header], secret)) return answer(context, 401, 'The secret is missing or wrong');
	const wanted = parametersOf(context, TRIGGER_PARAMETERS).list('locationIds');
	const deliveries = deliveriesOfPost(await bodyOf(context)).filter(({ locationIds }) => isAmong(locationIds, wanted));
	if (deliveries.length === 0) return answer(context, 200, 'Ignored: another location');
	const items: INodeExecutionData[] = [];
	for (const delivery of deliveries) items.push(...(await itemsOf(context, delivery, { deduplicated: false })));
	return { workflowData: [items] };
}

/** The body as n8n has parsed it; as text where it does not know the type of the content. */
async function bodyOf(context: IWebhookFunctions): Promise<unknown> {
	const body: unknown = context.getBodyData();
	const isParsed = typeof body !== 'object' || body === null || Object.keys(body).length > 0;
	const { 'content-type': contentType } = context.getHeaderData() as IDataObject; // headers are texts and lists
	return isParsed ? body : decoded(await bytesOf(context), contentType) || body;
}

/** GHL's log of webhooks shows what was answered. */
const NAMELESS =
	'GHL did not name the event. Add its name to the address, such as ?event=InvoicePaid, or choose "Any … Event" in the trigger';

/** One signing key serves all apps of GHL, so a true signature says nothing of whose app the event is. */
function reasonToIgnore(delivery: Delivery, input: Input): string | undefined {
	const appId = appIdOf(input.text('appId'));
	if (appId === '' || delivery.appId !== appId) return 'an event of another app';
	if (!isAmong(delivery.locationIds, input.list('locationIds'))) return 'another location';
	if (!isChosen(delivery.event, delivery.subject, input.list('events')))
		return delivery.event === UNKNOWN ? NAMELESS : 'not an event of this trigger';
	const minutes = optionsIn(input).number('freshness') ?? 0;
	return minutes > 0 && !isFresh(delivery, minutes, Date.now()) ? 'too old' : undefined;
}

/** Events of an agency name no location and pass. */
const isAmong = (locations: readonly string[], wanted: readonly string[]): boolean =>
	wanted.length === 0 || locations.length === 0 || locations.some((id) => wanted.includes(id));

const emitted = async (
	context: IWebhookFunctions,
	delivery: Delivery,
	more: IDataObject,
): Promise<IWebhookResponseData> => ({ workflowData: [await itemsOf(context, delivery, more)] });

async function itemsOf(
	context: IWebhookFunctions,
	delivery: Delivery,
	more: IDataObject,
): Promise<INodeExecutionData[]> {
	const { event, deliveryId, occurredAt, recordId, contactId, record, problem } = delivery;
	const locationId = delivery.locationIds[0] ?? null;
	const sent = output({
		event,
		deliveryId: deliveryId || null,
		occurredAt,
		locationId,
		recordType: delivery.subject ?? null,
		recordId,
		contactId,
		record,
	});
	const read =
		context.getNodeParameter('recordFrom') === 'fresh'
			? await readRecord(context, delivery)
			: { recordFrom: 'payload' };
	return context.helpers.returnJsonArray({ ...sent, ...read, ...(problem && { problem }), ...more });
}

/** What cannot be read for good does not keep the event back: it comes as sent, with the reason. */
async function readRecord(context: IWebhookFunctions, delivery: Delivery): Promise<IDataObject> {
	try {
		const locationId = delivery.locationIds[0] ?? '';
		const calls = new Calls(await connect(readingContext(contextOf(context), locationId), ghl));
		const own = calls.account.values.locationId;
		if (locationId !== '' && own !== locationId)
			return { recordFrom: 'payload', problem: `The GHL credential belongs to the location ${own}` };
		return await fullRecord(calls, delivery);
	} catch (error) {
		const { message, description } = nodeError(error, { node: context.getNode(), service: ghl });
		const comesAgain = context.getNodeParameter('source') === 'app' && context.getMode() !== 'manual';
		if (isPassing(error) && comesAgain) throw nodeError(error, { node: context.getNode(), service: ghl });
		return { recordFrom: 'payload', problem: [message, description].filter(Boolean).join('. ') };
	}
}

function answer(context: IWebhookFunctions, status: number, text: string): IWebhookResponseData {
	context.getResponseObject().status(status).send(text);
	return { noWebhookResponse: true };
}
