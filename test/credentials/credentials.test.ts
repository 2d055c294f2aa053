import type { IDataObject } from 'n8n-workflow';
import { BooqableApi } from '../../credentials/BooqableApi.credentials';
import { BooqableOAuth2Api } from '../../credentials/BooqableOAuth2Api.credentials';
import { GoHighLevelOAuth2Api } from '../../credentials/GoHighLevelOAuth2Api.credentials';
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
