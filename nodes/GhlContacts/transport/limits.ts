import type { IDataObject } from 'n8n-workflow';
import { numberIn } from '../../shared/http/headers';
import type { Service } from '../../shared/service';

/** What the rate-limit headers of an answer say. */
export function observed(seen: IDataObject): ReturnType<Service['observed']> {
	const daily = numberIn(seen['x-ratelimit-daily-remaining']);
	const limit = numberIn(seen['x-ratelimit-limit-daily']);
	const endsIn = numberIn(seen['x-ratelimit-daily-reset']); // GHL's own client reads it as milliseconds
	return {
		calls: numberIn(seen['x-ratelimit-max']),
		interval: numberIn(seen['x-ratelimit-interval-milliseconds']),
		remaining: numberIn(seen['x-ratelimit-remaining']),
		exhausted: daily === 0 ? `the ${String(seen['x-ratelimit-limit-daily'] ?? '')} calls a day` : undefined,
		usage:
			daily !== undefined && limit
				? { used: limit - daily, limit, endsAt: endsIn === undefined ? undefined : Date.now() + endsIn }
				: undefined,
	};
}
