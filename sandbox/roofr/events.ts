import { createHmac } from 'node:crypto';
import type { RetryPolicy } from '../webhooks';
import type { Account, Relay, StoredRecord, Values } from './models/account';
import { NAMINGS, SHAPES } from './views/deliveries';

/** Roofr's labels of its events. `Job Created` is none of them: a last step of a bridge sends it. */
export const LABELS: Readonly<Record<string, string>> = {
	'job.created': 'Job Created',
	'job.stage_changed': 'Job Workflow Stage Changed',
	'lead.created': 'Roofr Lead Created',
	'proposal.lost': 'Proposal Lost',
	'proposal.sent': 'Proposal Sent',
	'proposal.signed': 'Proposal Signed',
	'proposal.total_adjusted': 'Proposal Total Adjusted',
	'proposal.viewed': 'Proposal Viewed',
	'report.ordered': 'Roofr Report Ordered',
};

const CUSTOMER = {
	'Primary Customer Name': 'Maria Example',
	'Customer Phone': '(212) 555-0142',
	'Customer Email': 'maria@example.com',
};
const JOB = {
	'External Id': 51234,
	'Job Name': 'Maria Example – 12 Elm St',
	'Job Address': '12 Elm St, Springfield, IL 62701, United States',
	...CUSTOMER,
};

/** Sample payloads under the labels that working automations report. */
export const SAMPLES: Readonly<Record<string, Values>> = {
	'job.created': {
		external_id: 'ghl:loc1:abc',
		job_id: 51234,
		'Job Name': 'Maria Example – 12 Elm St [ghl abc]',
		...CUSTOMER,
	},
	'job.stage_changed': {
		...JOB,
		'New Stage': 'Won',
		'Previous Stage': 'Estimating',
		'Job Value': '$12,345.67',
		'Assigned Rep': 'Sam Example',
	},
	'lead.created': {
		ID: '0f8b2d3c-6a1e-4c57-9d2e-1b7f5a9c3e21',
		'Lead Name': 'Maria Example',
		'Lead Phone': '(212) 555-0142',
		'Lead Email': 'Maria@Example.com',
		Address: '12 Elm St, Springfield, IL 62701',
		'Estimates Generated': 'Asphalt: $12,000 - $15,500',
		'Property Desired Material': 'Asphalt',
		'Property Type': 'Residential',
		'Total Square Footage': '2,150',
		'Lead Notes': 'Leak above the porch',
		'Lead Form URL': 'https://estimator.example.com/abc/Roofers?utm_source=ads&utm_campaign=spring&token=t1',
	},
	'proposal.lost': { ...JOB, 'Proposal ID': 77, 'Proposal Total': 12345 },
	'proposal.sent': { ...JOB, 'Proposal ID': 77, 'Proposal Total': '12,345.67' },
	'proposal.signed': {
		...JOB,
		'Proposal ID': 77,
		'Proposal Total': '$12,345.67',
		'Proposal File': 'https://files.example.com/77.pdf',
	},
	'proposal.total_adjusted': { ...JOB, 'Proposal ID': 77, 'Proposal Total': 13000.5 },
	'proposal.viewed': { ...JOB, 'Proposal ID': 77, 'Proposal Total': '12345' },
	'report.ordered': { ...JOB, 'Report ID': 9, 'Report Type': 'Roofr Report' },
};

/** Relays send again what was not taken, some times. */
const RETRIES: RetryPolicy = {
	retries: 2,
	delay: (retry) => 30_000 * retry,
	again: (status) => status < 200 || status > 299,
};

/** Tells every relay and subscription of the event. */
export function emit(account: Account, event: string, payload: Values): void {
	for (const relay of [...account.relays, ...account.all('webhooks').map(subscription)]) {
		if (!relay.events || relay.events.includes(event)) send(account, relay, event, payload);
	}
}

const subscription = ({ url, events, secret }: StoredRecord): Relay => ({
	url: String(url),
	events: Array.isArray(events) ? events.map(String) : undefined,
	secret: String(secret ?? ''),
	naming: 'snake',
	proof: 'hmac',
});

/** Sends one event as one relay does. */
export function send(account: Account, relay: Relay, event: string, payload: Values): void {
	const { shape = 'object', naming = 'labels', proof = 'header', secret = '' } = relay;
	const nameOf = NAMINGS[naming];
	const wireOf = SHAPES[shape];
	if (!nameOf || !wireOf) throw new Error(`The stand-in knows no naming "${naming}" or shape "${shape}"`);
	const named: Values = {
		[nameOf('Event')]: nameOf(LABELS[event] ?? event),
		...Object.fromEntries(Object.entries(payload).map(([label, value]) => [nameOf(label), value])),
	};
	const { body, contentType } = wireOf(proof === 'body' ? { ...named, secret } : named);
	account.world.webhooks.send({
		service: 'roofr',
		event,
		url: proof === 'query' ? `${relay.url}?secret=${encodeURIComponent(secret)}` : relay.url,
		body,
		headers: { 'content-type': contentType, ...proofHeaders(proof, secret, body) },
		retry: RETRIES,
	});
}

function proofHeaders(proof: string, secret: string, body: string): Record<string, string> {
	if (proof === 'header') return { 'x-webhook-secret': secret };
	if (proof === 'bearer') return { authorization: `Bearer ${secret}` };
	return proof === 'hmac' ? { 'x-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` } : {};
}
