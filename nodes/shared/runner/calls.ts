import type { IDataObject } from 'n8n-workflow';
import { mapInTurns } from '../breather';
import type { Endpoint, CachedRead } from '../endpoint';
import { spentBy, tellUsage, type Spent } from '../http/allowance';
import { isMissing, UnclearAnswerError } from '../http/errors';
import { pathOf, type Route } from '../http/route';
import { callsUnderWay, send, type Answer, type Connection, type Request } from '../http/send';
import { Input, InputProblem, textOf, titleOf } from '../parameters/input';
import { forget, readCached, withNewEntries } from './cachedRead';
import type { ItemTries } from './itemTries';
import type { PageRequest } from '../http/paging';
import type { ServiceAccount } from '../service';

/** A scope that the token was not granted: known before the call, so none is made. */
export class MissingScope extends Error {
	constructor(
		readonly scopes: readonly string[],
		readonly route: Route,
	) {
		super(`Missing scope ${scopes.join(', ')}`);
	}
}

type Result = IDataObject | IDataObject[];
type Values = Readonly<Record<string, unknown>>;

/** Calls that depend on each other. */
export interface Work {
	readonly execute: (calls: Calls, input: Input) => Promise<Result>;
}

/** What can be called: an endpoint, or an operation that is one or is made of several. */
export type Callable = Endpoint | (({ readonly endpoint: Endpoint } | Work) & Outdating);

/** What was read before of the definitions that an operation changes: read again with the next need. */
export interface Outdating {
	readonly outdates?: ReadonlyArray<CachedRead<unknown>>;
}

/** Calls endpoints for one account. Operations with dependent calls use it to call others. */
export class Calls {
	constructor(
		private readonly connection: Connection,
		/** Where n8n may run the item again: what it has created by then. */
		private readonly tries?: ItemTries,
	) {}

	/** The same for all calls of one account in one run of the node. */
	get session(): object {
		return this.connection;
	}

	/** The same account, on behalf of one item that n8n may run again. */
	forItem(tries: ItemTries): Calls {
		return new Calls(this.connection, tries);
	}

	get account(): ServiceAccount {
		return this.connection.account;
	}

	/** HTTP calls made so far. */
	get made(): number {
		return this.connection.calls;
	}

	/** How many calls must be under way at a time to use the account's whole allowance; 0 before the first answer. */
	get underWay(): number {
		return callsUnderWay(this.connection);
	}

	/** Aborted when the user cancels the execution. */
	get signal(): AbortSignal | undefined {
		return this.connection.signal;
	}

	/**
	 * The same account, for calls that have stopped waiting `milliseconds` from now; `made` counts theirs alone. What
	 * an earlier try of the item created is not known to them.
	 */
	within(milliseconds: number): Calls {
		const limit = AbortSignal.timeout(milliseconds);
		const signal = this.connection.signal ? AbortSignal.any([this.connection.signal, limit]) : limit;
		return new Calls({ ...this.connection, signal, deadline: Date.now() + milliseconds, calls: 0 });
	}

	/** Calls with these parameters. Lists are read whole unless `limit` is among them. */
	async run(target: Callable, values: Values): Promise<Result> {
		const all: Record<string, unknown> = { returnAll: values.limit === undefined, ...values };
		return await this.perform(target, new Input({ read: (name) => all[name], account: this.account }));
	}

	/** As `run`, for what gives one object. */
	async one(target: Callable, values: Values): Promise<IDataObject> {
		return only(await this.run(target, values));
	}

	/** As `one`; undefined when the service knows no such record. */
	async oneOrNone(target: Callable, values: Values): Promise<IDataObject | undefined> {
		return await this.one(target, values).catch((error: unknown) => {
			if (isMissing(error)) return undefined;
			throw error;
		});
	}

	/** As `run`, for what gives a list. */
	async many(target: Callable, values: Values): Promise<IDataObject[]> {
		return [await this.run(target, values)].flat();
	}

	/** As `perform`, for what gives one object. */
	async onePerformed(target: Callable, input: Input): Promise<IDataObject> {
		return only(await this.perform(target, input));
	}

	async cached<T>(cachedRead: CachedRead<T>): Promise<T> {
		const { endpoint, values = {}, read, otherwise } = cachedRead;
		return await readCached(
			cachedRead,
			this.account,
			async () => await this.many(endpoint, values).then(read, otherwise),
		);
	}

	/** How much of the calls of a day or a month is spent; undefined where the service does not tell. */
	async spent(): Promise<Spent | undefined> {
		const { service } = this.connection;
		const { usage } = service.allowance ?? {};
		const told = usage && (await this.cached(usage));
		if (told) tellUsage(service, this.account, told);
		return spentBy(service, this.account);
	}

	/** Forgets what a cached read found, so that the next need reads again. */
	forget(cachedRead: CachedRead<unknown>): void {
		forget(cachedRead, this.account);
	}

	async perform(target: Callable, input: Input): Promise<Result> {
		const result =
			'execute' in target
				? await target.execute(this, input)
				: await this.call('endpoint' in target ? target.endpoint : target, input);
		if ('outdates' in target) for (const cachedRead of target.outdates ?? []) this.forget(cachedRead);
		return result;
	}

