export interface Plan {
	readonly name: string;
	/** Calls per 60 seconds. */
	readonly callsPerPeriod: number;
	readonly callsPerMonth: number;
	readonly features: readonly string[];
}

const COMMON = ['mobile_app', 'zapier', 'bundles', 'coupons', 'reports', 'downtimes', 'online_bookings'];

/** From the reference's billing plans: limits, and the features that matter to an integration. */
const plans: readonly Plan[] = [
	{ name: 'essential', callsPerPeriod: 50, callsPerMonth: 10_000, features: [...COMMON, 'api', 'notes'] },
	{
		name: 'pro',
		callsPerPeriod: 100,
		callsPerMonth: 150_000,
		features: [...COMMON, 'api', 'notes', 'exports', 'permissions'],
	},
	{
		name: 'premium',
		callsPerPeriod: 250,
		callsPerMonth: 450_000,
		features: [...COMMON, 'api', 'notes', 'exports', 'permissions'],
	},
	{ name: 'small', callsPerPeriod: 50, callsPerMonth: 10_000, features: COMMON },
];

export function planOf(name: string): Plan {
	const plan = plans.find((each) => each.name === name);
	if (!plan) throw new Error(`There is no plan "${name}". There are: ${plans.map((each) => each.name).join(', ')}.`);
	return plan;
}
