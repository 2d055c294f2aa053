import type { INode } from 'n8n-workflow';
import { descriptionOf, neededCredentials } from '../../launcher/nodeCredentials';
import * as house from '../../index';

const known = Object.values(house)
	.map((one) => new (one as new () => { description?: never })().description)
	.filter((description) => description !== undefined);

const needed = (name: string, parameters: INode['parameters'], typeVersion = 1) => {
	const node: INode = { id: 'node', name: 'Node', type: name, typeVersion, position: [0, 0], parameters };
	return neededCredentials(node, descriptionOf(node, known));
};

test.each([
	['ghlContacts', { authentication: 'oAuth2' }, ['goHighLevelOAuth2Api']],
	['ghlContacts', { authentication: 'privateIntegration' }, ['goHighLevelApi']],
	['ghlContactsTool', { authentication: 'privateIntegration' }, ['goHighLevelApi']],
	['booqable', {}, ['booqableApi']],
	['syncLedger', {}, []],
	['syncLedger', { ledger: 'postgres' }, ['syncLedgerPostgresApi']],
	['unknown', {}, []],
])('%s with %j needs %j', (name, parameters, types) => {
	expect(needed(name, parameters)).toEqual(types);
});

test('a trigger needs the secret besides the credential that it signs in with', () => {
	const signedIn = { source: 'workflow', recordFrom: 'fresh', authentication: 'privateIntegration' };
	expect(needed('ghlContactsTrigger', signedIn, 2)).toEqual(['goHighLevelWebhookApi', 'goHighLevelApi']);
	expect(needed('roofrTrigger', { authentication: 'apiKey' }, 2)).toEqual(['roofrApi']);
});
