import type { DateTime } from 'luxon';
import { luxon } from '../../../../sync/model/libraries';
import type { IDataObject } from 'n8n-workflow';
import { numberIn } from '../../../shared/http/headers';
import type { Operation } from '../../../shared/operation';
import { asObjects, textOf } from '../../../shared/parameters/input';
import { judged, refusalOf, refusedBy, unknown, verified, type Probe, type Seen } from '../../../shared/probes/probe';
import type { Calls } from '../../../shared/runner/calls';
import { PARTS, settings } from '../../mapping/dateFormat';
import { getSession } from '../../poll/session';
import { getMany as getBundles } from '../bundle/getMany';
import { get as getCompany } from '../company/get';
import { getUsage } from '../company/getUsage';
import { getMany as getCustomers } from '../customer/getMany';
import { getMany as getDefaultProperties } from '../defaultProperty/getMany';
import { getMany as getDocuments } from '../document/getMany';
import { getMany as getEmployees } from '../employee/getMany';
import { getMany as getNotes } from '../note/getMany';
import { getMany as getOrders } from '../order/getMany';
import { getMany as getPayments } from '../payment/getMany';
import { getMany as getProducts } from '../product/getMany';
import { getMany as getProperties } from '../property/getMany';
import { getMany as getWebhooks } from '../webhookEndpoint/getMany';
import { companyWithPlan, customersPage, headersOf, readCustomer } from './calls';

/** A customer that nobody has. */
const NO_CUSTOMER = '00000000-0000-4000-8000-000000000000';

/** What the employee of the token must be allowed to read, and what does not work without it. */
const PERMISSIONS: ReadonlyArray<readonly [what: string, read: Operation, without: string]> = [
	['customers', getCustomers, 'no customer can be read or synced'],
	['orders', getOrders, 'no order can be read or synced'],
	['notes', getNotes, 'notes cannot be synced, and their polls find nothing'],
	['properties', getProperties, 'changed phones and addresses are not found by a poll'],
	['default properties', getDefaultProperties, 'phone, address and custom fields cannot be mapped'],
	['documents', getDocuments, 'quotes, contracts and invoices cannot be read'],
	['payments', getPayments, 'payments cannot be read'],
	['products', getProducts, 'products cannot be chosen by name or booked'],
	['bundles', getBundles, 'bundles cannot be chosen by name'],
	['employees', getEmployees, 'notes come without the name of their author'],
	['webhook endpoints', getWebhooks, 'Booqable Trigger cannot be published: use Booqable Poll Trigger'],
];

const permission = ([what, read, without]: (typeof PERMISSIONS)[number]): Probe => ({
	name: `Reading ${what}`,
	expected: 'The call is allowed',
	otherwise: `Give the employee of the token the permission, or choose a plan that has it. Without it, ${without}.`,
	run: async (calls) => {
		const refusal = await refusedBy(calls.run(read, { limit: 1, ownerType: 'customers' }));
		if (!refusal) return verified('allowed');
		if (refusal.status !== 402 && refusal.status !== 403) throw refusal;
		const why = refusal.status === 402 ? 'which is about the plan' : 'which is about the employee';
		return judged(false, `${refusalOf(refusal)}, ${why}`);
	},
});

const company: Probe = {
	name: 'Country and time zone',
	expected: 'The company has both',
	otherwise: 'Set both in the settings of Booqable, or Default Phone Country in the nodes.',
	run: async (calls) => {
		const own = await calls.one(getCompany, {});
		const missing = [
			...(textOf(own.country_code) === '' ? ['country'] : []),
			...(luxon()
				.DateTime.now()
				.setZone(textOf(own.default_timezone) || 'none').isValid
				? []
				: ['time zone']),
		];
		return missing.length > 0 ? judged(false, `no ${missing.join(' and no ')}`) : verified('both are there');
	},
};

const plan: Probe = {
	name: 'Plan',
	expected: 'Includes the API and notes',
	otherwise: 'Without notes in the plan leave out the workflow for notes and tasks.',
	run: async (calls) => {
		const { subscription } = await calls.one(companyWithPlan, {});
		const features: unknown = isObject(subscription) ? subscription.allowed_features : undefined;
		if (!Array.isArray(features)) return unknown('the subscription does not name its features');
		const missing = ['api', 'notes'].filter((name) => !features.includes(name));
		return missing.length > 0 ? judged(false, `without ${missing.join(' and ')}`) : verified('both are there');
	},
};

const rateLimit: Probe = {
	name: 'Rate limit',
	expected: 'Headers say how many calls are allowed in 60 seconds, as many as the plan has',
	otherwise:
		'Nothing has to be set: the limit in the headers is kept. Where there are none, 50 calls in 60 seconds are.',
	run: async (calls) => {
		const headers = await calls.one(headersOf, {});
		const missing = ['limit', 'period', 'remaining']
			.map((name) => `x-ratelimit-${name}`)
			.filter((name) => numberIn(headers[name]) === undefined);
		if (missing.length > 0) return judged(false, `no header ${missing.join(', ')}`);
		const [limit, period] = [numberIn(headers['x-ratelimit-limit']), numberIn(headers['x-ratelimit-period'])];
		const { callsPerPeriod } = await calls.one(getUsage, {});
		const said = `${limit} calls in ${period} seconds`;
		if (period !== 60) return judged(false, said);
		return judged(
			callsPerPeriod === limit,
			callsPerPeriod === limit ? said : `${said}, and the plan says ${callsPerPeriod}`,
		);
	},
};

