import fastify, { type FastifyInstance } from 'fastify';
import { Clock } from './clock';
import { addContentTypes } from './contentTypes';
import { addControl } from './control';
import { addFaultHooks } from './faultHooks';
import { Faults, type FaultRule } from './faults';
import { SeededRandom } from './random';
import { RequestLog, type RecordedRequest, type RequestFilter } from './requestLog';
import type { Sandbox, SandboxOptions } from './sandbox';
import type { Service, World } from './service';
import { defaultServices } from './services';
import { WebhookSender } from './webhooks';

export type { Sandbox, SandboxOptions } from './sandbox';

function limitFactor(limits: SandboxOptions['limits']): number {
	if (limits === 'off') return Infinity;
	return typeof limits === 'number' ? limits : 1;
}

/** Starts the stand-ins on 127.0.0.1. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const running = new RunningSandbox(options);
	await running.listen(options.port ?? 0);
	return running;
}

class RunningSandbox implements Sandbox {
	readonly webhooks: WebhookSender;
	private readonly app: FastifyInstance = fastify({
		bodyLimit: 20 * 1024 * 1024,
		forceCloseConnections: true,
		routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
	});
	private readonly clock: Clock;
	private readonly log: RequestLog;
	private readonly faultRules: Faults;
	private readonly services = new Map<string, Service>();
	private readonly streams: SeededRandom[] = [];
	private address = '';

	constructor(private readonly options: SandboxOptions) {
		this.clock = new Clock(options.timeScale ?? 1);
		this.log = new RequestLog(() => this.clock.now());
		const chance = this.stream('faults');
		this.faultRules = new Faults(() => chance.next());
		this.webhooks = new WebhookSender(this.clock, this.faultRules);
		for (const [index, factory] of (options.services ?? defaultServices).entries()) {
			const service = factory(this.world(this.stream(`service ${index}`)));
			this.services.set(service.name, service);
		}
	}

	get url(): string {
		return this.address;
	}

	get port(): number {
		return Number(new URL(this.address).port);
	}

	async listen(port: number): Promise<void> {
		addContentTypes(this.app);
		addFaultHooks(this.app, { faults: this.faultRules, log: this.log, clock: this.clock, services: this.services });
		addControl(this.app, this);
		for (const service of this.services.values()) {
			await this.app.register(async (scoped) => service.register(scoped), { prefix: `/${service.name}` });
		}
		this.address = await this.app.listen({ host: '127.0.0.1', port });
	}

	reset(): void {
		this.clock.reset();
		for (const stream of this.streams) stream.reset();
		this.faultRules.clear();
		this.webhooks.reset();
		this.log.clear();
		for (const service of this.services.values()) service.reset();
	}

	seed(service: string, input: unknown): unknown {
		return this.service(service).seed(input);
	}

	faults(rules: FaultRule | FaultRule[]): void {
		this.faultRules.add(rules);
	}

	clearFaults(): void {
		this.faultRules.clear();
	}

	listFaults(): unknown[] {
		return this.faultRules.list();
	}

	state(service?: string): unknown {
		if (service !== undefined) return this.service(service).state();
		return Object.fromEntries([...this.services.values()].map((each) => [each.name, each.state()]));
	}

	requests(filter?: RequestFilter): RecordedRequest[] {
		return this.log.list(filter);
	}

	clearRequests(): void {
		this.log.clear();
	}

	expireTokens(): void {
		for (const service of this.services.values()) service.expireTokens?.();
	}

	advance(milliseconds: number): void {
		this.time({ advance: milliseconds });
	}

	time(change: { now?: string | number; advance?: number; frozen?: boolean }): number {
		// First, so that what is frozen stands at exactly the requested time.
		if (change.frozen !== undefined) this.clock.freeze(change.frozen);
		if (change.now !== undefined) this.clock.set(new Date(change.now).getTime());
		if (change.advance !== undefined) this.clock.advance(change.advance);
		this.webhooks.pump();
		return this.clock.now();
	}

	async close(): Promise<void> {
		this.webhooks.reset();
		await this.app.close();
	}

	private service(name: string): Service {
		const service = this.services.get(name);
		if (!service)
			throw new Error(`The sandbox has no service "${name}". It has: ${[...this.services.keys()].join(', ')}.`);
		return service;
	}

	private stream(label: string): SeededRandom {
		const stream = new SeededRandom(`${this.options.seed ?? 'sandbox'}/${label}`);
		this.streams.push(stream);
		return stream;
	}

	private world(random: SeededRandom): World {
		return {
			now: () => this.clock.now(),
			random: () => random.next(),
			id: (length) => random.id(length),
			uuid: () => random.uuid(),
			faults: this.faultRules,
			webhooks: this.webhooks,
			timeScale: this.clock.timeScale,
			limits: limitFactor(this.options.limits),
			baseUrl: () => this.address,
		};
	}
}
