import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import type { Account, Context } from '../../shared/account';
import { checkedBaseUrl } from '../../shared/http/baseUrl';
import { fingerprint } from '../../shared/fingerprint';
import { wordsIn } from '../../shared/http/words';
import { numberIn } from '../../shared/http/headers';
import type { ApiError } from '../../shared/http/errors';
import { InputProblem, titleOf } from '../../shared/parameters/input';
import { isAddress, tokenIn } from '../../shared/credentials/pasted';
import type { Explanation, Service } from '../../shared/service';
import type { Texts } from '../../shared/texts';
import { usage } from '../actions/company/getUsage';
import { customerFields } from '../actions/customer/fields';
import { orderFields } from '../actions/order/fields';
import { BASE_URL, slugOf } from './address';

const fields = {
	slug: z.string(),
	baseUrl: z.string().min(1).catch(BASE_URL),
	workers: z.coerce.number().int().positive().catch(1),
};
const accessTokenCredential = z.object({ ...fields, accessToken: z.string().transform(tokenIn) });
const oAuthCredential = z.object({
	...fields,
	oauthTokenData: z.object({ access_token: z.string() }).optional().catch(undefined),
});

async function account(context: Context): Promise<Account> {
	return context.getNodeParameter('authentication') === 'oAuth2'
		? await oAuthAccount(context)
		: await tokenAccount(context);
}

async function tokenAccount(context: Context): Promise<Account> {
	const stored = accessTokenCredential.parse(await context.getCredentials('booqableApi'));
	if (stored.accessToken === '')
		throw new InputProblem(
			'accessToken',
			'The Booqable credential has no access token',
			'Open the credential and paste one.',
		);
	const account = place(stored);
	if (isAddress(stored.accessToken) || stored.accessToken.toLowerCase().split('.booqable.com')[0] === account.name)
		throw new InputProblem(
			'accessToken',
			'The Booqable credential has an address or slug as its access token',
			'Open the credential and paste a token: in Booqable, your name (top right) → User account → New authentication method, kind Token.',
		);
	return { ...account, credentialType: 'booqableApi', token: fingerprint(stored.accessToken), renewable: false };
}

async function oAuthAccount(context: Context): Promise<Account> {
	const stored = oAuthCredential.parse(await context.getCredentials('booqableOAuth2Api'));
	if (!stored.oauthTokenData)
		throw new InputProblem(
			'credential',
			'The Booqable credential is not connected',
			'Open it and click Connect, or use an access token.',
		);
	return {
		...place(stored),
		credentialType: 'booqableOAuth2Api',
		token: fingerprint(stored.oauthTokenData.access_token),
		renewable: true,
	};
}

function place({
	slug: typed,
	baseUrl,
	workers,
}: z.infer<z.ZodObject<typeof fields>>): Pick<Account, 'baseUrl' | 'key' | 'workers' | 'name' | 'values'> {
	const slug = slugOf(typed);
	const checked = checkedBaseUrl(baseUrl.replace('{slug}', slug));
	return {
		baseUrl: checked,
		key: `booqable ${checked} ${slug}`,
		workers,
		name: slug,
		values: { slug },
	};
}

function observed(headers: IDataObject): ReturnType<Service['observed']> {
	const period = numberIn(headers['x-ratelimit-period']);
	return {
		calls: numberIn(headers['x-ratelimit-limit']),
		interval: period === undefined ? undefined : period * 1000,
		remaining: numberIn(headers['x-ratelimit-remaining']),
	};
}

const shortItems = z
	.array(z.object({ item_id: z.string().catch('an item'), shortage: z.number().optional().catch(undefined) }))
	.catch([]);

/** The error list of JSON:API as Booqable fills it. Source: its API documentation, Errors. */
const problems = z.object({
	errors: z.array(
		z
			.object({
				code: z.string().optional(),
				title: z.string().optional(),
				detail: z.string().optional(),
				source: z.object({ pointer: z.string().optional() }).partial().optional(),
				meta: z
					.object({ attribute: z.string(), code: z.string(), warning: shortItems, blocking: shortItems })
					.partial()
					.optional()
					.catch(undefined),
			})
			.passthrough(),
	),
});