	private async call(documented: Endpoint, given: Input): Promise<Result> {
		const endpoint = this.connection.account.adapt?.(documented) ?? documented;
		this.checkScopes(endpoint);
		if (endpoint.paging) return await this.list(endpoint, await this.withNeeds(endpoint, given));
		const { input, request } = await withNewEntries(endpoint.needs?.(given) ?? [], this, async () =>
			this.prepared(endpoint, await this.withNeeds(endpoint, given)),
		);
		const { body, headers } = await this.sent(request);
		return endpoint.answer ? endpoint.answer(body, await this.withWants(endpoint, body, input), headers) : body;
	}

	private async sent(request: Request): Promise<Answer> {
		const made = async (): Promise<Answer> => await send(this.connection, request);
		return this.tries ? await this.tries.once(this.account.key, request, made) : await made();
	}

	private checkScopes({ scopes = [], route }: Endpoint): void {
		const granted = this.account.scopes;
		if (!granted || granted.size === 0) return;
		const missing = scopes.filter((scope) => !granted.has(scope));
		if (missing.length > 0) throw new MissingScope(missing, route);
	}

	/** Needs may depend on those that were read before: they are read until there is none left. */
	private async withNeeds({ needs }: Endpoint, input: Input): Promise<Input> {
		const found = new Map<string, unknown>();
		let known = input;
		for (;;) {
			const next = needs?.(known).find(({ name }) => !found.has(name));
			if (!next) return known;
			found.set(next.name, await this.cached(next));
			known = input.withFound(found);
		}
	}

	/** The call has been made by now: a read that fails is left out, whatever the reason. */
	private async withWants({ wants }: Endpoint, body: IDataObject, input: Input): Promise<Input> {
		const found = new Map<string, unknown>();
		for (const cachedRead of wants?.(body, input) ?? []) {
			await this.cached(cachedRead).then(
				(result) => found.set(cachedRead.name, result),
				() => undefined,
			);
		}
		return found.size > 0 ? input.withFound(found) : input;
	}

	private async list(endpoint: Endpoint, input: Input): Promise<IDataObject[]> {
		const { paging, keep, answer } = endpoint;
		if (!paging) return [];
		const wanted = input.flag('returnAll') ? Infinity : (input.number('limit') ?? 50);
		const size = Math.min(paging.size, wanted);
		const collected: IDataObject[] = [];
		let request: PageRequest | undefined = paging.first(size);
		let [before, taken] = ['', 0];
		for (let index = 0; request && taken < wanted; index++) {
			const { body } = await this.send(endpoint, input, request);
			const items = paging.items(body);
			if (items.length === 0) break; // totals are not to be trusted: an empty page is the end
			const ids = items.map(({ id, _id }) => textOf(id ?? _id)).join();
			if (ids === before && /[^,]/.test(ids)) throw samePage(endpoint);
			before = ids;
			const kept = (keep ? items.filter((item) => keep(item, input)) : items).slice(0, wanted - taken);
			taken += kept.length;
			// page by page, so that no more than one page lies in memory twice
			collected.push(...(answer ? (await mapInTurns(kept, (item) => answer(item, input, {}))).flat() : kept));
			request = nextPage(paging.next({ items, body, index, size }), request);
		}
		return collected;
	}

	private async send(endpoint: Endpoint, input: Input, page: PageRequest): Promise<Answer> {
		return await send(this.connection, this.prepared(endpoint, input, page).request);
	}

	/** The request of an endpoint: whatever is wrong with the input is reported here, before the call. */
	private prepared(
		endpoint: Endpoint,
		input: Input,
		page: PageRequest = {},
	): { readonly input: Input; readonly request: Request } {
		const body = endpoint.body || page.body ? { ...endpoint.body?.(input), ...page.body } : undefined;
		const request: Request = {
			endpoint: { envelope: endpoint.paging && { list: endpoint.paging.lists }, ...endpoint },
			path: filled(pathOf(endpoint.route), input),
			headers: { ...this.connection.service.headers(endpoint), ...endpoint.headers },
			query: { ...endpoint.query?.(input), ...page.query },
			body,
		};
		return { input, request };
	}
}

const only = (result: Result): IDataObject => (Array.isArray(result) ? (result[0] ?? {}) : result);

/** Whoever is asked for the next page and gives the one before, such as a cache that ignores the query, never ends. */
const samePage = (endpoint: Endpoint): UnclearAnswerError =>
	new UnclearAnswerError(endpoint.route, endpoint, 'the same page of the list twice');

/** A cursor that does not move would give the same page for ever. */
function nextPage(next: PageRequest | undefined, current: PageRequest): PageRequest | undefined {
	return next && JSON.stringify(next) === JSON.stringify(current) ? undefined : next;
}

/** Fills `{name}` from the account or the parameters, encoded. */
function filled(path: string, input: Input): string {
	return path.replace(/\{(\w+)\}/g, (_, name: string) => {
		const own = input.account.values[name];
		const value = own ?? input.id(name);
		if (value === '')
			throw new InputProblem(name, `The credential has no ${titleOf(name)}`, 'Open the credential and fill it in.');
		return encodeURIComponent(value);
	});
}
