import type { FastifyReply } from 'fastify';
import { RateLimit, after, nextUtcDay } from '../../rateLimit';
import type { World } from '../../service';
import { tooManyRequests } from '../errors';
import type { Token } from './tokens';

const BURST = 100;
const BURST_WINDOW = 10_000;
const DAILY = 200_000;
/** Shown when the limits are off: headers must still be numbers. */
const UNLIMITED = 1_000_000_000;

/** GHL counts per app and location: a second token of the same app, or a refreshed one, does not help. */
function bucket(token: Token): string {
	return `${token.appId ?? 'private'}:${token.locationId ?? token.companyId}`;
}

export class Limits {
	private readonly burst: RateLimit;
	private readonly daily: RateLimit;

	constructor(private readonly world: World) {
		const limit = (real: number): number => Math.min(UNLIMITED, Math.max(1, Math.round(real * world.limits)));
		const now = (): number => world.now();
		this.burst = new RateLimit({ now, limit: limit(BURST), ends: after(BURST_WINDOW) });
		this.daily = new RateLimit({ now, limit: limit(DAILY), ends: nextUtcDay });
	}

	/** @throws ApiError 429; the headers are set in either case */
	take(token: Token, reply: FastifyReply): void {
		const key = bucket(token);
		const open = this.burst.peek(key).allowed && this.daily.peek(key).allowed;
		if (open) {
			this.burst.take(key);
			this.daily.take(key);
		}
		this.describe(reply, key);
		if (!open) throw tooManyRequests();
	}

	/** Sets the headers that every answer carries; without a key those of a caller who is not known yet. */
	describe(reply: FastifyReply, key = 'unknown'): void {
		const burst = this.burst.peek(key);
		const daily = this.daily.peek(key);
		void reply.headers({
			'X-RateLimit-Limit-Daily': String(daily.limit),
			'X-RateLimit-Daily-Remaining': String(daily.remaining),
			'X-RateLimit-Daily-Reset': String(daily.endsAt - this.world.now()),
			'X-RateLimit-Interval-Milliseconds': String(BURST_WINDOW),
			'X-RateLimit-Max': String(burst.limit),
			'X-RateLimit-Remaining': String(burst.remaining),
		});
	}

	/** As if the private integrations of a location had made so many calls today. */
	useDay(locationId: string, calls: number): void {
		this.daily.use(`private:${locationId}`, calls);
	}

	reset(): void {
		this.burst.reset();
		this.daily.reset();
	}
}
