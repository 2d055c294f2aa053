import { setTimeout as sleep } from 'node:timers/promises';

import { z } from 'zod';

import { sampleCustomers } from '../sandbox/booqable';
import { ACCESS_TOKEN, DEMO_SLUG } from '../sandbox/booqable/world';
import { LOCATION_US } from '../sandbox/ghl/world';
import type { Sandbox } from '../sandbox/server';
import type { Demo } from './demo';
import { Problem } from './problem';
import type { Progress } from './progress';
import { contactSchema, customerSchema, taskSchema, verify, type Customer, type Verdict } from './verify';

const RUN_TIMEOUT_MS = 180_000;
/** How many customers are saved at the same moment: enough for runs to overlap. */
const AT_ONCE = 5;

export interface Run extends Verdict {
	customers: number;
	executions: number;
	seconds: number;
}

/** Creates the sample customers through Booqable's API and looks at what became of them in GHL. */
export async function createCustomers(demo: Demo, progress: Progress): Promise<Run> {
	const samples = z.array(z.record(z.unknown())).min(1).parse(sampleCustomers);
	return await observedRun(
		demo,
		progress,
		`Creating ${samples.length} customers in Booqable`,
		samples.map((attributes) => ({ method: 'POST', path: 'customers', attributes })),
	);
}

/**
 * Changes every customer, so that each one's workflow runs again. Nothing may be doubled by it. Each `round` is a
 * change of its own.
 */
export async function changeCustomers(demo: Demo, progress: Progress, round = 1): Promise<Run> {
	const changes = demoCustomers(demo.sandbox).map((customer) =>
		change(customer, {
			properties_attributes: [
				{ identifier: 'website', value: `https://customer-${customer.number}.example.com/${round}` },
			],
		}),
	);
	return await observedRun(demo, progress, `Changing all ${changes.length} customers in Booqable`, changes);
}

/** Gives another email to every customer who shares it with nobody. GHL would take them for other people by it. */
export async function moveEmails(demo: Demo, progress: Progress): Promise<Run> {
	const all = demoCustomers(demo.sandbox);
	const moved = all.filter(
		({ email }) => email && all.filter((one) => one.email?.toLowerCase() === email.toLowerCase()).length === 1,
	);
	const changes = moved.map((customer) => change(customer, { email: `moved.${customer.email}` }));
	return await observedRun(demo, progress, `Changing the email of ${changes.length} customers`, changes);
}

const change = ({ id }: Customer, attributes: Save['attributes']): Save => ({
	method: 'PUT',
	path: `customers/${id}`,
	id,
	attributes,
});

interface Save {
	method: string;
	path: string;
	id?: string;
	attributes: Record<string, unknown>;
}

async function observedRun(demo: Demo, progress: Progress, label: string, saves: readonly Save[]): Promise<Run> {
	const started = Date.now();
	const before = delivered(demo);
	await progress.busy(label, async (report) => {
		await saveAll(demo.sandbox, saves);
		await settle(demo, before + saves.length, report);
	});
	const seconds = (Date.now() - started) / 1000;
	const verdict = look(demo.sandbox);
	const failed = await failures(demo);
	return {
		...verdict,
		problems: [...failed, ...verdict.problems],
		customers: demoCustomers(demo.sandbox).length,
		executions: delivered(demo),
		seconds: Math.round(seconds * 10) / 10,
	};
}

async function saveAll(sandbox: Sandbox, saves: readonly Save[]): Promise<void> {
	const waiting = [...saves];
	const worker = async () => {
		for (let save = waiting.shift(); save; save = waiting.shift()) await saveOne(sandbox, save);
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function saveOne(sandbox: Sandbox, { method, path, id, attributes }: Save): Promise<void> {
	const response = await fetch(`${sandbox.url}/booqable/${DEMO_SLUG}/api/4/${path}`, {
		method,
		headers: { 'content-type': 'application/json', authorization: `Bearer ${ACCESS_TOKEN}` },
		body: JSON.stringify({ data: { type: 'customers', ...(id && { id }), attributes } }),
	});
	if (!response.ok)
		throw new Problem(
			`The Booqable stand-in answered ${response.status} to ${method} ${path}: ${(await response.text()).slice(0, 300)}`,
		);
}

/** Webhooks that n8n has accepted, each of which starts an execution. */
const delivered = ({ sandbox, n8n }: Demo): number =>
	sandbox.webhooks.attempts.filter(({ url, status }) => url.startsWith(n8n.url) && status >= 200 && status < 300)
		.length;

/**
 * Waits until nothing is on its way: at least the expected webhooks are delivered and all their executions have ended.
 */
async function settle(demo: Demo, expected: number, report: (state: string) => void): Promise<void> {
	const deadline = Date.now() + RUN_TIMEOUT_MS;
	const remaining = () => Math.max(0, deadline - Date.now());
	while (delivered(demo) < expected || demo.sandbox.webhooks.pending().length > 0) {
		if (remaining() === 0)
			throw new Problem(`${delivered(demo)} of ${expected} webhooks reached n8n within ${RUN_TIMEOUT_MS / 1000} s.`);
		report(`${delivered(demo)} webhooks delivered`);
		await sleep(100);
	}
	await demo.sandbox.webhooks.idle();
	const count = delivered(demo);
	await demo.n8n.rest.waitForExecutions(demo.workflow.id, {
		count,
		timeoutMs: remaining(),
		onTick: (ended) => report(`${ended} of ${count} executions ended`),
	});
}

const demoCustomers = (sandbox: Sandbox): Customer[] =>
	z
		.object({ customers: z.array(customerSchema) })
		.parse(z.record(z.unknown()).parse(sandbox.state('booqable'))[DEMO_SLUG]).customers;

function look(sandbox: Sandbox): Verdict {
	const here = <T extends z.ZodTypeAny>(schema: T) =>
		z
			.array(z.object({ locationId: z.string() }).passthrough())
			.transform((records) => z.array(schema).parse(records.filter(({ locationId }) => locationId === LOCATION_US)));
	const { contacts, tasks } = z
		.object({ contacts: here(contactSchema), tasks: here(taskSchema) })
		.parse(sandbox.state('ghl'));
	return verify(demoCustomers(sandbox), contacts, tasks);
}

async function failures({ n8n, workflow }: Demo): Promise<string[]> {
	const failed = (await n8n.rest.executions(workflow.id)).filter(({ status }) => status !== 'success');
	return await Promise.all(
		failed.map(
			async ({ id, status }) =>
				`Execution ${id} ended with ${status}: ${(await n8n.rest.execution(id)).error ?? 'no reason given'}`,
		),
	);
}
