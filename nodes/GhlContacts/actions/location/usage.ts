import { numberIn } from '../../../shared/http/headers';
import { operation } from '../../../shared/operation';

export const getUsage = operation({
	resource: 'location',
	name: 'getUsage',
	label: 'Get API Usage',
	action: 'Get API usage of location',
	description: 'Get how many calls are left of the allowance of this app in this sub-account. Costs one call.',
	parameters: [],
	endpoint: {
		route: 'GET /locations/{locationId}',
		effect: 'read',
		scopes: ['locations.readonly'],
		source: 'locations.json get-location; GHL docs, Rate Limits',
		envelope: { record: ['location'] },
		answer: (_, input, headers) => {
			const count = (name: string): number | null => numberIn(headers[`x-ratelimit-${name}`]) ?? null;
			const reset = count('daily-reset');
			const [limit, remaining] = [count('limit-daily'), count('daily-remaining')];
			return {
				locationId: input.account.values.locationId,
				dailyLimit: limit,
				dailyRemaining: remaining,
				percentUsed: limit && remaining !== null ? Math.round((1 - remaining / limit) * 1000) / 10 : null,
				dailyResetSeconds: reset === null ? null : Math.round(reset / 1000),
				burstLimit: count('max'),
				burstRemaining: count('remaining'),
				burstIntervalSeconds: (count('interval-milliseconds') ?? 0) / 1000,
			};
		},
	},
});
