import type { Account, Behavior } from '../models/account';
import type { Values } from '../models/records';

/** Only given with `extra_fields[companies]=subscription`. */
function subscription({ plan, monthlyCalls, slug }: Account): Values {
	return {
		activated: true,
		active_subscription: true,
		suspended: false,
		canceled: false,
		canceled_at: null,
		on_hold: false,
		plan_identifier: plan.name,
		interval: 'month',
		strategy: 'charge_automatically',
		currency: 'usd',
		enabled_features: [],
		allowed_features: [...plan.features],
		api_usage_count: monthlyCalls.used(slug),
		restrictions: {
			rate_limit_max: plan.callsPerPeriod,
			rate_limit_period: 60,
			api_monthly_calls: plan.callsPerMonth,
			employees: 15,
			locations: 5,
			tags: null,
			custom_fields: null,
		},
	};
}

export const companies: Behavior = {
	derive: (account) => ({ subscription: subscription(account) }),
	events: () => ({ updated: 'company.updated' }),
};

const latest = (account: Account, type: string): string | null =>
	account
		.all(type)
		.map(({ values }) => String(values.updated_at))
		.sort()
		.at(-1) ?? null;

/** Tells a client which of its caches are stale. */
export const sessions: Behavior = {
	derive: (account) => ({
		default_properties_updated_at: latest(account, 'default_properties'),
		locations_updated_at: latest(account, 'locations'),
		countries_updated_at: latest(account, 'countries'),
	}),
};
