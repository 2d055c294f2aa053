import path from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import type { Page } from 'playwright-core';

import { readWorkflow } from '../launcher/demo';
import type { N8n } from '../launcher/n8n';
import { PROJECT } from '../launcher/pack';
import type { Progress } from '../launcher/progress';
import type { Credential, WorkflowFile } from '../launcher/rest';
import { openWorkflow } from '../launcher/screenshot';

const SIZE = { width: 1440, height: 900 };
/** What the editor leaves free around an opened node. */
const MARGIN = 25;

/** A node as its page shows it: taken from a template, or with parameters of its own. */
interface Picture {
	readonly type: string;
	/** Name of the node, where it is from no template. */
	readonly name?: string;
	/** Name of a template and of its node, whose parameters are shown. */
	readonly from?: readonly [template: string, node: string];
	readonly parameters?: IDataObject;
	/** The item that the node before it gave. */
	readonly input?: IDataObject;
	/** The credential type that the node uses. */
	readonly credential?: string;
	readonly version?: number;
	/** Where the window must be higher, so that what matters is seen. */
	readonly height?: number;
}

const CUSTOMER = {
	event: 'customer.created',
	record: {
		id: '7f5ad3d6-06c3-4e0c-9c1c-3c6e0c1d4c1a',
		name: 'Jordan Reyes',
		email: 'jordan.reyes@example.com',
		properties: { phone: '(512) 555-0147', website: 'https://reyes-events.example.com' },
		legal_type: 'commercial',
	},
};

const CONTACT = {
	id: 'seD4PfOuKoVMLkEZqohJ',
	name: 'Jordan Reyes',
	firstName: 'Jordan',
	lastName: 'Reyes',
	email: 'jordan.reyes@example.com',
	phone: '+15125550147',
	address1: '100 Congress Ave',
	city: 'Austin',
	state: 'TX',
	postalCode: '78701',
	country: 'US',
};

/** The same as the trigger gives it. */
const CONTACT_EVENT = {
	event: 'ContactUpdate',
	recordType: 'contact',
	recordId: CONTACT.id,
	record: { ...CONTACT, tags: ['rental'], dateUpdated: '2026-11-02T15:04:05.000Z' },
};

const mapped = (value: IDataObject): IDataObject => ({
	mappingMode: 'defineBelow',
	value,
	matchingColumns: [],
	schema: [],
});

/** One picture for each node. */
const PICTURES: readonly Picture[] = [
	{
		type: 'ghlContacts',
		from: ['booqable-customer-to-ghl-contact', 'Create or update contact'],
		input: CUSTOMER,
		credential: 'goHighLevelApi',
	},
	{
		type: 'ghlContactsTrigger',
		from: ['notes-and-tasks', 'GHL note or task event'],
		parameters: { appId: '66f0c1d2e3f4a5b6c7d8e9f0' },
		version: 2,
	},
	{
		type: 'ghlContactsPollTrigger',
		from: ['notes-and-tasks', 'Task changed'],
		credential: 'goHighLevelApi',
	},
	{
		type: 'booqable',
		from: ['contacts-and-customers', 'Sync customer'],
		input: CONTACT_EVENT,
		credential: 'booqableApi',
	},
	{
		type: 'booqableTrigger',
		from: ['booqable-customer-to-ghl-contact', 'Customer created or updated'],
		credential: 'booqableApi',
		version: 2,
	},
	{
		type: 'booqablePollTrigger',
		name: 'Note created or deleted',
		parameters: { events: ['note.created', 'note.deleted'], minutes: 15 },
		credential: 'booqableApi',
	},
	{
		type: 'roofr',
		name: 'Create job and customer',
		height: 1300,
		parameters: {
			resource: 'job',
			operation: 'createWithCustomer',
			sourceId: '={{ $json.id }}',
			fields: mapped(
				Object.fromEntries(
					['firstName', 'lastName', 'address1', 'city', 'state', 'postalCode', 'country', 'email', 'phone'].map(
						(field) => [field, `={{ $json.${field} }}`],
					),
				),
			),
		},
		input: CONTACT,
		credential: 'roofrApi',
	},
	{
		type: 'roofrTrigger',
		name: 'Proposal signed or stage changed',
		parameters: { events: ['proposal.signed', 'job.stage_changed'] },
		credential: 'roofrApi',
		version: 2,
	},
	{ type: 'syncLedger', parameters: { resource: 'review', operation: 'getMany', pair: 'contacts' } },
	{ type: 'syncLedgerTrigger', from: ['contacts-and-customers', 'Due'] },
];

/** Takes the picture of each filled node, opened in the editor of a real n8n, for docs/nodes. */
export async function takeNodePictures(
	page: Page,
	n8n: N8n,
	credentials: readonly Credential[],
	progress: Progress,
): Promise<void> {
	for (const picture of PICTURES) {
		const { width, height } = { ...SIZE, height: picture.height ?? SIZE.height };
		await page.setViewportSize(SIZE);
		const { id } = await n8n.rest.importWorkflow(await workflowOf(picture), credentials);
		await openWorkflow(page, n8n.url, id);
		await page.locator('[data-test-id="canvas-node"]').last().dblclick();
		await page
			.locator('[data-test-id="ndv"], [data-test-id="ndv-modal"], [data-test-id="node-parameters"]')
			.first()
			.waitFor();
		await page.waitForLoadState('networkidle').catch(() => {}); // lists come by requests of their own
		await page.setViewportSize({ width, height });
		const credential = credentials.find(({ type }) => type === picture.credential);
		if (credential)
			await page.waitForFunction(
				`[...document.querySelectorAll('input')].some(({ value }) => value === ${JSON.stringify(credential.name)})`,
			);
		await page.mouse.move(width * 0.8, height * 0.2); // a parameter under the mouse shows buttons
		await page.waitForTimeout(2_500);
		const clip = { x: MARGIN, y: MARGIN, width: width - 2 * MARGIN, height: height - 2 * MARGIN };
		await page.screenshot({ path: path.join(PROJECT, 'docs', 'images', 'nodes', `${picture.type}.png`), clip });
		progress.say(picture.type);
	}
}

/** A workflow of the node alone, or behind one that gives its input. */
async function workflowOf({
	type,
	name = type,
	from,
	parameters,
	input,
	credential,
	version = 1,
}: Picture): Promise<WorkflowFile> {
	const shown = await templateNode(from);
	const node = {
		id: 'shown',
		name: shown?.name ?? name,
		type: `n8n-nodes-ghl-booqable-roofr.${type}`,
		typeVersion: version,
		position: [300, 0],
		parameters: { ...shown?.parameters, ...parameters },
		...(credential && { credentials: { [credential]: { id: '', name: '' } } }),
	};
	const before = input && {
		id: 'before',
		name: 'Input',
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	return {
		name: `Picture of ${type}`,
		nodes: [...(before ? [before] : []), node],
		connections: before ? { Input: { main: [[{ node: node.name, type: 'main', index: 0 }]] } } : {},
		...(before && { pinData: { Input: [{ json: input }] } }),
	};
}

async function templateNode(from: Picture['from']): Promise<{ name: string; parameters: IDataObject } | undefined> {
	if (!from) return undefined;
	const [template, name] = from;
	const found = (await readWorkflow(path.join(PROJECT, 'workflows', `${template}.json`))).nodes.find(
		(node) => node.name === name,
	);
	if (!found) throw new Error(`The template ${template} has no node "${name}"`);
	return { name, parameters: found.parameters as IDataObject }; // parameters are an object
}
