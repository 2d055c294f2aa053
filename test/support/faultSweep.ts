import { gzipSync } from 'node:zlib';
import type { IDataObject } from 'n8n-workflow';
import { endpointsOf, type Operation } from '../../nodes/shared/operation';
import type { Endpoint } from '../../nodes/shared/endpoint';
import { methodOf, pathOf } from '../../nodes/shared/http/route';
import type { FaultRule } from '../../sandbox/faults';
import type { Sandbox } from '../../sandbox/server';
import { booqable } from './examples/booqable';
import type { ExampledNode } from './examples/example';
import { ghl } from './examples/ghl';
import { roofr } from './examples/roofr';
import { run, type Setup } from './engine';
import { booqable as booqableNode } from './nodeSetups';
import { byId, mapped, setups } from './roofr';

export const MODES = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;
export type Mode = (typeof MODES)[number];

/** A node, the service that the sandbox has for it, and a credential that cannot be used. */
export const SERVICES: ReadonlyArray<{ node: ExampledNode; service: string; malformed: IDataObject }> = [
	{ node: ghl, service: 'ghl', malformed: { locationId: 'two words', oauthTokenData: undefined } },
	{ node: booqable, service: 'booqable', malformed: { slug: '-' } },
	{ node: roofr, service: 'roofr', malformed: { secretBridgeUrl: '', baseUrl: 'http://roofr.example.com' } },
];

const FIELDS: IDataObject = {
	...mapped({ title: 'A job', name: 'A name', body: 'A note', email: 'ada@example.com', firstName: 'Ada' }),
	matchingColumns: ['email'],
};
const APPOINTMENT = mapped({ title: 'A visit', startTime: '2026-12-01T09:00:00Z', endTime: '2026-12-01T10:00:00Z' });

/** Whatever an operation of Roofr's direct access may ask for, by its parameters. */
function roofrParameters({ parameters, resource }: Operation): IDataObject {
	const filled = parameters.map(({ name, type, default: initial }): [string, unknown] => {
		if (name === 'fields') return [name, resource === 'appointment' ? APPOINTMENT : FIELDS];
		if (name === 'sourceApp') return [name, 'ghl'];
		if (name === 'sourceAccount') return [name, byId('ve9EPM428h8vShlRW1KT')];
		if (name === 'path') return [name, '/things'];
		if (name === 'records') return [name, [{ email: 'ada@example.com', firstName: 'Ada' }]];
		if (type === 'resourceLocator') return [name, byId('1001')];
		return [name, type === 'string' && initial === '' ? '1001' : initial];
	});
	return Object.fromEntries(filled) as IDataObject; // as the editor would store them
}

/** Booqable's custom call has no example either. */
const customCall = (sandbox: Sandbox): Setup =>
	booqableNode(sandbox, {
		authentication: 'accessToken',
		resource: 'customApiCall',
		operation: 'call',
		method: 'GET',
		path: '/api/4/coupons.json',
	});

/** The example of an operation. Of Roofr's direct access there are none. */
export async function setupOf(node: ExampledNode, sandbox: Sandbox, operation: Operation): Promise<Setup> {
	const { resource, name } = operation;
	const setup = await node.setup?.(sandbox, resource, name);
	if (!setup && node.folder === 'Booqable') return customCall(sandbox);
	return setup ?? setups(() => sandbox).direct({ resource, operation: name, ...roofrParameters(operation) });
}

/** What is called of a service that stops answering as it should: an answer before any work is done. */
export interface Fault {
	readonly name: string;
	readonly rule: FaultRule;
	/** What a read says of it. */
	readonly says: RegExp;
	/** Whether a write may have been done. */
	readonly isUnclear: boolean;
}

const page = '<!doctype html><html><head><title>Welcome</title></head><body>Welcome</body></html>';
const answered = (status: number, body: string): FaultRule => ({ kind: 'status', status, body });
const halfAZip = gzipSync(JSON.stringify({ id: 'x', text: page })).subarray(0, 60);
const broken = (status: number): Fault => ({
	name: String(status),
	rule: answered(status, page),
	says: new RegExp(`answered ${status}`),
	isUnclear: true,
});