const monthlyCalls: Probe = {
	name: 'Calls of the month',
	expected: 'The subscription says how many are allowed, and counts each call',
	otherwise: 'Get API Usage tells less than it should: look at the calls under Settings → Subscription in Booqable.',
	run: async (calls) => {
		const [before, after] = [await calls.one(getUsage, {}), await calls.one(getUsage, {})];
		if (before.callsAllowed === null) return judged(false, 'no number of calls that are allowed');
		const isCounted = Number(after.callsUsed) > Number(before.callsUsed);
		return judged(isCounted, isCounted ? 'counted' : 'a call was not counted at once');
	},
};

const FIELDS = ['id', 'name', 'email', 'properties', 'archived', 'created_at', 'updated_at'];

const listForm: Probe = {
	name: 'Form of lists',
	expected: `A list has flat customers with ${FIELDS.join(', ')}`,
	otherwise: 'Report it: polls and Sync read these fields.',
	run: async (calls) => {
		const { data } = await calls.one(customersPage, { query: { 'page[size]': 1 } });
		if (!Array.isArray(data)) return judged(false, 'without data');
		const [customer] = asObjects(data);
		if (!customer) return unknown('the account has no customer');
		const missing = FIELDS.filter((name) => !(name in customer));
		return missing.length > 0 ? judged(false, `without ${missing.join(', ')}`) : verified('as expected');
	},
};

const PAGE = 100;

const pageSize: Probe = {
	name: 'Size of pages',
	expected: `A page holds ${PAGE} records`,
	otherwise: 'Report it, and do not rely on Return All until then: lists could end too early.',
	run: async (calls) => {
		const page = await calls.one(customersPage, { query: { 'page[size]': PAGE, 'stats[total]': 'count' } });
		const [given, total] = [asObjects(page.data).length, totalOf(page)];
		if (given === PAGE) return verified(`${PAGE} on a page`);
		if (total === undefined) return unknown(`${given} on a page, and no total`);
		return total <= given
			? unknown('the account has too few customers')
			: judged(false, `${given} of ${total} on a page`);
	},
};

function totalOf({ meta }: IDataObject): number | undefined {
	const stats = isObject(meta) ? meta.stats : undefined;
	const total = isObject(stats) ? stats.total : undefined;
	return isObject(total) ? numberIn(total.count) : undefined;
}

const changedSince: Probe = {
	name: 'Records by time of change',
	expected: 'A list from the moment of the last change on begins with that change',
	otherwise: 'Report it: Booqable Poll Trigger could miss changes.',
	run: async (calls) => {
		const [newest] = asObjects(
			(await calls.one(customersPage, { query: { sort: '-updated_at', 'page[size]': 1 } })).data,
		);
		if (!newest) return unknown('the account has no customer');
		const query = { sort: 'updated_at', 'filter[updated_at][gte]': newest.updated_at, 'page[size]': PAGE };
		const found = asObjects((await calls.one(customersPage, { query })).data);
		if (found.some(({ updated_at: at }) => Date.parse(textOf(at)) < Date.parse(textOf(newest.updated_at))))
			return judged(false, 'older changes are listed, too');
		const has = found.some(({ id }) => id === newest.id);
		return judged(has, has ? 'as expected' : 'the change is not listed');
	},
};

const archived: Probe = {
	name: 'Archived customers',
	expected: 'The filter "archived" lists active customers alone, or archived ones alone',
	otherwise: 'Report it: archived customers could be taken for active ones.',
	run: async (calls) => {
		const listed = async (value: boolean): Promise<IDataObject[]> =>
			asObjects((await calls.one(customersPage, { query: { 'filter[archived]': value, 'page[size]': PAGE } })).data);
		const [active, gone] = [await listed(false), await listed(true)];
		if (gone.length === 0) return unknown('the account has no archived customer');
		const wrong = [...active.filter((one) => one.archived === true), ...gone.filter((one) => one.archived !== true)];
		return judged(
			wrong.length === 0,
			wrong.length === 0 ? 'as expected' : `${wrong.length} customers are in the wrong list`,
		);
	},
};

/** An active customer of the account, of whom this is known. */
async function known(calls: Calls, value: (customer: IDataObject) => string): Promise<IDataObject | undefined> {
	const query = { 'filter[archived]': false, sort: 'updated_at', 'page[size]': PAGE };
	return asObjects((await calls.one(customersPage, { query })).data).find((one) => value(one) !== '');
}

/** Whether a query finds the customer. */
async function finds(calls: Calls, query: IDataObject, customer: IDataObject): Promise<boolean> {
	const found = asObjects((await calls.one(customersPage, { query: { 'page[size]': PAGE, ...query } })).data);
	return found.some(({ id }) => id === customer.id);
}

