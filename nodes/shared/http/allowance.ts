import type { CachedRead } from '../endpoint';

/** The calls that an app allows in a day or a month, over which it counts long after the limit of a minute. */
export interface Allowance {
	readonly period: 'day' | 'month';
	/** As documented; counts until the app says its own. Without it nothing is known until then. */
	readonly limit?: number;
	/** Tells what is spent, where the app does not say it with each answer. Kept for less than an hour. */
	readonly usage?: CachedRead<Usage | undefined>;
}

/** What an app says of its allowance. */
export interface Usage {
	readonly used: number;
	readonly limit: number;
	/** When its count begins anew, in milliseconds since 1970. */
	readonly endsAt?: number;
}

/** How much of an allowance is spent. */
export interface Spent extends Pick<Allowance, 'period'> {
	/** The app, as users know it. */
	readonly app: string;
	readonly percent: number;
	/** When the count begins anew, in milliseconds since 1970. */
	readonly endsAt?: number;
	/** The app did not say it: these are the calls of this n8n process alone. */
	readonly isOwnCount: boolean;
}

/** The part of an account by which its calls are counted. */
interface Counted {
	/** Shared by all credentials that spend the same allowance. */
	readonly key: string;
	/** What Sync calls the account. */
	readonly name?: string;
}

/** The part of a service that says what it allows. */
interface Allowing {
	readonly name: string;
	readonly allowance?: Allowance;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** An app that said nothing for so long is not held to what it said: its plan or the day may be another. */
const BELIEVED = 2 * HOUR;

/** Calls of one allowance: those that the app told, and those that this process has made since. */
class Count {
	private told?: { readonly usage: Usage; readonly at: number };
	private sinceTold = 0;
	private own = { from: 0, calls: 0 };

	constructor(
		private readonly app: string,
		private readonly allowance: Allowance,
		readonly account: string | undefined,
	) {}

	add(now: number): void {
		this.sinceTold++;
		if (now - this.own.from >= DAY) this.own = { from: now, calls: 0 };
		this.own.calls++;
	}

	/** The same answer may be kept and be told again. */
	tell(usage: Usage, now: number): void {
		if (usage === this.told?.usage) return;
		this.told = { usage, at: now };
		this.sinceTold = 0;
	}

	spent(now: number): Spent | undefined {
		const { app, told } = this;
		const { period, limit } = this.allowance;
		if (told && now - told.at < BELIEVED && now < (told.usage.endsAt ?? Infinity)) {
			const { used, limit: allowed, endsAt } = told.usage;
			return { app, period, percent: percentOf(used + this.sinceTold, allowed), endsAt, isOwnCount: false };
		}
		if (told || limit === undefined || now - this.own.from >= DAY) return undefined;
		const endsAt = this.own.from + DAY;
		return { app, period, percent: percentOf(this.own.calls, limit), endsAt, isOwnCount: true };
	}
}

const percentOf = (used: number, limit: number): number => Math.floor((used * 100) / limit);

const counts = new Map<string, Count>();

function countOf({ name, allowance }: Allowing, account: Counted): Count | undefined {
	if (!allowance) return undefined;
	const known = counts.get(account.key) ?? new Count(name, allowance, account.name);
	counts.set(account.key, known);
	return known;
}

/** Counts a call that is about to be made. */
export const countCall = (service: Allowing, account: Counted, now = Date.now()): void =>
	countOf(service, account)?.add(now);

/** Takes what the app says of its allowance. */
export const tellUsage = (service: Allowing, account: Counted, usage: Usage, now = Date.now()): void =>
	countOf(service, account)?.tell(usage, now);

/** How much is spent as far as it is known; undefined where it is not. */
export const spentBy = (service: Allowing, account: Counted, now = Date.now()): Spent | undefined =>
	countOf(service, account)?.spent(now);

/**
 * How much an account has spent as far as any call of this process has shown it: the most, where credentials of several
 * apps reach it.
 */
export function spentIn(app: string, account: string, now = Date.now()): Spent | undefined {
	const known = [...counts.values()]
		.filter((count) => count.account === account)
		.flatMap((count) => count.spent(now) ?? [])
		.filter((spent) => spent.app === app);
	return known.sort((one, other) => other.percent - one.percent)[0];
}

/** Whether so much is spent that what is not urgent waits. At 100 percent the app refuses all by itself. */
export const isPaused = (spent: Spent | undefined, pauseAt: number): spent is Spent =>
	pauseAt < 100 && spent !== undefined && spent.percent >= pauseAt;

/** Why work that is not urgent waits, in a sentence. */
export function reasonOf({ app, percent, period, endsAt, isOwnCount }: Spent, pauseAt: number): string {
	const counted = isOwnCount ? `, by the count of this n8n alone, since ${app} says nothing` : '';
	const until = endsAt === undefined ? `until ${app} counts a new ${period}` : `until ${inWords(endsAt)}`;
	return `${percent} percent of the calls that ${app} allows in a ${period} are spent${counted}. From ${pauseAt} percent on, what is not urgent waits, ${until}; what is urgent goes on`;
}

/** Such as "1 December 2026, 00:00 UTC". */
function inWords(moment: number): string {
	const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(moment);
	return `${date}, ${new Date(moment).toISOString().slice(11, 16)} UTC`;
}
