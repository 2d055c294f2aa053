import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { Refusal } from './http/refusal';
import { send, type Answer, type Connection, type Request } from './http/send';
import { Input, InputProblem, titleOf } from './input';
import { look, withNewEntries, type Lookup } from './lookup';
import { methodOf, pathOf, type Operation } from './operation';
import type { PageRequest } from './paging';
import type { Account } from './service';

/** A scope that the token was not granted: known before the call, so none is made. */
export class MissingScope extends Error {
	constructor(readonly scopes: readonly string[]) {
		super(`Missing scope ${scopes.join(', ')}`);
	}
}

/** Executes operations for one account. Operations with dependent calls use it to call others. */
export class Calls {
	constructor(private readonly connection: Connection) {}

	get account(): Account {
		return this.connection.account;
	}

	/** HTTP calls made so far. */
	get made(): number {
		return this.connection.calls;
	}

	/** Aborted when the user cancels the execution. */
	get signal(): AbortSignal | undefined {
		return this.connection.signal;
	}

	/** What a further credential of the node holds. */
	async credential(type: string): Promise<ICredentialDataDecryptedObject> {
		return await this.connection.context.getCredentials(type);
	}

	/** The same account, for calls that have stopped waiting `milliseconds` from now; `made` counts theirs alone. */
	within(milliseconds: number): Calls {
		const limit = AbortSignal.timeout(milliseconds);
		const signal = this.connection.signal ? AbortSignal.any([this.connection.signal, limit]) : limit;
		return new Calls({ ...this.connection, signal, calls: 0 });
	}

	/** Runs another operation with these parameters. Lists are read whole unless `limit` is among them. */
	async run(operation: Operation, values: Readonly<Record<string, unknown>>): Promise<IDataObject | IDataObject[]> {
		const all: Record<string, unknown> = { returnAll: values.limit === undefined, ...values };
		return await this.perform(operation, new Input({ read: (name) => all[name], account: this.account }));
	}

	/** As `run`, for an operation that gives one object. */
	async one(operation: Operation, values: Readonly<Record<string, unknown>>): Promise<IDataObject> {
		const result = await this.run(operation, values);
		return Array.isArray(result) ? (result[0] ?? {}) : result;
	}

	/** As `one`; undefined when the service knows no such record. */
	async oneOrNone(operation: Operation, values: Readonly<Record<string, unknown>>): Promise<IDataObject | undefined> {
		return await this.one(operation, values).catch((error: unknown) => {
			if (error instanceof Refusal && error.status === 404) return undefined;
			throw error;
		});
	}

	/** As `run`, for an operation that gives a list. */
	async many(operation: Operation, values: Readonly<Record<string, unknown>>): Promise<IDataObject[]> {
		const result = await this.run(operation, values);
		return Array.isArray(result) ? result : [result];
	}

	/** As `perform`, for an operation that gives one object. */
	async onePerformed(operation: Operation, input: Input): Promise<IDataObject> {
		const result = await this.perform(operation, input);
		return Array.isArray(result) ? (result[0] ?? {}) : result;
	}

	async look<T>(lookup: Lookup<T>): Promise<T> {
		return await look(lookup, this);
	}

	async perform(descriptor: Operation, asked: Input): Promise<IDataObject | IDataObject[]> {
		const operation = this.account.adapt?.(descriptor) ?? descriptor;
		this.checkScopes(operation);
		if (operation.execute) return await operation.execute(this, await this.withNeeds(operation, asked));
		if (operation.paging) return await this.list(operation, await this.withNeeds(operation, asked));
		const { input, request } = await withNewEntries(operation.needs?.(asked) ?? [], this, async () => this.prepared(operation, await this.withNeeds(operation, asked)));
		const { body, headers } = await send(this.connection, request);
		return operation.answer ? operation.answer(body, await this.withWants(operation, body, input), headers) : body;
	}

	private checkScopes(operation: Operation): void {
		const granted = this.account.scopes;
		if (!granted || granted.size === 0) return;
		const missing = operation.scopes.filter((scope) => !granted.has(scope));
		if (missing.length > 0) throw new MissingScope(missing);
	}

	private async withNeeds(operation: Operation, input: Input): Promise<Input> {
		const needs = operation.needs?.(input) ?? [];
		if (needs.length === 0) return input;
		const found = new Map<string, unknown>();
		for (const lookup of needs) found.set(lookup.name, await this.look(lookup));
		return input.withFound(found);
	}

	/** The call has been made by now: a read that fails is left out, whatever the reason. */
	private async withWants({ wants }: Operation, body: IDataObject, input: Input): Promise<Input> {
		const found = new Map<string, unknown>();
		for (const lookup of wants?.(body, input) ?? []) {
			await this.look(lookup).then((result) => found.set(lookup.name, result), () => undefined);
		}
		return found.size > 0 ? input.withFound(found) : input;
	}

	private async list(operation: Operation, input: Input): Promise<IDataObject[]> {
		const paging = operation.paging;
		if (!paging) return [];
		const wanted = input.flag('returnAll') ? Infinity : (input.number('limit') ?? 50);
		const size = Math.min(paging.size, wanted);
		const collected: IDataObject[] = [];
		let request: PageRequest | undefined = paging.first(size);
		for (let index = 0; request && collected.length < wanted; index++) {
			const { body } = await this.call(operation, input, request);
			const items = paging.items(body);
			if (items.length === 0) break; // totals are not to be trusted: an empty page is the end
			collected.push(...(operation.keep ? items.filter((item) => operation.keep?.(item, input)) : items));
			request = nextPage(paging.next({ items, body, index, size }), request);
		}
		const kept = collected.length > wanted ? collected.slice(0, wanted) : collected;
		const { answer } = operation;
		if (!answer) return kept;
		return kept.flatMap((item): IDataObject[] => {
			const given = answer(item, input, {});
			return Array.isArray(given) ? given : [given];
		});
	}

	private async call(operation: Operation, input: Input, page: PageRequest): Promise<Answer> {
		return await send(this.connection, this.prepared(operation, input, page).request);
	}

	/** The request of an operation: whatever is wrong with the input is told here, before any call of it. */
	private prepared(operation: Operation, input: Input, page: PageRequest = {}): { readonly input: Input; readonly request: Request } {
		const body = operation.body || page.body ? { ...operation.body?.(input), ...page.body } : undefined;
		const request: Request = {
			method: methodOf(operation.endpoint),
			endpoint: operation.endpoint,
			path: filled(pathOf(operation.endpoint), input),
			effect: operation.effect,
			headers: { ...this.connection.service.headers(operation), ...operation.headers },
			query: { ...operation.query?.(input), ...page.query },
			body,
		};
		return { input, request };
	}
}

/** A cursor that does not move would give the same page for ever. */
function nextPage(next: PageRequest | undefined, current: PageRequest): PageRequest | undefined {
	return next && JSON.stringify(next) === JSON.stringify(current) ? undefined : next;
}

/** Fills `{name}` from the account or the parameters, encoded. */
function filled(path: string, input: Input): string {
	return path.replace(/\{(\w+)\}/g, (_, name: string) => {
		const own = input.account.values[name];
		const value = own ?? input.id(name);
		if (value === '') throw new InputProblem(name, `The credential has no ${titleOf(name)}`, 'Open the credential and fill it in.');
		return encodeURIComponent(value);
	});
}

