import type { IDataObject } from 'n8n-workflow';
import { GhlContactsPollTrigger } from '../../../../nodes/GhlContacts/GhlContactsPollTrigger.node';
import { poll } from '../../../support/engine';
import { GhlAccount } from '../../../support/ghl';
import { account } from '../../../support/ghlUsers';

const MINUTE = 60_000;

let ghl: GhlAccount;
let state: IDataObject;
beforeAll(async () => {
	ghl = await GhlAccount.start(1);
});
afterAll(async () => await ghl.sandbox.close());
beforeEach(() => {
	ghl.sandbox.reset();
	state = {};
});

/** A poll of new contacts a minute later, in the workflow `id`. */
async function polled(nodeId: string): Promise<IDataObject[]> {
	ghl.sandbox.advance(MINUTE);
	const { credentials } = ghl.token();
	const parameters = {
		authentication: 'privateIntegration',
		events: ['ContactCreate'],
		tags: '',
		options: { pauseAtPercent: 90 },
	};
	const node = new GhlContactsPollTrigger();
	return await poll({ node, parameters, credentials, uses: { goHighLevelApi: 'stored' }, nodeId }, state);
}
const ada = async () => await account(ghl).contact({ firstName: 'Ada' });

it('calls nothing from the chosen share of the calls of the day on, and returns what came meanwhile on the next', async () => {
	await polled('a');
	ghl.sandbox.seed('ghl', { apiUsage: 185_000 });
	await ada(); // a call of another program: the poll learns of it with its own
	expect(await polled('a')).toHaveLength(1);
	await ada();
	ghl.sandbox.clearRequests();
	await expect(polled('a')).rejects.toThrow(/^Paused: 92 percent of the calls that GHL allows in a day are spent\. /);
	expect(await polled('a')).toEqual([]);
	expect(ghl.sandbox.requests({ service: 'ghl' })).toEqual([]);

	const now = Date.now();
	const clock = jest.spyOn(Date, 'now').mockImplementation(() => now + 24 * 60 * MINUTE);
	ghl.sandbox.seed('ghl', { apiUsage: 0 });
	expect(await polled('a')).toHaveLength(1);
	clock.mockRestore();
});

it('goes on by itself where the workflow is published while calls are low: n8n would not publish it after a failure', async () => {
	ghl.sandbox.seed('ghl', { apiUsage: 185_000 });
	await polled('b');
	state = JSON.parse(JSON.stringify(state)) as IDataObject;
	expect(await polled('c')).toEqual([]); // as the first poll of a new process
	await expect(polled('c')).rejects.toThrow('Paused: 92 percent');
});
