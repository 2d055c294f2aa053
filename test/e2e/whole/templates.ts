import path from 'node:path';
import { readWorkflow } from '../../../launcher/demo';
import { PROJECT } from '../../../launcher/pack';
import type { WorkflowFile } from '../../../launcher/rest';
import { LOCATION_US } from '../../../sandbox/ghl/world';
import type { Sandbox } from '../../../sandbox/server';
import { APP } from '../../support/ghlWebhookServer';
import { everySeconds, withoutMessages } from '../settling';
import { ghl } from './records';

/** One workflow for each pair of records that are kept the same. */
export const PAIR_TEMPLATES = ['contacts-and-customers', 'notes-and-tasks', 'orders-and-appointments', 'business-data'];

/** The path of the GHL Trigger. */
export const ADDRESS = 'ghl-events';

interface Hurry {
	/** Of every node that uses the ledger. */
	readonly ledger?: 'file' | 'postgres';
	/** Of every node that uses GHL. */
	readonly authentication?: 'privateIntegration' | 'oAuth2';
	/**
	 * Minutes between two comparisons of everything that is linked, which users make at night: one each minute is too
	 * many for as many records as half an hour makes.
	 */
	readonly comparedEach?: number;
}

/**
 * The templates of all pairs as somebody in a hurry sets them: polls every minute, what is due every 20 seconds, a
 * short index lag, and Booqable wins, since all edits fall into ten minutes.
 */
export const hurriedTemplates = async (sandbox: Sandbox, hurry: Hurry = {}): Promise<WorkflowFile[]> =>
	await Promise.all(
		PAIR_TEMPLATES.map(async (name) =>
			hurried(sandbox, await readWorkflow(path.join(PROJECT, 'workflows', `${name}.json`)), hurry),
		),
	);

/** Nodes beside Sync that use the ledger. */
const OF_LEDGER = /\.(syncLedger|booqableTrigger$)/;

const calendarId = (sandbox: Sandbox): string =>
	ghl(sandbox).calendars.find(({ locationId }) => locationId === LOCATION_US)?.id ?? '';

function hurried(
	sandbox: Sandbox,
	file: WorkflowFile,
	{ ledger, authentication, comparedEach = 1 }: Hurry,
): WorkflowFile {
	const pollTimes = (returned: unknown) => {
		if (returned === 'due') return everySeconds(20);
		return returned === 'linked' && comparedEach > 1
			? { item: [{ mode: 'everyX', value: comparedEach, unit: 'minutes' }] }
			: { item: [{ mode: 'everyMinute' }] };
	};
	const nodes = file.nodes.map(withoutMessages).map((node) => {
		const parameters = structuredClone(node.parameters) as Record<string, unknown> & {
			options?: Record<string, unknown>;
			fields?: { value: Record<string, unknown> };
		};
		if (ledger && (parameters.operation === 'sync' || OF_LEDGER.test(node.type))) parameters.ledger = ledger;
		if (authentication && node.type.includes('.ghlContacts') && 'authentication' in parameters)
			parameters.authentication = authentication;
		if ('pollTimes' in parameters) parameters.pollTimes = pollTimes(parameters.returned);
		if (node.type.endsWith('.booqablePollTrigger')) parameters.minutes = 1;
		if (node.type.endsWith('.ghlContactsTrigger')) {
			const { webhookPublicKey } = sandbox.state('ghl') as { webhookPublicKey: string };
			return {
				...node,
				webhookId: ADDRESS,
				disabled: false,
				parameters: {
					...parameters,
					appId: APP,
					locationIds: LOCATION_US,
					...(ledger && { ledger }),
					options: { publicKeys: webhookPublicKey },
				},
			};
		}
		if (parameters.operation === 'sync') {
			const isNote = parameters.resource === 'note';
			const winner = parameters.sourceApp === 'booqable' ? 'source' : 'target';
			if (!isNote)
				Object.assign(parameters, {
					conflictResolution: winner,
					options: { initialConflict: winner, ...parameters.options, searchIndexLag: 10 },
				});
			if (parameters.fields?.value.calendarId !== undefined) parameters.fields.value.calendarId = calendarId(sandbox);
		}
		return { ...node, parameters };
	});
	return { ...file, nodes, settings: { executionOrder: 'v1' } };
}