function explain(error: ApiError, operation?: Texts): Explanation {
	const errors = problems.safeParse(error.body).data?.errors ?? [];
	const said =
		[...new Set(errors.map(({ detail, title }) => readable(detail ?? title ?? '', operation)).filter(Boolean))].join(
			'; ',
		) || readable(wordsIn(error.body), operation);
	const known = meaning(error, operation?.resource, said);
	if (known) return known;
	const unwritable = errors
		.filter(({ meta }) => meta?.code === 'unknown_attribute' || meta?.code === 'unwrittable_attribute')
		.map(attributeOf);
	if (unwritable.length > 0) {
		return {
			message: `Booqable does not take the field ${labelsOf(unwritable, operation)}`,
			remedy: 'It is unknown or read-only. Remove it from the mapping; nothing was written.',
		};
	}
	const missing = errors
		.filter(({ detail = '' }) => detail.endsWith(' must exist'))
		.map(attributeOf)
		.find(Boolean);
	if (missing !== undefined) {
		return {
			message: `Booqable has no such ${inWords(missing)}`,
			remedy: `Check ${labelOf(`${missing}_id`, operation)}: the ID is wrong, or of a record that was deleted.`,
		};
	}
	const attributes = [...new Set(errors.map(attributeOf).filter(Boolean))].filter(
		(attribute) => !said.toLowerCase().includes(inWords(attribute)),
	);
	const field = attributes.length > 0 ? [`Field: ${labelsOf(attributes, operation)}.`] : [];
	return {
		message: said ? `Booqable: ${said}` : `Booqable answered ${error.status}`,
		remedy: [...errors.flatMap(shortages), ...field].join(' ') || undefined,
	};
}

type Problem = z.infer<typeof problems>['errors'][number];

/** The attribute alone: Booqable names it with the path that leads there, divided by dots or slashes. */
const attributeOf = ({ meta, source }: Problem): string =>
	(meta?.attribute ?? source?.pointer ?? '').split(/[./]/).pop() ?? '';

const inWords = (attribute: string): string => attribute.replaceAll('_', ' ').toLowerCase();

/** Attributes by their labels in the editor. */
const labelsOf = (attributes: readonly string[], operation?: Texts): string =>
	attributes.map((attribute) => labelOf(attribute, operation)).join(', ');

function labelOf(attribute: string, operation?: Texts): string {
	const column = (operation?.resource === 'order' ? orderFields : customerFields).attributes.find(
		({ id }) => id === attribute,
	);
	const name = attribute.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
	const parameter = [...(operation?.parameters ?? []), ...(operation?.options ?? [])].find((one) => one.name === name);
	return column?.label ?? parameter?.displayName ?? titleOf(name);
}

/** Booqable's words with labels in the place of the paths of a request. */
const readable = (said: string, operation?: Texts): string =>
	said.replace(/\bdata[./]attributes(?:[./]\w+)+/g, (path) =>
		labelOf(attributeOf({ source: { pointer: path } }), operation),
	);

/**
 * Items that an order cannot have: those within the limit of their product group can be confirmed. Source: Order status
 * transitions.
 */
function shortages({ meta }: Problem): string[] {
	const [warning, blocking] = [meta?.warning ?? [], meta?.blocking ?? []].map((items) =>
		items.map(({ item_id, shortage }) => `${item_id}${shortage === undefined ? '' : ` (${shortage} short)`}`),
	);
	return [
		...(blocking.length > 0 ? [`Not available, and cannot be confirmed: ${blocking.join(', ')}.`] : []),
		...(warning.length > 0 ? [`Short, but "Confirm Shortage" in the options accepts it: ${warning.join(', ')}.`] : []),
	];
}

function meaning({ status, endpoint }: ApiError, resource: string | undefined, said: string): Explanation | undefined {
	switch (status) {
		case 401:
			return {
				message: 'Booqable refused the token',
				remedy:
					'Open the credential. The token must have been made in the company that stands in Company Slug, and be there still: if it was, copy it again whole, make a new one, or reconnect.',
			};
		case 402:
			return {
				message: 'The plan of this Booqable account does not include this',
				remedy:
					'The API needs a plan with API access, an active subscription or trial, and calls left in the month; see Settings → Subscription in Booqable.',
			};
		case 403:
			return {
				message: `The employee of this Booqable token may not do this${said ? `: ${said}` : ''}`,
				remedy: 'Give the employee the permission in Booqable, or use the token of another.',
			};
		case 404:
			if (resource === 'customApiCall')
				return {
					message: 'Booqable knows no such path or record',
					remedy: 'Paths begin with /api/4/. If every call ends like this, check the slug of the credential.',
				};
			return endpoint.route.includes('{')
				? {
						message: `Booqable has no such ${titleOf(resource ?? 'record').toLowerCase()}`,
						remedy: 'Check the ID. It may have been merged into another or belong to another account.',
					}
				: {
						message: 'Booqable knows no account with this company slug',
						remedy:
							'Check the slug of the credential: it is demo-rentals in https://demo-rentals.booqable.com, not the name of the shop and not the token.',
					};
		case 429:
			return {
				message: 'Booqable allows no more calls right now',
				remedy: 'Its plans allow 50, 100 or 250 calls a minute. Try again in a minute, or work on fewer items.',
			};
		default:
			return undefined;
	}
}

const headers = (): Record<string, string> => ({});

/**
 * 50 calls a minute on the smallest plan; the headers correct it. Source: Booqable API documentation, Billing plans.
 */
export const booqable: Service = {
	name: 'Booqable',
	account,
	headers,
	limits: { calls: 50, interval: 60_000 },
	allowance: { period: 'month', usage },
	observed,
	explain,
};
