import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { ACCESS_TOKEN, DEMO_SLUG } from '../sandbox/booqable/world';
import { LOCATION_US, PIT_US } from '../sandbox/ghl/world';
import { ROOFR } from '../sandbox/roofr/world';
import { startSandbox, type Sandbox } from '../sandbox/server';
import { defaultServices } from '../sandbox/services';
import { launch, type N8n } from './n8n';
import { packProject, PROJECT } from './pack';
import type { Progress } from './progress';
import type { Credential, NewCredential, Workflow, WorkflowFile } from './rest';

const TEMPLATES = path.join(PROJECT, 'workflows');
const TEMPLATE = path.join(TEMPLATES, 'booqable-customer-to-ghl-contact.json');
/** The others call it, and n8n publishes none of them before it. */
const MESSAGES = path.join(TEMPLATES, 'notify-the-team.json');

/** Booqable's largest plan instead of its second smallest: 25 customers in a row would otherwise wait for a minute. */
const LIMIT_FACTOR = 5;

export interface Demo {
	sandbox: Sandbox;
	n8n: N8n;
	workflow: Workflow;
	credentials: Credential[];
	stop(): Promise<void>;
}

export interface DemoOptions {
	progress: Progress;
	/** The editor's port; a free one by default. */
	port?: number;
	codeNode?: boolean;
	/** A package that is packed already; by default the project is built and packed. */
	tarball?: string;
	/** More environment for n8n. */
	env?: Readonly<Record<string, string>>;
}

/** The stand-ins and a real n8n with the packed package, its credentials and the template, which is published. */
export async function startDemo({ progress, port, codeNode, tarball, env }: DemoOptions): Promise<Demo> {
	const folder = await mkdtemp(path.join(tmpdir(), 'n8n-demo-'));
	const started: Array<() => Promise<void>> = [async () => await rm(folder, { recursive: true, force: true })];
	const stop = async () => {
		for (const end of started.splice(0).reverse()) await end();
	};
	try {
		const packed = tarball ?? (await packProject(folder, { progress }));
		const sandbox = await startSandbox({ services: defaultServices, limits: LIMIT_FACTOR });
		started.push(async () => await sandbox.close());
		const n8n = await launch({ packages: [packed], port, codeNode, env, progress });
		started.push(async () => await n8n.stop());
		const credentials = await n8n.rest.importCredentials([
			...sandboxCredentials(sandbox.url),
			roofrCredential(sandbox.url),
		]);
		const workflow = await n8n.rest.importWorkflow(await readWorkflow(TEMPLATE), credentials);
		await n8n.rest.publish(workflow.id);
		return { sandbox, n8n, workflow, credentials, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

/** Imports all other templates, ready to be published, and publishes the one that they send messages to. */
export async function importOthers({ n8n, credentials }: Demo): Promise<Workflow[]> {
	const files = (await readdir(TEMPLATES)).map((file) => path.join(TEMPLATES, file));
	const others = files.filter((file) => ![TEMPLATE, MESSAGES].includes(file));
	const messages = await n8n.rest.importWorkflow(await readWorkflow(MESSAGES), credentials);
	await n8n.rest.publish(messages.id);
	const imported = [messages];
	for (const file of others) imported.push(await n8n.rest.importWorkflow(await readWorkflow(file), credentials));
	return imported;
}

/** Credentials that lead to the stand-ins. */
export function sandboxCredentials(sandboxUrl: string): NewCredential[] {
	return [
		{
			name: 'GHL account',
			type: 'goHighLevelApi',
			data: { token: PIT_US, locationId: LOCATION_US, advanced: true, baseUrl: `${sandboxUrl}/ghl` },
		},
		{
			name: 'Booqable account',
			type: 'booqableApi',
			data: { slug: DEMO_SLUG, accessToken: ACCESS_TOKEN, advanced: true, baseUrl: `${sandboxUrl}/booqable/{slug}` },
		},
	];
}

/** The credential of Roofr: a bridge, and a key for direct access. */
export const roofrCredential = (sandboxUrl: string): NewCredential => ({
	name: 'Roofr account',
	type: 'roofrApi',
	data: {
		secretBridgeUrl: `${sandboxUrl}/roofr${ROOFR.hook}`,
		webhookSecret: ROOFR.webhookSecret,
		hasAccess: true,
		apiKey: ROOFR.apiKey,
		advanced: true,
		baseUrl: `${sandboxUrl}/roofr/api/v1`,
	},
});

/** A workflow file as n8n exports it. */
export async function readWorkflow(file: string): Promise<WorkflowFile> {
	return JSON.parse(await readFile(file, 'utf8'));
}
