import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { INode } from 'n8n-workflow';
import { z } from 'zod';

import { unflatten } from './flatted';
import { descriptionOf, neededCredentials, type Described } from './nodeCredentials';
import { Problem } from './problem';

/** The owner of every sandbox n8n. It listens on the loopback address only, so the password is not a secret. */
export const OWNER = {
	email: 'owner@example.com',
	password: 'Sandbox1234',
	firstName: 'Sandbox',
	lastName: 'Owner',
} as const;

const ACTIVE = ['new', 'running', 'waiting', 'unknown'];

const workflowSchema = z.object({ id: z.string(), name: z.string(), versionId: z.string() });
const credentialSchema = z.object({ id: z.string(), name: z.string(), type: z.string() });
const publicationSchema = z.object({
	status: z.enum(['in_progress', 'not_published', 'published', 'partial', 'failed']),
	triggers: z.array(z.object({ status: z.string(), errorMessage: z.string().nullable() })),
});
const summarySchema = z.object({
	id: z.string(),
	workflowId: z.string(),
	status: z.string(),
	mode: z.string(),
	startedAt: z.string().nullable(),
	stoppedAt: z.string().nullable().optional(),
});
const nodeRunSchema = z.object({
	executionStatus: z.string().optional(),
	executionTime: z.number().optional(),
	error: z
		.object({ message: z.string().optional(), description: z.string().nullable().optional() })
		.passthrough()
		.optional(),
	data: z
		.object({ main: z.array(z.array(z.object({ json: z.record(z.unknown()) }).passthrough()).nullable()).optional() })
		.passthrough()
		.optional(),
});
const runSchema = z.object({
	resultData: z.object({
		error: z.object({ message: z.string().optional() }).passthrough().optional(),
		runData: z.record(z.array(nodeRunSchema)).default({}),
	}),
	executionData: z.object({ nodeExecutionStack: z.array(nodeRunSchema).default([]) }).optional(),
});

export type Workflow = z.infer<typeof workflowSchema>;
export type Credential = z.infer<typeof credentialSchema>;
export type ExecutionSummary = z.infer<typeof summarySchema>;
export type NodeRun = z.infer<typeof nodeRunSchema>;

export interface Execution extends ExecutionSummary {
	/** What ended the execution, when it failed. */
	error?: string;
	/** For each node, its runs with their output. */
	runs: Record<string, NodeRun[]>;
	/**
	 * What was still to be run, such as what a trigger gave to an execution that was broken off: what "Retry" begins
	 * with.
	 */
	waiting: NodeRun[];
}

/** A workflow as n8n exports it. Only what the launcher touches is named. */
export interface WorkflowFile {
	id?: string;
	name: string;
	nodes: Array<{
		name: string;
		type: string;
		credentials?: Record<string, { id?: string | null; name: string }>;
		[key: string]: unknown;
	}>;
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
	[key: string]: unknown;
}

export interface NewCredential {
	name: string;
	type: string;
	data: Record<string, unknown>;
}

export interface Waiting {
	/** How many executions of the workflow must have ended. */
	count: number;
	timeoutMs: number;
	onTick?: (ended: number) => void;
}

/** n8n's own REST interface, the one that its editor uses. */
export class N8nRest {
	/** n8n binds a session to the browser that opened it. */
	private readonly browser = randomUUID();
	private cookie = '';

	constructor(readonly url: string) {}

	/** Makes the owner's account on a new instance, logs in on one that has it. */
	async logIn(): Promise<void> {
		const { showSetupOnFirstLoad } = z
			.object({ userManagement: z.object({ showSetupOnFirstLoad: z.boolean() }) })
			.parse(await this.request('GET', '/settings')).userManagement;
		if (showSetupOnFirstLoad) await this.request('POST', '/owner/setup', OWNER);
		else await this.request('POST', '/login', { emailOrLdapLoginId: OWNER.email, password: OWNER.password });
	}

