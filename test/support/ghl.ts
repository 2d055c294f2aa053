import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { GoHighLevelApi } from '../../credentials/GoHighLevelApi.credentials';
import { GoHighLevelOAuth2Api } from '../../credentials/GoHighLevelOAuth2Api.credentials';
import { GhlContacts } from '../../nodes/GhlContacts/GhlContacts.node';
import { CLIENT_ID, CLIENT_SECRET, LOCATION_US, PIT_US } from '../../sandbox/ghl/world';
import type { RecordedRequest } from '../../sandbox/requestLog';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { TestCredentials } from './credentials';
import { failure, items, json, method, type Setup } from './engine';

export const node = new GhlContacts();

/** A picker set by ID, as the editor stores it. */
export const byId = (value: unknown): IDataObject => ({ __rl: true, mode: 'id', value: value as string });

/** The visual mapper with these columns. */
export const mapping = (value: IDataObject): IDataObject => ({ mappingMode: 'defineBelow', value });

export const automatic: IDataObject = { mappingMode: 'autoMapInputData', value: null };

/** One stored credential and how the node uses it. */
export interface Access {
	readonly authentication: 'privateIntegration' | 'oAuth2';
	readonly credentials: TestCredentials;
	readonly parameters?: IDataObject;
}

/** The node against the sandbox: runs operations, and shows what went over the wire. */
export class GhlAccount {
	private constructor(readonly sandbox: Sandbox) {}

	static async start(limits: number | 'off' = 'off'): Promise<GhlAccount> {
		return new GhlAccount(await startSandbox({ limits }));
	}

	get baseUrl(): string {
		return `${this.sandbox.url}/ghl`;
	}

	token(token = PIT_US, locationId = LOCATION_US, baseUrl = this.baseUrl): Access {
		const stored = { token, locationId, baseUrl };
		return {
			authentication: 'privateIntegration',
			credentials: new TestCredentials([new GoHighLevelApi()], { stored }),
		};
	}

	/** Signs in on the consent page and exchanges the code, as n8n does when a user clicks Connect. */
	async oAuth(choose: string = LOCATION_US, scope = ''): Promise<Access> {
		const query = new URLSearchParams({
			response_type: 'code',
			client_id: CLIENT_ID,
			redirect_uri: 'https://n8n.example.com/callback',
			scope,
			choose,
		});
		const consent = await fetch(`${this.baseUrl}/v2/oauth/chooselocation?${query.toString()}`, { redirect: 'manual' });
		const code = new URL(consent.headers.get('location') ?? '').searchParams.get('code') ?? '';
		const body = new URLSearchParams({
			client_id: CLIENT_ID,
			client_secret: CLIENT_SECRET,
			grant_type: 'authorization_code',
			code,
		});
		const answer = await fetch(`${this.baseUrl}/oauth/token`, { method: 'POST', body });
		return this.connected((await answer.json()) as IDataObject);
	}

	/** A credential that holds this answer of the token endpoint. */
	connected(oauthTokenData: IDataObject): Access {
		const stored = { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, baseUrl: this.baseUrl, oauthTokenData };
		return { authentication: 'oAuth2', credentials: new TestCredentials([new GoHighLevelOAuth2Api()], { stored }) };
	}

	setup(
		parameters: IDataObject,
		{ authentication, credentials, parameters: own }: Access = this.token(),
		more: Partial<Setup> = {},
	): Setup {
		const type = authentication === 'oAuth2' ? 'goHighLevelOAuth2Api' : 'goHighLevelApi';
		return {
			node,
			parameters: { authentication, ...own, ...parameters },
			credentials,
			uses: { [type]: 'stored' },
			...more,
		};
	}

	/** What `contact.create` and the like give for these parameters. */
	async run(
		operation: string,
		parameters: IDataObject = {},
		input?: IDataObject[],
		access?: Access,
	): Promise<IDataObject[]> {
		return await json(this.setup({ ...chosen(operation), ...parameters }, access), input);
	}

	async one(
		operation: string,
		parameters: IDataObject = {},
		input?: IDataObject[],
		access?: Access,
	): Promise<IDataObject> {
		const [first] = await this.run(operation, parameters, input, access);
		return first;
	}

	async items(
		operation: string,
		parameters: IDataObject,
		input: IDataObject[],
		more: Partial<Setup>,
	): Promise<INodeExecutionData[]> {
		return await items(this.setup({ ...chosen(operation), ...parameters }, undefined, more), input);
	}

	async failure(operation: string, parameters: IDataObject = {}, access?: Access, input?: IDataObject[]) {
		return await failure(this.setup({ ...chosen(operation), ...parameters }, access), input);
	}

	async editor<T>(
		kind: 'listSearch' | 'loadOptions' | 'resourceMapping',
		name: string,
		parameters: IDataObject = {},
		access?: Access,
		...args: unknown[]
	): Promise<T> {
		return await method<T>(this.setup(parameters, access), kind, name, ...args);
	}

	/**
	 * The calls to GHL since the last reset, in their order. The node keeps definitions of fields and the like, so not
	 * every run reads them.
	 */
	calls(filter: { method?: string; path?: string } = {}): RecordedRequest[] {
		return this.sandbox.requests({ service: 'ghl', ...filter });
	}

	get last(): RecordedRequest {
		const last = this.calls().at(-1);
		if (!last) throw new Error('No call was made');
		return last;
	}

	/** Adds contacts that have been there for long. Gives their IDs. */
	contacts(...contacts: IDataObject[]): string[] {
		const { contacts: made } = this.sandbox.seed('ghl', { contacts }) as { contacts: Array<{ id: string }> };
		return made.map(({ id }) => id);
	}

	state(): { contacts: IDataObject[]; tasks: IDataObject[]; notes: IDataObject[]; [table: string]: IDataObject[] } {
		return this.sandbox.state('ghl') as never;
	}

	stored(id: unknown): IDataObject {
		const found = this.state().contacts.find((contact) => contact.id === id);
		if (!found) throw new Error(`The sandbox has no contact ${String(id)}`);
		return found;
	}
}

export function chosen(operation: string): IDataObject {
	const [resource, name] = operation.split('.');
	return { resource, operation: name };
}
