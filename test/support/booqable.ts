import type { IDataObject, INodeType } from 'n8n-workflow';
import { BooqableApi } from '../../credentials/BooqableApi.credentials';
import { Booqable } from '../../nodes/Booqable/Booqable.node';
import { booqable } from '../../sandbox/booqable';
import { ACCESS_TOKEN, DEMO_SLUG } from '../../sandbox/booqable/world';
import { startSandbox, type Sandbox } from '../../sandbox';
import { TestCredentials } from './credentials';
import type { Setup } from './engine';

/** Far above what a test needs: the node takes its pace from the headers of the first answer. */
const LIMITS = 1000;

/** Time after which lists show what was written. */
const INDEXED = 10_000;

/** One account of the sandbox with the credential that opens it. */
export class Demo {
	private constructor(readonly sandbox: Sandbox) {}

	/** @param limits how many times the allowance of the real Booqable */
	static async start(limits = LIMITS): Promise<Demo> {
		return new Demo(await startSandbox({ limits, services: [booqable] }));
	}

	baseUrl(slug = '{slug}'): string {
		return `${this.sandbox.url}/booqable/${slug}`;
	}

	credentials(stored: IDataObject = {}): TestCredentials {
		return new TestCredentials([new BooqableApi()], {
			demo: { slug: DEMO_SLUG, accessToken: ACCESS_TOKEN, baseUrl: this.baseUrl(), ...stored },
		});
	}

	setup(
		parameters: IDataObject,
		options: { node?: INodeType; credential?: IDataObject; onError?: Setup['onError']; timezone?: string } = {},
	): Setup {
		const { node = new Booqable(), credential, ...rest } = options;
		return {
			node,
			parameters: { authentication: 'accessToken', ...parameters },
			credentials: this.credentials(credential),
			uses: { booqableApi: 'demo' },
			...rest,
		};
	}

	/** Puts records there as an employee would, visible in lists at once. */
	seed(records: Record<string, unknown>): Record<string, Array<IDataObject & { id: string }>> {
		// flat records
		const made = this.sandbox.seed('booqable', records) as Record<string, Array<IDataObject & { id: string }>>;
		this.sandbox.advance(INDEXED);
		return made;
	}

	/** All records of a type as they are stored. */
	stored(type: string): Array<IDataObject & { id: string }> {
		// by account, then type
		const state = this.sandbox.state('booqable') as Record<string, Record<string, Array<IDataObject & { id: string }>>>;
		return state[DEMO_SLUG][type] ?? [];
	}

	record(type: string, id: unknown): IDataObject {
		return this.stored(type).find((one) => one.id === id) ?? {};
	}

	/** Calls made since the last look, as `METHOD path?query`, without the account's prefix. */
	calls(): string[] {
		const made = this.sandbox
			.requests({ service: 'booqable' })
			.map(({ method, path }) => `${method} ${path.replace(`/${DEMO_SLUG}/api/4`, '')}`);
		this.sandbox.clearRequests();
		return made;
	}

	/** Query of the last call, as Booqable reads it. */
	lastQuery(): Record<string, string> {
		// parsed by the server
		return this.sandbox.requests({ service: 'booqable' }).at(-1)?.query as Record<string, string>;
	}

	lastBody(): { data: { type: string; id?: string; attributes: IDataObject } } & IDataObject {
		return this.sandbox.requests({ service: 'booqable' }).at(-1)?.body as never; // as sent
	}
}

export const locator = (value: unknown): IDataObject => ({ __rl: true, mode: 'id', value: value as string });
export const fields = (value: IDataObject, matchingColumns: string[] = []): IDataObject => ({
	mappingMode: 'defineBelow',
	value,
	matchingColumns,
});
export const automatic: IDataObject = { mappingMode: 'autoMapInputData', value: null };
