import { ACCESS_TOKEN, DEMO_SLUG } from '../../sandbox/booqable/world';
import { SPOILS, type FaultRule } from '../../sandbox/faults';
import { LOCATION_US, PIT_US } from '../../sandbox/ghl/world';
import type { RecordedRequest } from '../../sandbox/requestLog';
import type { Sandbox } from '../../sandbox/server';
import { canonicalName, canonicalTags, e164 } from '../../sync/model/canonical';

export interface Person {
	readonly id: string;
	readonly email: string;
	readonly name: string;
	readonly phone: string;
	readonly website: string;
	readonly industry: string;
	readonly tags: string;
}

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export function customers(sandbox: Sandbox): Person[] {
	const { customers: found = [] } = (
		sandbox.state('booqable') as Record<
			string,
			{ customers?: Array<Record<string, unknown> & { properties: Record<string, unknown>; tag_list: string[] }> }
		>
	)[DEMO_SLUG];
	return found.map(({ id, email, name, properties, tag_list }) =>
		person(id, email, name, properties.phone, properties.website, properties.industry, tag_list),
	);
}

export function contacts(sandbox: Sandbox): Person[] {
	const state = sandbox.state('ghl') as {
		contacts: Array<Record<string, unknown> & { customFields: Record<string, unknown>; tags: string[] }>;
		customFields: Array<{ id: string; fieldKey: string; locationId: string }>;
	};
	const industry =
		state.customFields.find(({ fieldKey, locationId }) => fieldKey === 'contact.industry' && locationId === LOCATION_US)
			?.id ?? '';
	return state.contacts
		.filter(({ locationId }) => locationId === LOCATION_US)
		.filter(({ email }) => text(email).startsWith('person'))
		.map((one) =>
			person(
				one.id,
				one.email,
				[one.firstName, one.lastName].filter(Boolean).join(' '),
				one.phone,
				one.website,
				one.customFields[industry],
				one.tags,
			),
		);
}

const person = (
	id: unknown,
	email: unknown,
	name: unknown,
	phone: unknown,
	website: unknown,
	industry: unknown,
	tags: string[],
): Person => ({
	id: text(id),
	email: text(email).toLowerCase(),
	name: canonicalName(text(name)),
	phone: e164(text(phone), 'US') ?? text(phone),
	website: text(website),
	industry: text(industry),
	tags: canonicalTags(tags).join(','),
});

/** One webhook in twenty never comes, one comes twice, one after its successor. */
const WEBHOOK_FAULTS: FaultRule[] = [
	{ kind: 'webhookDrop', rate: 0.05 },
	{ kind: 'webhookDuplicate', rate: 0.05 },
	{ kind: 'webhookReorder', rate: 0.05 },
];

/** One call in twenty gets no good answer, some more come late. */
export const CALL_FAULTS: FaultRule[] = [
	{ kind: 'statusAfterCommit', service: 'ghl', method: 'POST', path: '/contacts', status: 422, rate: 0.05 },
	...(['ghl', 'booqable'] as const).flatMap((service): FaultRule[] => [
		{ kind: 'drop', service, rate: 0.0125 },
		{ kind: 'answerLost', service, rate: 0.0125 },
		{ kind: 'statusAfterCommit', service, method: 'POST', status: 502, rate: 0.0125 },
		{ kind: 'status', service, status: 500, rate: 0.0125 },
		{ kind: 'status', service, status: 429, retryAfter: 1, rate: 0.0125 },
		{ kind: 'delay', service, ms: 1_500, rate: 0.0125 },
		...SPOILS.map((as): FaultRule => ({ kind: 'spoiled', service, as, rate: 0.0025 })),
	]),
];

/** The faults of calls that are armed: a user's calls are spared. */
const armed = new WeakMap<Sandbox, FaultRule[]>();

/** From now on, until `clearFaults`. */
export function armFaults(sandbox: Sandbox, ofCalls = CALL_FAULTS): void {
	armed.set(sandbox, ofCalls);
	sandbox.faults([...WEBHOOK_FAULTS, ...ofCalls]);
}

