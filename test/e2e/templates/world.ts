import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../../launcher/chromium';
import { readWorkflow, roofrCredential, sandboxCredentials } from '../../../launcher/demo';
import { launch, type N8n } from '../../../launcher/n8n';
import { packProject, PROJECT } from '../../../launcher/pack';
import type { Credential, Workflow, WorkflowFile } from '../../../launcher/rest';
import { logIn } from '../../../launcher/screenshot';
import { makePlain, startSandbox, type FaultRule, type Sandbox } from '../../../sandbox';
import { DEMO_SLUG } from '../../../sandbox/booqable/world';
import { LOCATION_US } from '../../../sandbox/ghl/world';
import { CALL_FAULTS, callsOfN8n } from '../contacts';
import { everySeconds } from '../settling';
import type { Person, UseCase } from './useCase';

const SEED = process.env.SYNC_SEED ?? 'templates';
/** Polls and schedules come so often, in seconds. */
export const HURRY = 10;
const FAULTS: FaultRule[] = [
	...CALL_FAULTS,
	...(['drop', 'answerLost'] as const).map((kind): FaultRule => ({ kind, service: 'roofr', rate: 0.02 })),
	{ kind: 'status', service: 'roofr', status: 500, rate: 0.02 },
];
/** What a message of "Notify the team" begins with or holds; the tasks of the templates have other titles. */
const MESSAGE = /needs a look|could not|^Workflow failed|^Morning report|^GHL → Roofr|^Segments, |percent of the calls/;

const AUTHENTICATION = {
	ghlContacts: { authentication: 'privateIntegration' },
	booqable: { authentication: 'accessToken' },
	syncLedger: {},
};

type GhlState = Record<'contacts' | 'notes' | 'tasks' | 'opportunities', IDataObject[]>;
type BooqableState = Record<'customers' | 'orders' | 'products', IDataObject[]>;
export interface Task extends IDataObject {
	title: string;
	body: string;
	contactId: string;
}

/** Bare accounts, a real n8n with them, and the templates as a person imports them. */
export class World {
	private numbered = 0;
	private isArmed = false;

	private constructor(
		private readonly folder: string,
		readonly sandbox: Sandbox,
		readonly n8n: N8n,
		private readonly credentials: readonly Credential[],
		private readonly browser: Browser,
		readonly page: Page,
	) {}

	static async start(): Promise<World> {
		const folder = await mkdtemp(path.join(tmpdir(), 'templates-e2e-'));
		const sandbox = await startSandbox({ seed: SEED, limits: 100 });
		makePlain(sandbox);
		const n8n = await launch({ packages: [await packProject(folder)] });
		const credentials = await n8n.rest.importCredentials([
			...sandboxCredentials(sandbox.url),
			roofrCredential(sandbox.url),
		]);
		const browser = await openBrowser();
		const page = await browser.newPage({ colorScheme: 'light', viewport: { width: 900, height: 1000 } });
		page.setDefaultTimeout(30_000);
		await logIn(page, n8n.url);
		const world = new World(folder, sandbox, n8n, credentials, browser, page);
		await world.publish({ file: 'notify-the-team' });
		// All of them together make more contacts within an hour than the safeguard lets pass.
		const allowed = { resource: 'ledger', operation: 'approveCreates', pair: 'contacts', creates: 0, hours: 24 };
		await world.execute({ node: 'syncLedger', ...allowed });
		return world;
	}

	async stop(): Promise<void> {
		await this.browser.close();
		await this.n8n.stop();
		await this.sandbox.close();
		await rm(this.folder, { recursive: true, force: true });
	}

	/** Imports a template, and publishes it. Only what its page says, and how often it looks, is changed. */
	async publish({ file, changes = {} }: Pick<UseCase, 'file' | 'changes'>): Promise<Workflow> {
		const delivered = await readWorkflow(path.join(PROJECT, 'workflows', `${file}.json`));
		const known = delivered.nodes.map(({ name }) => name);
		for (const name of Object.keys(changes)) if (!known.includes(name)) throw new Error(`${file} has no node ${name}`);
		const nodes = delivered.nodes.map((node) => {
			const parameters = hurried(structuredClone(node.parameters) as IDataObject);
			return {
				...node,
				webhookId: `${file}-${String(node.id)}`,
				parameters: changes[node.name]?.(parameters) ?? parameters,
			};
		});
		const workflow = await this.n8n.rest.importWorkflow({ ...delivered, nodes } as WorkflowFile, this.credentials);
		await this.n8n.rest.publish(workflow.id);
		return workflow;
	}

	/** Executes nodes of the package, one after the other, in this n8n, as a person does in the editor. */
	async execute(
		...parameters: ReadonlyArray<IDataObject & { readonly node: keyof typeof AUTHENTICATION }>
	): Promise<void> {
		const path = `execute-${(this.numbered += 1)}`;
		const webhook = { httpMethod: 'POST', path, responseMode: 'lastNode', options: {} };
		const start = { name: path, type: 'n8n-nodes-base.webhook', typeVersion: 2, webhookId: path, parameters: webhook };
		const own = parameters.map(({ node, ...chosen }, index) => ({
			name: `${node} ${index}`,
			type: `n8n-nodes-ghl-booqable-roofr.${node}`,
			typeVersion: 1,
			parameters: { ...AUTHENTICATION[node], ...chosen },
		}));
		const nodes = [start, ...own].map((node, index) => ({ ...node, position: [index * 200, 0] }));
		const connections = Object.fromEntries(
			own.map(({ name }, index) => [nodes[index].name, { main: [[{ node: name, type: 'main', index: 0 }]] }]),
		);
		const file = { name: path, nodes, connections, settings: { executionOrder: 'v1' } };
		const { id } = await this.n8n.rest.importWorkflow(file, this.credentials);
		await this.n8n.rest.publish(id);
		const { status } = await fetch(`${this.n8n.url}/webhook/${path}`, { method: 'POST' });
		if (status !== 200) throw new Error(`${path} ended with ${status}`);
		await this.n8n.rest.unpublish(id);
	}

