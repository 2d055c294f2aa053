import { z } from 'zod';

const where = {
	/** Name of the service; without it every service is meant. */
	service: z.string().optional(),
	method: z.string().optional(),
	/**
	 * Path after the service's prefix: a glob (`/contacts/*`, `**` crosses slashes), or a regular expression when it
	 * begins with `^`.
	 */
	path: z.union([z.string(), z.instanceof(RegExp)]).optional(),
	/** Name of the webhook event, for the webhook faults. */
	event: z.string().optional(),
	/** How often the rule applies; without it, for ever. */
	times: z.number().int().positive().optional(),
	/** Probability, drawn from the sandbox's seed. */
	rate: z.number().min(0).max(1).optional(),
};
/**
 * `html`: a page instead of JSON. `empty`: no body. `cut`: the first half of the JSON. `bare`: a list without the
 * object around it.
 * In all these the service does the work. `login`: 302 to a page to sign in, and the service never sees the call.
 */
export const SPOILS = ['html', 'empty', 'cut', 'bare', 'login'] as const;
export type Spoil = (typeof SPOILS)[number];

const status = z.number().int().min(100).max(599);

export const faultRuleSchema = z.discriminatedUnion('kind', [
	/**
	 * Answered before the service sees the call. `retryAfter` is the header's value, in seconds or as a date; `headers`
	 * are further ones.
	 */
	z
		.object({
			...where,
			kind: z.literal('status'),
			status,
			retryAfter: z.union([z.number(), z.string()]).optional(),
			headers: z.record(z.string()).optional(),
			body: z.unknown().optional(),
		})
		.strict(),
	z.object({ ...where, kind: z.literal('delay'), ms: z.number().nonnegative() }).strict(),
	/** Connection reset before the service sees the call; with `inBody` a status and a part of a body come first. */
	z.object({ ...where, kind: z.literal('drop'), inBody: z.boolean().optional() }).strict(),
	/** The service does the work, then the connection is reset; with `inBody` in the middle of the answer. */
	z.object({ ...where, kind: z.literal('answerLost'), inBody: z.boolean().optional() }).strict(),
	/** The service does the work, then answers as if it had not. */
	z.object({ ...where, kind: z.literal('statusAfterCommit'), status, body: z.unknown().optional() }).strict(),
	/**
	 * The answer says success and is not what the service gives: as proxies, portals and broken deployments answer. See
	 * `spoil`.
	 */
	z.object({ ...where, kind: z.literal('spoiled'), as: z.enum(SPOILS) }).strict(),
	/** How long writes stay invisible to search endpoints. */
	z.object({ ...where, kind: z.literal('indexLag'), ms: z.number().nonnegative() }).strict(),
	z.object({ ...where, kind: z.literal('webhookDuplicate'), copies: z.number().int().positive().default(1) }).strict(),
	/** The webhook waits until the next one has left. */
	z.object({ ...where, kind: z.literal('webhookReorder') }).strict(),
	z.object({ ...where, kind: z.literal('webhookDrop') }).strict(),
	z.object({ ...where, kind: z.literal('webhookDelay'), ms: z.number().nonnegative() }).strict(),
]);

export type FaultRule = z.input<typeof faultRuleSchema>;
type ParsedRule = z.output<typeof faultRuleSchema>;
export type FaultKind = ParsedRule['kind'];
type Rule<K extends FaultKind> = Extract<ParsedRule, { kind: K }>;

export interface FaultTarget {
	service: string;
	method?: string;
	path?: string;
	event?: string;
}

interface ArmedRule {
	rule: ParsedRule;
	left: number;
}

function pathPattern(path: string | RegExp): RegExp {
	if (path instanceof RegExp) return path;
	if (path.startsWith('^')) return new RegExp(path);
	const escaped = path.replace(/\/$/, '').replace(/[.+?^${}()|[\]\\]/g, '\\$&');
	return new RegExp(`^${escaped.replace(/\*\*/g, '\0').replace(/\*/g, '[^/]*').replaceAll('\0', '.*')}$`);
}

function matches(rule: ParsedRule, target: FaultTarget): boolean {
	if (rule.service !== undefined && rule.service !== target.service) return false;
	if (rule.method !== undefined && rule.method.toUpperCase() !== target.method?.toUpperCase()) return false;
	if (rule.event !== undefined && rule.event !== target.event) return false;
	if (rule.path === undefined) return true;
	return target.path !== undefined && pathPattern(rule.path).test(target.path.replace(/(.)\/$/, '$1'));
}

/** The faults that were set. Rules are tried in the order they were added. */
export class Faults {
	private armed: ArmedRule[] = [];

	/** @param random seeded, so that a rule with a `rate` hits the same calls in every run */
	constructor(private readonly random: () => number) {}

	/** @throws ZodError when the rule is not one of the documented shapes */
	add(rules: FaultRule | FaultRule[]): void {
		for (const rule of [rules].flat()) {
			const parsed = faultRuleSchema.parse(rule);
			this.armed.push({ rule: parsed, left: parsed.times ?? Infinity });
		}
	}

	clear(): void {
		this.armed = [];
	}

	/** The first rule of that kind that applies to the call and is one of those meant; taking it uses it up by one. */
	take<K extends FaultKind>(
		kind: K,
		target: FaultTarget,
		meant: (rule: Rule<K>) => boolean = () => true,
	): Rule<K> | undefined {
		for (const entry of this.armed) {
			if (!isKind(entry.rule, kind) || entry.left <= 0 || !matches(entry.rule, target) || !meant(entry.rule)) continue;
			if (entry.rule.rate !== undefined && this.random() >= entry.rule.rate) continue;
			entry.left -= 1;
			return entry.rule;
		}
		return undefined;
	}

	/** Lag of the search index for a call, in milliseconds of world time; `fallback` without a rule. */
	indexLag(target: FaultTarget, fallback: number): number {
		return this.take('indexLag', target)?.ms ?? fallback;
	}

	list(): unknown[] {
		return this.armed.map(({ rule, left }) => ({
			...rule,
			path: rule.path?.toString(),
			left: Number.isFinite(left) ? left : null,
		}));
	}
}

function isKind<K extends FaultKind>(rule: ParsedRule, kind: K): rule is Rule<K> {
	return rule.kind === kind;
}