export const FAULTS: readonly Fault[] = [
	{ name: 'HTML', rule: answered(200, page), says: /answered with a web page instead of data/, isUnclear: true },
	{ name: 'nothing', rule: answered(200, ''), says: /answered with nothing/, isUnclear: true },
	{
		name: 'half a JSON',
		rule: answered(200, '{"id": "x", "na'),
		says: /text that is not complete JSON/,
		isUnclear: true,
	},
	{ name: 'an empty object', rule: answered(200, '{}'), says: /answered with something/, isUnclear: true },
	{
		name: '302',
		rule: { kind: 'spoiled', as: 'login' },
		says: /sends the call on to another address/,
		isUnclear: false,
	},
	...[500, 502, 520, 524].map(broken),
	{ name: '429', rule: answered(429, ''), says: /no more calls|takes no more|answered 429/, isUnclear: false },
	{ name: 'a reset', rule: { kind: 'drop' }, says: /did not answer: the connection was cut/, isUnclear: true },
	{
		name: 'a reset in mid-body',
		rule: { kind: 'drop', inBody: true },
		says: /answered with data that cannot be read to its end/,
		isUnclear: true,
	},
];

/** Further answers that are none: their kind is the same as that of the others. */
export const ODD_ANSWERS: readonly Fault[] = [
	{
		name: 'half a zip',
		rule: {
			kind: 'status',
			status: 200,
			headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
			body: halfAZip,
		},
		says: /text that is not complete JSON/,
		isUnclear: true,
	},
	{
		name: 'a refusal with 200',
		rule: answered(200, '{"success": false, "message": "Not today"}'),
		says: /answered with .*Not today/,
		isUnclear: true,
	},
	{
		name: 'an empty list',
		rule: answered(200, '{"data": [], "meta": {}}'),
		says: /answered with something/,
		isUnclear: true,
	},
	{ name: '204', rule: answered(204, ''), says: /answered with nothing/, isUnclear: true },
];

/**
 * The call on which an operation stands or falls: the first that writes, or else the first. What sets up fields writes
 * those alone that it does not find.
 */
export function mainCall(operation: Operation): Endpoint | undefined {
	const all = endpointsOf(operation);
	const readsFirst = operation.name.startsWith('setUp') || operation.name === 'check';
	return all.find(({ effect }) => (effect === 'read') === readsFirst) ?? all[0];
}

/** Whether the answer is one that the endpoint may give. */
export const isDocumented = ({ name }: Fault, endpoint: Endpoint | undefined): boolean => {
	const lists = endpoint?.paging?.lists;
	const envelope = endpoint ? (endpoint.envelope ?? (lists && { list: lists })) : 'json';
	const isFree = envelope === 'json' || envelope === 'text';
	switch (name) {
		case 'an empty object':
			return isFree || envelope === undefined;
		case 'an empty list':
			return isFree || envelope === undefined || ('list' in envelope && envelope.list.includes('data'));
		case 'nothing':
		case '204':
		case 'a refusal with 200':
			return isFree;
		default:
			return (name === 'half a JSON' || name === 'half a zip') && envelope === 'text';
	}
};

/** Calls of the operation's main endpoint, wherever its parameters lead; all calls of the service where it is free. */
export function ruleFor(fault: Fault, service: string, endpoint: Endpoint | undefined): FaultRule {
	if (!endpoint || service === 'roofr') return { ...fault.rule, service };
	const path = pathOf(endpoint.route)
		.replace(/^\/api\/4/, '/**')
		.replace(/\{\w+\}/g, '*');
	return { ...fault.rule, service, method: methodOf(endpoint.route), path };
}

/** Where the items of a run went: JSON by output, or the error that stopped it. */
export interface Went {
	readonly good: readonly IDataObject[];
	readonly failed: readonly IDataObject[];
	readonly stopped?: Error & { description?: string | null };
}

/** Whether the fault meets a write: of Roofr every call has it, so that the first of several may be a read. */
export const meetsWrite = (operation: Operation, service: string): boolean =>
	mainCall(operation)?.effect !== 'read' && (service !== 'roofr' || endpointsOf(operation).length === 1);

/** Runs two items and tells them apart by where they went. */
export async function went(setup: Setup, onError: Mode, input: IDataObject[] = [{ n: 0 }, { n: 1 }]): Promise<Went> {
	const { data } = await run({ ...setup, onError }, input);
	const error = data.resultData.error as Went['stopped'];
	const outputs = data.resultData.runData.Node?.at(-1)?.data?.main ?? [];
	if (error) return { good: [], failed: [], stopped: error };
	const all = (outputs[0] ?? []).map(({ json }) => json);
	if (onError === 'continueErrorOutput') return { good: all, failed: (outputs[1] ?? []).map(({ json }) => json) };
	return { good: all.filter((json) => !('error' in json)), failed: all.filter((json) => 'error' in json) };
}

/** What two items come to that both fail and say this, for `toMatchObject`. */
export const allFailed = (mode: Mode, says: RegExp): object => {
	const error: unknown = expect.stringMatching(says);
	if (mode === 'stopWorkflow') return { stopped: { message: error } };
	return { good: [], failed: [{ error }, { error }] };
};