/** What a user does reaches the service; only its webhook may get lost. Gives the service's answer. */
async function byUser(sandbox: Sandbox, call: () => Promise<Response>): Promise<unknown> {
	const areArmed = sandbox.listFaults().length > 0;
	sandbox.clearFaults();
	if (areArmed) sandbox.faults(WEBHOOK_FAULTS);
	const answer = await call();
	if (areArmed) sandbox.faults(armed.get(sandbox) ?? []);
	const expected = await answer.text();
	if (!answer.ok) throw new Error(`${answer.status} ${expected}`);
	return JSON.parse(expected || '{}');
}

/** Tells a user's calls from those of n8n. */
const USER_AGENT = 'somebody at a screen';

const json = (method: string, headers: Record<string, string>, body?: object): RequestInit => ({
	method,
	headers: { 'content-type': 'application/json', 'user-agent': USER_AGENT, ...headers },
	body: body && JSON.stringify(body),
});

/** The calls that n8n made. */
export const callsOfN8n = (sandbox: Sandbox): RecordedRequest[] =>
	sandbox.requests().filter(({ headers }) => headers['user-agent'] !== USER_AGENT);

/** Those of them that write, as one text each. */
export const writesOfN8n = (sandbox: Sandbox): string[] =>
	callsOfN8n(sandbox)
		.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/search') && !path.endsWith('/oauth/token'))
		.map(({ service, method, path }) => `${service} ${method} ${path}`);

/** A user's call of Booqable, below the account. */
export const toBooqable = async (
	sandbox: Sandbox,
	method: string,
	path: string,
	type: string,
	attributes?: object,
	id?: string,
): Promise<unknown> =>
	await byUser(
		sandbox,
		async () =>
			await fetch(
				`${sandbox.url}/booqable/${DEMO_SLUG}/api/4/${path}`,
				json(
					method,
					{ authorization: `Bearer ${ACCESS_TOKEN}` },
					attributes && { data: { type, ...(id && { id }), attributes } },
				),
			),
	);

/** A user's call of GHL. */
export const toGhl = async (sandbox: Sandbox, method: string, path: string, body?: object): Promise<unknown> =>
	await byUser(
		sandbox,
		async () =>
			await fetch(
				`${sandbox.url}/ghl/${path}`,
				json(method, { authorization: `Bearer ${PIT_US}`, version: '2021-07-28' }, body),
			),
	);

export const saveCustomer = async (sandbox: Sandbox, attributes: object, id?: string): Promise<unknown> =>
	await toBooqable(sandbox, id ? 'PUT' : 'POST', `customers${id ? `/${id}` : ''}`, 'customers', attributes, id);
export const saveContact = async (sandbox: Sandbox, fields: object, id?: string): Promise<unknown> =>
	await toGhl(
		sandbox,
		id ? 'PUT' : 'POST',
		`contacts/${id ?? ''}`,
		id ? fields : { ...fields, locationId: LOCATION_US },
	);

export const property = (identifier: string, value: string) => ({ properties_attributes: [{ identifier, value }] });

/** What differs between the two sides, in words; empty when they have converged. */
export function differences(sandbox: Sandbox): string[] {
	const [left, right] = [customers(sandbox), contacts(sandbox)];
	const alone = [...left, ...right]
		.filter(({ email }) => [left, right].some((side) => side.filter((one) => one.email === email).length !== 1))
		.map(({ email }) => `${email} is not once on each side`);
	const unequal = left.flatMap((customer) => {
		const contact = right.find(({ email }) => email === customer.email);
		return contact
			? (['name', 'phone', 'website', 'industry', 'tags'] as const)
					.filter((field) => customer[field] !== contact[field])
					.map((field) => `${customer.email}: ${field} is ${customer[field]} and ${contact[field]}`)
			: [];
	});
	return [...new Set(alone), ...unequal];
}
