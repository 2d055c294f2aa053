import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { z } from 'zod';
import { textOf, type Input } from '../../shared/parameters/input';
import { admit } from '../../shared/trigger/deduplication';
import { bytesOf, decoded, optionsIn, parametersOf } from '../../shared/trigger/trigger';
import { USUAL_ACCOUNT } from '../sync/account';
import { named, normalised } from './normalise';
import { payloadOf } from './payload';
import { plain } from './events';
import { TRIGGER_PARAMETERS } from './parameters';
import { problemOfProof, withoutSecret, type Delivery, type Proof, type Signing } from './verify';

/** Bytes of a delivery; events are far smaller. */
const LARGEST = 1_000_000;

const credential = z.object({ webhookSecret: z.string().catch('') });
const query = z.record(z.union([z.string(), z.array(z.string())]));

/**
 * Answers one delivery: 401 without proof of the secret, 400 to what is not an event, 200 to all else, so that a relay
 * does not send again what was filtered out.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	if (context.getWebhookName() === 'setup') return answer(context, 200, 'This is the address of a Roofr Trigger');
	const bytes = await bytesOf(context);
	if (bytes.length > LARGEST) return answer(context, 413, 'Larger than any event');
	const { 'content-type': contentType } = context.getHeaderData() as IDataObject; // headers are texts and lists
	const sent = payloadOf(bytes.length > 0 ? decoded(bytes, contentType) : context.getBodyData());
	const parameters = query.safeParse(context.getQueryData()).data ?? {};
	const { webhookSecret } = credential.parse(await context.getCredentials('roofrApi'));
	const input = parametersOf(context, TRIGGER_PARAMETERS);
	const proof = input.text('proof') as Proof; // a choice of the node
	// headers are texts and lists
	const delivery = { headers: context.getHeaderData() as IDataObject, query: parameters, payload: sent, bytes };
	const problem = problemOfProof(delivery, proof, webhookSecret.trim(), signingOf(optionsIn(input)));
	if (problem) return answer(context, 401, problem);
	if (!sent) return answer(context, 400, 'Not an event: one JSON object or form is expected');
	return await emitted(
		context,
		withoutSecret(sent),
		textOf(parameters.event),
		input,
		deliveryId(delivery, proof, input),
	);
}

/** Minutes by which the time of a delivery may differ from ours. */
const MAXIMUM_AGE = 5;

const signingOf = (options: Input): Signing => ({
	header: options.text('signatureHeader') || 'X-Signature',
	timestampHeader: options.text('timestampHeader'),
	maximumAge: (options.number('maximumAge') ?? MAXIMUM_AGE) * 60_000,
	now: Date.now(),
});

/**
 * What a delivery that is sent again has again: the ID that the relay gives, or the signature, where a time is signed
 * with the body. Undefined where the body alone can tell.
 */
function deliveryId({ headers }: Delivery, proof: Proof, input: Input): string | undefined {
	const options = optionsIn(input);
	const id = textOf(headers[options.text('deliveryIdHeader').toLowerCase()]);
	if (id !== '') return id;
	const signing = signingOf(options);
	return proof === 'hmac' && signing.timestampHeader !== '' ? textOf(headers[signing.header.toLowerCase()]) : undefined;
}

async function emitted(
	context: IWebhookFunctions,
	payload: IDataObject,
	inAddress: string,
	input: Input,
	id: string | undefined,
): Promise<IWebhookResponseData> {
	const [wanted, options] = [input.list('events'), optionsIn(input)];
	const custom = wanted.includes('custom') ? input.list('customEvents') : [];
	const name = named(payload, inAddress, custom);
	if (name.isPlaceholder) return answer(context, 400, 'The relay did not fill in the name of the event');
	if (name.event === 'unknown') {
		const policy = options.text('unknownEvents') || 'ignore';
		if (policy === 'refuse') return answer(context, 400, 'Not an event of this trigger');
		if (policy === 'ignore') return answer(context, 200, 'Ignored: not an event of this trigger');
	} else if (!wanted.includes(name.event))
		return answer(context, 200, 'Ignored: the trigger does not listen to this event');
	const reading = {
		region: options.text('region') || 'US',
		receivedAt: new Date().toISOString(),
		zone: context.getTimezone(),
	};
	const output = normalised(payload, name, reading);
	if (name.event === 'job.stage_changed' && !passes(output, options))
		return answer(context, 200, 'Ignored: another stage');
	// the same content twice may be two events, such as a stage that was left and reached again
	const key = id ?? (output.dedupeBy === 'content' ? undefined : textOf(output.dedupeKey));
	if (key === undefined || context.getMode() === 'manual') return given(context, output, false);
	const admission = await admit(context, `roofr ${key}`);
	if (admission.state === 'done') return answer(context, 200, 'Ignored: known already');
	if (admission.state !== 'taken') return answer(context, 429, 'Another attempt of the same delivery is under way');
	return given(context, output, admission.deduplicated);
}

const given = (context: IWebhookFunctions, output: IDataObject, deduplicated: boolean): IWebhookResponseData => ({
	workflowData: [context.helpers.returnJsonArray({ ...output, deduplicated, account: USUAL_ACCOUNT })],
});

/** Stages have names of the account's own, so they are compared without case, blanks and signs. */
function passes({ job }: IDataObject, options: Input): boolean {
	const { stage, previousStage } = job as IDataObject; // made by `normalized`
	const fits = (name: unknown, names: string[]): boolean =>
		names.length === 0 || names.some((one) => plain(one) === plain(textOf(name)));
	return fits(stage, options.list('stages')) && fits(previousStage, options.list('previousStages'));
}

function answer(context: IWebhookFunctions, status: number, text: string): IWebhookResponseData {
	context.getResponseObject().status(status).send(text);
	return { noWebhookResponse: true };
}
