import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import type { CachedRead } from '../../../shared/endpoint';
import type { Usage } from '../../../shared/http/allowance';
import { operation } from '../../../shared/operation';
import { record } from '../../responses';

const subscription = z.object({
	plan_identifier: z.string().nullish(),
	api_usage_count: z.number().catch(0),
	allowed_features: z.array(z.string()).catch([]),
	restrictions: z
		.object({
			rate_limit_max: z.number().nullish(),
			rate_limit_period: z.number().nullish(),
			api_monthly_calls: z.number().nullish(),
		})
		.catch({}),
});

/** Calls of the month against what the plan allows. `now` decides how much of the month is over. */
export function usageOf(company: IDataObject, now: Date): IDataObject {
	const {
		plan_identifier,
		api_usage_count: used,
		allowed_features,
		restrictions,
	} = subscription.parse(company.subscription ?? {});
	const allowed = restrictions.api_monthly_calls ?? null;
	const monthStart = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1);
	const monthEnd = endOfMonth(now);
	const elapsed = (now.getTime() - monthStart) / (monthEnd - monthStart);
	return {
		plan: plan_identifier ?? null,
		callsUsed: used,
		callsAllowed: allowed,
		callsLeft: allowed === null ? null : Math.max(0, allowed - used),
		percentUsed: allowed ? Math.round((used / allowed) * 1000) / 10 : null,
		expectedAtMonthEnd: elapsed > 0 ? Math.round(used / elapsed) : used,
		callsPerPeriod: restrictions.rate_limit_max ?? null,
		periodInSeconds: restrictions.rate_limit_period ?? null,
		hasApi: allowed_features.includes('api'),
	};
}

const endOfMonth = (now: Date): number => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1);

export const getUsage = operation({
	resource: 'company',
	name: 'getUsage',
	label: 'Get API Usage',
	action: 'Get API usage of company',
	description:
		'Calls made this month by all programs, what the plan allows, and what the month will end with at this pace. Months are counted in UTC.',
	parameters: [],
	endpoint: {
		route: 'GET /api/4/companies/current.json',
		effect: 'read',
		source: 'Booqable API v4, Companies; Billing plans',
		query: () => ({ 'extra_fields[companies]': 'subscription' }),
		envelope: { record: ['data'] },
		answer: (body) => usageOf(record(body), new Date()),
	},
});

/**
 * What is spent of the month's calls; undefined for a plan that tells no limit, or that refuses the question. A little
 * less than an hour, so that a trigger that polls each hour asks each time.
 */
export const usage: CachedRead<Usage | undefined> = {
	name: 'calls spent',
	keep: 55 * 60_000,
	endpoint: getUsage.endpoint,
	read: ([{ callsUsed, callsAllowed }]) =>
		callsAllowed ? { used: Number(callsUsed), limit: Number(callsAllowed), endsAt: endOfMonth(new Date()) } : undefined,
	otherwise: () => undefined,
};
