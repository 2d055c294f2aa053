import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';
import { testAccessToken } from '../../../../nodes/Booqable/transport/credentialTest';
import { testPrivateIntegration } from '../../../../nodes/GhlContacts/transport/credentialTest';
import { testRoofr } from '../../../../nodes/Roofr/transport/credentialTest';
import { DEMO_SLUG } from '../../../../sandbox/booqable/world';
import { LOCATION_US } from '../../../../sandbox/ghl/world';
import { locator, Demo } from '../../../support/booqable';
import { GhlAccount } from '../../../support/ghl';
import { resultOf } from '../../../support/credentialTest';
import { failure, items, type Setup } from '../../../support/engine';
import { mapped, setups } from '../../../support/roofr';

/** A service that sends each call on to `target`, another host as far as tokens go. */
let redirecting: Server;
let target: Server;
let reached: IncomingMessage[];
let status: number;
let ghl: GhlAccount;
let demo: Demo;

const TYPES: Readonly<Record<string, string>> = {
	'/file.pdf': 'application/pdf',
	'/empty.pdf': 'application/pdf',
	'/login.pdf': 'text/html; charset=utf-8',
};
const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on a port
const listening = async (server: Server): Promise<Server> =>
	await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));

beforeAll(async () => {
	target = await listening(
		createServer((request, response) => {
			reached.push(request);
			response
				.setHeader('content-type', TYPES[request.url ?? ''] ?? 'application/json')
				.end(request.url === '/empty.pdf' ? '' : request.url === '/file.pdf' ? '%PDF-1.4' : '{}');
		}),
	);
	redirecting = await listening(
		createServer((request, response) => {
			response.writeHead(status, { location: `${addressOf(target)}${request.url ?? ''}` }).end();
		}),
	);
	ghl = await GhlAccount.start();
	demo = await Demo.start();
});
beforeEach(() => {
	reached = [];
	status = 307;
});
afterAll(async () => {
	for (const server of [redirecting, target]) await new Promise((resolve) => server.close(resolve));
	await ghl.sandbox.close();
	await demo.sandbox.close();
});

const contact = { resource: 'contact', operation: 'addTags', contactId: locator('abc'), tags: 'x', options: {} };
const roofr = () => setups(() => ({ url: addressOf(redirecting) }) as never); // only its address is used

const nodes: ReadonlyArray<[string, () => Promise<Setup> | Setup, service: string]> = [
	['GHL by token', () => ghl.setup(contact, ghl.token(undefined, undefined, addressOf(redirecting))), 'GHL'],
	[
		'GHL by OAuth2',
		async () => {
			const access = await ghl.oAuth();
			access.credentials.store.stored.baseUrl = addressOf(redirecting);
			return ghl.setup(contact, access);
		},
		'GHL',
	],
	[
		'Booqable',
		() =>
			demo.setup(
				{ resource: 'company', operation: 'get', simplify: true, options: {} },
				{ credential: { baseUrl: addressOf(redirecting) } },
			),
		'Booqable',
	],
	['Roofr', () => roofr().direct({ resource: 'job', operation: 'getMany', returnAll: true }), 'Roofr'],
	[
		'the bridge to Roofr',
		() =>
			roofr().bridge({
				sourceId: 'r1',
				fields: mapped({
					firstName: 'Maria',
					lastName: 'Example',
					address1: '12 Elm St',
					city: 'Springfield',
					state: 'IL',
					postalCode: '62701',
					country: 'US',
					phone: '+12125550142',
					email: 'maria@example.com',
				}),
			}),
		'The bridge to Roofr',
	],
];

describe.each([301, 302, 307, 308])('a redirect with %i to another host', (given) => {
	beforeEach(() => {
		status = given;
	});

	it.each(nodes)('is not followed by %s: no token goes there', async (_, setup, service) => {
		const error = await failure(await setup());
		expect(error.message).toBe(`${service} sends the call on to another address on ${new URL(addressOf(target)).host}`);
		expect(error.description).toContain('It was not followed, since the token would go there too.');
		expect(reached).toEqual([]);
	});

	it.each<[string, typeof testRoofr, IDataObject]>([
		['GHL', testPrivateIntegration, { token: 'pit-x', locationId: LOCATION_US }],
		['Booqable', testAccessToken, { slug: DEMO_SLUG, accessToken: 'x' }],
		['Roofr', testRoofr, { hasAccess: true, apiKey: 'x', testPath: '/me' }],
	])('is not followed by the credential test of %s', async (service, test, data) => {
		const result = await resultOf(test, { ...data, baseUrl: addressOf(redirecting) } as never); // texts
		expect(result.message).toContain(`${service} sends the call on to another address`);
		expect(reached).toEqual([]);
	});
});

describe('a file', () => {
	const download = (documentId: string) =>
		demo.setup({ resource: 'document', operation: 'downloadPdf', documentId: locator(documentId), options: {} });
	const documentAt = (document_pdf_url: string): string => {
		const document = { id: 'd1', document_type: 'contract', signature: { document_pdf_url } };
		demo.sandbox.faults({ kind: 'status', status: 200, path: '**/documents/*', times: 1, body: { data: document } });
		return document.id;
	};

	it('that is kept elsewhere is followed there, without the token', async () => {
		const [{ binary }] = await items(download(documentAt(`${addressOf(redirecting)}/file.pdf`)));
		expect(binary?.data).toMatchObject({ mimeType: 'application/pdf' });
		expect(reached.map(({ headers }) => headers.authorization)).toEqual([undefined]);
	});

	it('whose address has expired is reported as that', async () => {
		expect((await failure(download(documentAt(`${demo.sandbox.url}/nowhere.pdf`)))).message).toBe(
			'The file cannot be downloaded: its address answered 404',
		);
	});

	it.each([
		['login', 'a web page'],
		['empty', 'nothing'],
	])('that is a page to sign in, or nothing, is no file: %s', async (name, found) => {
		expect((await failure(download(documentAt(`${addressOf(target)}/${name}.pdf`)))).message).toBe(
			`The file cannot be downloaded: its address answered with ${found}`,
		);
	});

	it('is never fetched from an address without encryption, wherever that stands', async () => {
		expect((await failure(download(documentAt('http://files.example.com/file.pdf')))).message).toContain(
			'gave an address for the file that cannot be used',
		);
	});
});
