import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { BooqableApi } from '../../credentials/BooqableApi.credentials';
import { BooqableOAuth2Api } from '../../credentials/BooqableOAuth2Api.credentials';
import { GoHighLevelApi } from '../../credentials/GoHighLevelApi.credentials';
import { GoHighLevelOAuth2Api } from '../../credentials/GoHighLevelOAuth2Api.credentials';
import { GoHighLevelWebhookApi } from '../../credentials/GoHighLevelWebhookApi.credentials';
import { RoofrApi } from '../../credentials/RoofrApi.credentials';
import { RoofrOAuth2Api } from '../../credentials/RoofrOAuth2Api.credentials';
import { SyncLedgerPostgresApi } from '../../credentials/SyncLedgerPostgresApi.credentials';
import { booqable } from '../../nodes/Booqable/transport';
import { ghl } from '../../nodes/GhlContacts/transport';
import type { Context } from '../../nodes/shared/account';
import { TestCredentials } from '../support/credentials';

/**
 * The context of a node whose credential was saved without opening the advanced part: n8n then leaves its fields out.
 */
const withCredential = (authentication: string, stored: IDataObject): Context =>
	({
		getNodeParameter: (name: string) => (name === 'authentication' ? authentication : undefined),
		getNode: () => ({ parameters: {} }),
		getCredentials: async () => stored,
	}) as unknown as Context; // the parts that are asked for

describe('a credential saved without its advanced part', () => {
	it('of Booqable leads to the account of the slug', async () => {
		expect(
			(await booqable.account(withCredential('accessToken', { slug: 'demo-rentals', accessToken: 'x' }))).baseUrl,
		).toBe('https://demo-rentals.booqable.com');
	});

	it('of GHL leads to its API', async () => {
		expect((await ghl.account(withCredential('privateIntegration', { token: 'x', locationId: 'L1' }))).baseUrl).toBe(
			'https://services.leadconnectorhq.com',
		);
	});

	it.each([
		[
			'booqableOAuth2Api',
			{ slug: 'https://demo-rentals.booqable.com/x' },
			'https://demo-rentals.booqable.com/api/4/oauth/token',
		],
		['goHighLevelOAuth2Api', {}, 'https://services.leadconnectorhq.com/oauth/token'],
	])('of %s renews its token there', async (type, stored, expected) => {
		const credentials = new TestCredentials([new BooqableApi(), new BooqableOAuth2Api(), new GoHighLevelOAuth2Api()], {
			it: stored,
		});
		expect((await credentials.getDecrypted({} as never, { id: 'it', name: 'it' }, type)).accessTokenUrl).toBe(expected);
	});
});

describe('the window of a credential', () => {
	const types = [
		new BooqableApi(),
		new BooqableOAuth2Api(),
		new GoHighLevelApi(),
		new GoHighLevelOAuth2Api(),
		new GoHighLevelWebhookApi(),
		new RoofrApi(),
		new RoofrOAuth2Api(),
		new SyncLedgerPostgresApi(),
	].map((type) => [type.displayName, type.properties] as const);
	const ALWAYS_RARE = ['baseUrl', 'workers', 'extraHeaders'];

	it.each(types)('%s: its notice leaves room for the fields', (_, properties) => {
		for (const { type, displayName } of properties)
			if (type === 'notice') expect(displayName.length).toBeLessThanOrEqual(230);
	});

	it.each(types)('%s: what few need is hidden until asked for, at the end', (_, properties) => {
		const from = properties.findIndex(({ name }) => name === 'advanced');
		const isRare = ({ name, default: value }: INodeProperties) =>
			ALWAYS_RARE.includes(name) && !(name === 'baseUrl' && value === '');
		expect(properties.slice(0, from < 0 ? undefined : from).filter(isRare)).toEqual([]);
		for (const { displayOptions } of from < 0 ? [] : properties.slice(from + 1))
			expect(displayOptions?.show?.advanced).toEqual([true]);
	});
});