const emailCase: Probe = {
	name: 'Email in other letters',
	expected: 'The filter for the email finds it in capitals, too',
	otherwise: 'Write emails in small letters in Booqable: Sync could make a second customer otherwise.',
	run: async (calls) => {
		const email = ({ email: given }: IDataObject): string =>
			(/^[^\s,A-Za-z]*[a-z][^\s,A-Z]*$/.exec(textOf(given)) ?? [''])[0];
		const customer = await known(calls, email);
		if (!customer) return unknown('no customer has an email in small letters');
		if (!(await finds(calls, { 'filter[email]': email(customer) }, customer)))
			return judged(false, 'the email is not found at all');
		const isFound = await finds(calls, { 'filter[email]': email(customer).toUpperCase() }, customer);
		return judged(isFound, isFound ? 'found' : 'not found');
	},
};

const phoneSearch: Probe = {
	name: 'Search by phone',
	expected: 'The search finds a customer by the phone that is among the properties',
	otherwise: 'Match by email alone in Sync and in Create or Update.',
	run: async (calls) => {
		const phone = ({ properties }: IDataObject): string =>
			isObject(properties) ? textOf(properties.phone).replaceAll(',', ' ') : '';
		const customer = await known(calls, phone);
		if (!customer) return unknown('no customer has a phone');
		const isFound = await finds(calls, { 'filter[q]': phone(customer) }, customer);
		return judged(isFound, isFound ? 'found' : 'not found');
	},
};

const missingRecord: Probe = {
	name: 'A customer that does not exist',
	expected: 'Refused with 404',
	otherwise: 'Report it: Sync treats a record as deleted only if Booqable answers in this way.',
	run: async (calls) => {
		const refusal = await refusedBy(calls.run(readCustomer, { customerId: NO_CUSTOMER }));
		if (!refusal) return judged(false, 'answered with a customer');
		return judged(refusal.status === 404, refusalOf(refusal));
	},
};

const session: Probe = {
	name: 'Session',
	expected: 'Names the employee of the token',
	otherwise: 'Report it: notes that Sync wrote itself could start the poll of notes.',
	run: async (calls) => {
		const isNamed = textOf((await calls.one(getSession, {})).employee_id) !== '';
		return judged(isNamed, isNamed ? 'as expected' : 'without the employee');
	},
};

const dateFormat: Probe = {
	name: 'Format of days',
	expected: `The settings name one with ${PARTS.join(', ')}`,
	otherwise: 'Days are written as YYYY-MM-DD then: look whether Booqable shows them right.',
	run: async (calls) => {
		const { dates } = await calls.one(settings, {});
		const format = isObject(dates) ? textOf(dates.format) : '';
		return judged(
			PARTS.every((part) => format.includes(part)),
			format || 'no format',
		);
	},
};

const orderTimes: Probe = {
	name: 'Times of orders',
	expected: 'UTC, as documented',
	otherwise: 'Set Order Times to "Account\'s Zone" in all operations and triggers of orders.',
	run: async (calls) => {
		const zone = textOf((await calls.one(getCompany, {})).default_timezone);
		const { orders: rules } = await calls.one(settings, {});
		const fixed = isObject(rules) ? textOf(rules.start_fixed_at) : '';
		if (!/^\d\d:\d\d$/.test(fixed)) return unknown('the settings name no fixed time for the start of orders');
		return clocks(await calls.many(getOrders, { limit: PAGE }), fixed, zone);
	},
};

/** Orders that start at the fixed time of the settings, on a clock in UTC or on that of the account. */
function clocks(orders: readonly IDataObject[], fixed: string, zone: string): Seen {
	const starts = orders
		.map(({ starts_at: start }) => luxon().DateTime.fromISO(textOf(start), { zone: 'utc' }))
		.filter((start) => start.isValid && start.setZone(zone).isValid && start.setZone(zone).offset !== 0);
	const at = (clock: (start: DateTime) => DateTime) =>
		starts.filter((start) => clock(start).toFormat('HH:mm') === fixed);
	const [utc, account] = [at((start) => start.setZone(zone)).length, at((start) => start).length];
	if (utc === account) return unknown('the starts of the orders do not show it');
	return judged(utc > account, utc > account ? 'UTC' : "the account's own clock, although it says +00:00");
}

const isObject = (value: unknown): value is IDataObject =>
	value !== null && typeof value === 'object' && !Array.isArray(value);

/** Where this one fails, nothing works, and the failure is that of the node. */
export const FIRST_PROBE: Probe = company;

export const READ_PROBES: readonly Probe[] = [
	...PERMISSIONS.map(permission),
	plan,
	rateLimit,
	monthlyCalls,
	listForm,
	pageSize,
	changedSince,
	archived,
	emailCase,
	phoneSearch,
	missingRecord,
	session,
	dateFormat,
	orderTimes,
];

export const READ_CALLS = [getCompany, ...PERMISSIONS.map(([, read]) => read), readCustomer, getSession, settings];