	/** `data` is stored as it is, so an OAuth2 credential can bring its `oauthTokenData`. */
	async createCredential(credential: NewCredential): Promise<Credential> {
		return credentialSchema.parse(await this.request('POST', '/credentials', credential));
	}

	async importCredentials(credentials: readonly NewCredential[]): Promise<Credential[]> {
		const made: Credential[] = [];
		for (const credential of credentials) made.push(await this.createCredential(credential));
		return made;
	}

	/**
	 * Imports a workflow, as the editor does: each node gets the credential of the type that it needs. The workflow keeps
	 * its ID, unless this n8n has one with that ID already.
	 */
	async importWorkflow(file: WorkflowFile, credentials: readonly Credential[] = []): Promise<Workflow> {
		const { id, name, connections, settings = {}, pinData } = file;
		const known = credentials.length > 0 ? await this.nodeDescriptions() : [];
		const nodes = file.nodes.map((node) => ({ ...node, ...withCredentials(node, known, credentials) }));
		return workflowSchema.parse(
			await this.request('POST', '/workflows', {
				...(id !== undefined && !(await this.hasWorkflow(id)) && { id }),
				name,
				nodes,
				connections,
				settings,
				...(pinData !== undefined && { pinData }),
			}),
		);
	}

	async replaceWorkflow(id: string, change: Partial<WorkflowFile>): Promise<Workflow> {
		return workflowSchema.parse(await this.request('PATCH', `/workflows/${id}`, change));
	}

	/**
	 * Publishes the newest version and waits until its triggers are registered.
	 * @throws Problem with the trigger's own message when one can't be
	 */
	async publish(id: string, timeoutMs = 60_000): Promise<void> {
		const { versionId } = workflowSchema.parse(await this.request('GET', `/workflows/${id}`));
		await this.request('POST', `/workflows/${id}/activate`, { versionId });
		const { status, triggers } = await this.settledPublication(id, (now) => now === 'not_published', timeoutMs);
		if (status === 'published') return;
		const said = triggers
			.map(({ errorMessage }) => errorMessage)
			.filter(Boolean)
			.join(' ');
		throw new Problem(`n8n could not publish the workflow: ${said || status}`);
	}

	/** Takes the workflow off the air and waits until its triggers are gone. */
	async unpublish(id: string, timeoutMs = 60_000): Promise<void> {
		await this.request('POST', `/workflows/${id}/deactivate`, {});
		await this.settledPublication(id, (now) => now !== 'not_published', timeoutMs);
	}

	/** Executions of a workflow, the newest first. */
	async executions(workflowId: string): Promise<ExecutionSummary[]> {
		const page = z.object({ results: z.array(summarySchema) });
		const found: ExecutionSummary[] = [];
		for (;;) {
			const query = new URLSearchParams({ limit: '100', filter: JSON.stringify({ workflowId }) });
			const last = found.at(-1);
			if (last) query.set('lastId', last.id);
			const { results } = page.parse(await this.request('GET', `/executions?${query}`));
			found.push(...results);
			if (results.length < 100) return found;
		}
	}

	/** One execution with what every node gave. */
	async execution(id: string): Promise<Execution> {
		const answer = await this.request('GET', `/executions/${id}`);
		const { data } = z.object({ data: z.string() }).parse(answer);
		const { resultData, executionData } = runSchema.parse(unflatten(data));
		return {
			...summarySchema.parse(answer),
			error: resultData.error?.message,
			runs: resultData.runData,
			waiting: executionData?.nodeExecutionStack ?? [],
		};
	}

