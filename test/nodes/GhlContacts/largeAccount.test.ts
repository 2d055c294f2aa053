import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { IDataObject } from 'n8n-workflow';
import { GoHighLevelApi } from '../../../credentials/GoHighLevelApi.credentials';
import { getMany } from '../../../nodes/GhlContacts/actions/contact/getMany';
import { getPage } from '../../../nodes/GhlContacts/actions/contact/getPage';
import { Breaker } from '../../../nodes/shared/http/breaker';
import { ghl } from '../../../nodes/GhlContacts/transport';
import { Calls } from '../../../nodes/shared/runner/calls';
import { TestCredentials } from '../../support/credentials';
import { json } from '../../support/engine';
import { node } from '../../support/ghl';

/**
 * An account of this size brought a rival's trigger down: it read the same page again and again, and emitted nothing.
 */
const CONTACTS = 167_623;

/**
 * One page of a search as GHL answers it, made up on the spot. Contacts are numbered; the cursor is the number of the
 * last.
 */
function page({ pageLimit, searchAfter = [-1] }: { pageLimit: number; searchAfter?: number[] }): IDataObject {
	const first = searchAfter[0] + 1;
	const count = Math.min(pageLimit, CONTACTS - first);
	return {
		contacts: Array.from({ length: count }, (_, index) => ({
			id: `c${first + index}`,
			firstName: 'Ada',
			searchAfter: [first + index, `c${first + index}`],
		})),
		total: CONTACTS,
	};
}

/** The limits are those of a generous account, so that the test does not wait. */
const headers = {
	'x-ratelimit-max': '1000000',
	'x-ratelimit-remaining': '999999',
	'x-ratelimit-interval-milliseconds': '10000',
};

/** The node's own calls, answered in this process. */
function answeredBy(key: string, answer: (body: string) => IDataObject): Calls {
	const account = {
		credentialType: 'x',
		baseUrl: 'http://127.0.0.1',
		key,
		token: key,
		renewable: false,
		workers: 1,
		values: { locationId: 'large' },
	};
	const helpers = {
		httpRequestWithAuthentication: async (_: string, { body }: { body: string }) => ({
			statusCode: 200,
			headers,
			body: answer(body),
		}),
	};
	return new Calls({
		context: { helpers } as never,
		service: ghl,
		account,
		breaker: new Breaker(),
		attempts: 1,
		calls: 0,
	}); // only the helper is used
}

const plain = { options: { customFieldsByName: false } };

const numberOf = (contact: IDataObject): number => Number(String(contact.id).slice(1));

describe('an account with 167,623 contacts', () => {
	let server: Server;
	const bodies: IDataObject[] = [];
	beforeAll(async () => {
		server = createServer((request: IncomingMessage, response) => {
			let text = '';
			request.on('data', (chunk: Buffer) => (text += chunk.toString()));
			request.on('end', () => {
				const body = JSON.parse(text) as { pageLimit: number; searchAfter?: number[] };
				bodies.push(body as unknown as IDataObject);
				response.writeHead(200, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(page(body)));
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});
	afterAll(() => {
		server.closeAllConnections();
		server.close();
	});

	test('is read whole, each contact once, with the same filters on all 1,677 pages', async () => {
		const stored = {
			token: 'pit-large',
			locationId: 'large',
			baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		};
		const found = await json({
			node,
			credentials: new TestCredentials([new GoHighLevelApi()], { stored }),
			uses: { goHighLevelApi: 'stored' },
			parameters: {
				authentication: 'privateIntegration',
				resource: 'contact',
				operation: 'getMany',
				returnAll: true,
				filters: { tag: 'vip' },
				options: { customFieldsByName: false },
			},
		});
		const seen = new Uint8Array(CONTACTS);
		for (const contact of found) seen[numberOf(contact)]++;
		expect([found.length, seen.every((times) => times === 1)]).toEqual([CONTACTS, true]);
		expect(bodies).toHaveLength(Math.ceil(CONTACTS / 100));
		const rest = new Set(bodies.map(({ searchAfter: _, ...body }) => JSON.stringify(body)));
		expect([...rest]).toEqual([
			JSON.stringify({
				locationId: 'large',
				filters: [{ field: 'tags', operator: 'eq', value: 'vip' }],
				sort: [{ field: 'dateAdded', direction: 'desc' }],
				pageLimit: 100,
			}),
		]);
	}, 60_000);

	test('page by page needs memory for one page', async () => {
		setFlagsFromString('--expose-gc');
		const collect = runInNewContext('gc') as () => void;
		const heap = (): number => {
			collect();
			return process.memoryUsage().heapUsed / 2 ** 20;
		};
		const calls = answeredBy('paged', (body) => page(JSON.parse(body)));
		const seen = new Uint8Array(CONTACTS);
		let cursor: unknown = '';
		let early = 0;
		for (let number = 1; cursor !== '' || number === 1; number++) {
			const { contacts, cursor: next } = await calls.one(getPage, { cursor, ...plain });
			for (const contact of contacts as IDataObject[]) seen[numberOf(contact)]++;
			cursor = next;
			if (number === 50) early = heap();
			if (number > 2_000) throw new Error('The pages do not end');
		}
		expect(seen.every((times) => times === 1)).toBe(true);
		expect(heap() - early).toBeLessThan(5); // MB, for 162,623 more contacts
	}, 30_000);

	test('ends at an empty page, whatever the total says', async () => {
		const answers = [page({ pageLimit: 100 }), { contacts: [], total: CONTACTS }];
		expect(
			await answeredBy('empty', () => answers.shift() ?? page({ pageLimit: 100 })).many(getMany, plain),
		).toHaveLength(100);
	});

	test('ends when the cursor does not move, and is not taken for the whole list', async () => {
		await expect(answeredBy('still', () => page({ pageLimit: 100 })).many(getMany, plain)).rejects.toThrow(
			'POST /contacts/search answered with the same page of the list twice',
		);
	});
});