	person(file: string): Person {
		this.numbered += 1;
		const letters = String.fromCharCode(65 + Math.floor(this.numbered / 26), 65 + (this.numbered % 26)).toLowerCase();
		return {
			name: `Person X${letters}`,
			email: `person.${file.replace(/[^a-z]/g, '')}.${letters}@example.com`,
			phone: `+1212555${1000 + this.numbered}`,
			kept: {},
		};
	}

	/** From now on one call in twenty of n8n gets no good answer, or a late one. */
	arm(): void {
		this.isArmed = true;
		this.sandbox.faults(FAULTS);
	}

	disarm(): void {
		this.isArmed = false;
		this.sandbox.clearFaults();
	}

	/** What somebody does reaches the apps. */
	async byUser<T>(act: () => Promise<T>): Promise<T> {
		this.sandbox.clearFaults();
		try {
			return await act();
		} finally {
			if (this.isArmed) this.sandbox.faults(FAULTS);
		}
	}

	/** The lists of both services show what was made, and what they send again is due. */
	listed(): void {
		this.sandbox.advance(60_000);
	}

	get ghl(): GhlState {
		const { contacts, ...others } = this.sandbox.state('ghl') as GhlState;
		return { ...others, contacts: contacts.filter(({ locationId }) => locationId === LOCATION_US) };
	}
	get booqable(): BooqableState {
		const state = this.sandbox.state('booqable') as Record<string, Partial<BooqableState>>;
		return { customers: [], orders: [], products: [], ...state[DEMO_SLUG] };
	}
	get roofr(): Record<'jobs' | 'contacts', IDataObject[]> {
		return this.sandbox.state('roofr') as Record<'jobs' | 'contacts', IDataObject[]>;
	}

	contactsOf({ email }: Person): IDataObject[] {
		return this.ghl.contacts.filter((one) => one.email === email);
	}
	/** Tasks or notes of a person, without messages to the team. */
	childrenOf(kind: 'notes' | 'tasks' | 'opportunities', person: Person): IDataObject[] {
		const ids = this.contactsOf(person).map(({ id }) => id);
		return this.ghl[kind].filter(
			({ contactId, title }) => ids.includes(contactId) && !(kind === 'tasks' && MESSAGE.test(String(title))),
		);
	}
	get messages(): Task[] {
		return (this.ghl.tasks as Task[]).filter(({ title }) => MESSAGE.test(title));
	}
	/** What the team was told about a person. */
	toldOf(person: Person): Task[] {
		const ids = this.contactsOf(person).map(({ id }) => String(id));
		const words = [person.name, person.email, ...Object.values(person.kept)];
		return this.messages.filter(
			({ title, body, contactId }) =>
				ids.includes(contactId) || words.some((word) => `${title}\n${body}`.includes(word)),
		);
	}
	/** What the team was told about executions that broke off: it names the workflow, and where to look. */
	brokenOff(workflow: string): Task[] {
		return this.messages.filter(({ title, body }) => title === `Workflow failed: ${workflow}` && body.includes('http'));
	}

	/** How often n8n has written to GHL and Roofr, which is where all of these templates write. */
	get writes(): number {
		return callsOfN8n(this.sandbox).filter(
			({ service, method, path: to }) => service !== 'booqable' && method !== 'GET' && !/search$/.test(to),
		).length;
	}

	/** Ends n8n as a crash does as soon as it has written once more, and starts it again. */
	async crashAfterWrite(before: number): Promise<void> {
		await until(() => this.writes > before, 60_000);
		await this.n8n.kill();
		await this.n8n.start();
	}

	/** Opens a page of n8n; n8n asks once whether it may run with the log-in of the person. */
	async open(address: string): Promise<void> {
		const { page } = this;
		await page.goto(`${this.n8n.url}${address}`);
		const [allow, button] = [page.getByText('Allow access'), page.locator('#submit-btn')];
		await allow.or(button).first().waitFor();
		if (await allow.isVisible()) await allow.click();
		await button.waitFor();
	}
	async submit(): Promise<void> {
		await this.page.locator('#submit-btn').click();
	}
	async seen(text: string | RegExp): Promise<void> {
		await this.page.getByText(text).first().waitFor();
	}
}

/** Waits until it holds; gives whether it did. */
export async function until(holds: () => boolean, withinMs: number): Promise<boolean> {
	for (const deadline = Date.now() + withinMs; ;) {
		if (holds()) return true;
		if (Date.now() > deadline) return false;
		await sleep(250);
	}
}

/** As somebody in a hurry sets it: polls and schedules come every few seconds. */
function hurried(parameters: IDataObject): IDataObject {
	if ('pollTimes' in parameters)
		return { ...parameters, pollTimes: everySeconds(HURRY), ...('minutes' in parameters && { minutes: 1 }) };
	if ('rule' in parameters && JSON.stringify(parameters.rule).includes('interval'))
		return { ...parameters, rule: { interval: [{ field: 'seconds', secondsInterval: HURRY }] } };
	return parameters;
}