	/**
	 * Waits until `count` executions of the workflow have ended and none is under way.
	 * @throws Problem when that takes longer than `timeoutMs`
	 */
	async waitForExecutions(workflowId: string, { count, timeoutMs, onTick }: Waiting): Promise<ExecutionSummary[]> {
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			const all = await this.executions(workflowId);
			const ended = all.filter(({ status }) => !ACTIVE.includes(status));
			onTick?.(ended.length);
			if (ended.length >= count && ended.length === all.length) return all;
			if (Date.now() > deadline)
				throw new Problem(`${ended.length} of ${count} executions ended within ${Math.round(timeoutMs / 1000)} s.`);
			await sleep(250);
		}
	}

	/** What the "Test" of a credential answers in the editor. */
	async testCredential(
		credential: Credential & { data: Record<string, unknown> },
	): Promise<{ status: string; message: string }> {
		return z
			.object({ status: z.string(), message: z.string() })
			.parse(await this.request('POST', '/credentials/test', { credentials: credential }));
	}

	/** The names of all node types that n8n has loaded. */
	async nodeTypes(): Promise<string[]> {
		return (await this.nodeDescriptions()).map(({ name }) => name);
	}

	private descriptions?: Promise<Described[]>;

	/** What the editor knows of all nodes: megabytes, so it is read once. */
	private async nodeDescriptions(): Promise<Described[]> {
		this.descriptions ??= this.answer('GET', '/types/nodes.json').then(
			// n8n's own descriptions
			(answer) => z.array(z.object({ name: z.string() }).passthrough()).parse(answer) as unknown as Described[],
		);
		return await this.descriptions;
	}

	private async hasWorkflow(id: string): Promise<boolean> {
		return z.object({ exists: z.boolean() }).parse(await this.request('GET', `/workflows/${id}/exists`)).exists;
	}

	/** A call of n8n's REST interface, without its envelope. */
	async request(method: string, path: string, body?: unknown): Promise<unknown> {
		const answer = await this.answer(method, `/rest${path}`, body);
		return z.object({ data: z.unknown() }).parse(answer).data;
	}

	private async answer(method: string, path: string, body?: unknown): Promise<unknown> {
		const response = await fetch(`${this.url}${path}`, {
			method,
			headers: {
				'content-type': 'application/json',
				'browser-id': this.browser,
				cookie: this.cookie,
				// n8n closes a connection that was idle for five seconds; a call that is sent at that very moment would fail.
				connection: 'close',
			},
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const session = response.headers.getSetCookie().find((cookie) => cookie.startsWith('n8n-auth='));
		if (session) [this.cookie = ''] = session.split(';');
		const text = await response.text();
		if (!response.ok) throw new Problem(`n8n answered ${response.status} to ${method} ${path}: ${text.slice(0, 500)}`);
		return JSON.parse(text);
	}

	/** Undefined in an older n8n, such as 2.33: there a workflow is published, or not, once the call has ended. */
	private async publication(id: string): Promise<z.infer<typeof publicationSchema> | undefined> {
		const status = await this.request('GET', `/workflows/${id}/publication-status`).catch((error: unknown) => {
			if (error instanceof Problem && error.message.startsWith('n8n answered 404')) return undefined;
			throw error;
		});
		return status === undefined ? undefined : publicationSchema.parse(status);
	}

	private async settledPublication(
		id: string,
		pending: (status: string) => boolean,
		timeoutMs: number,
	): Promise<z.infer<typeof publicationSchema>> {
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			const publication = await this.publication(id);
			if (!publication) return { status: 'published', triggers: [] };
			if (publication.status !== 'in_progress' && !pending(publication.status)) return publication;
			if (Date.now() > deadline)
				throw new Problem(
					`n8n has not finished publishing or unpublishing the workflow after ${Math.round(timeoutMs / 1000)} s (${publication.status}).`,
				);
			await sleep(200);
		}
	}
}

type FileNode = WorkflowFile['nodes'][number];

/** A node that names its credentials keeps those that are not given. */
function withCredentials(node: FileNode, known: readonly Described[], credentials: readonly Credential[]) {
	const named = node.credentials;
	const asNode = { typeVersion: 1, parameters: {}, ...node } as unknown as INode; // it is about to become one
	const types = named ? Object.keys(named) : neededCredentials(asNode, descriptionOf(asNode, known));
	const given = types.flatMap((type) => {
		const credential = credentials.find((candidate) => candidate.type === type);
		return credential ? [[type, { id: credential.id, name: credential.name }]] : [];
	});
	return named || given.length > 0 ? { credentials: { ...named, ...Object.fromEntries(given) } } : {};
}
