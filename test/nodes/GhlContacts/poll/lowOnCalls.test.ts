import type { IDataObject } from 'n8n-workflow';
import { GhlContactsPollTrigger } from '../../../../nodes/GhlContacts/GhlContactsPollTrigger.node';
import { poll } from '../../../support/engine';
import { GhlAccount } from '../../../support/ghl';
import { account } from '../../../support/ghlUsers';

const MINUTE = 60_000;

let ghl: GhlAccount;
let state: IDataObject;
/** What the trigger has reported as failed executions. */
let said: Error[];
beforeAll(async () => {
	ghl = await GhlAccount.start(1);
});
afterAll(async () => await ghl.sandbox.close());
beforeEach(() => {
	ghl.sandbox.reset();
	state = {};
	said = [];
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
	return await poll(
		{ node, parameters, credentials, uses: { goHighLevelApi: 'stored' }, nodeId },
		state,
		'trigger',
		said,
	);
}
const ada = async () => await account(ghl).contact({ firstName: 'Ada' });

it('calls nothing from the chosen share of the calls of the day on, and returns what came meanwhile on the next', async () => {
	await polled('a');
	ghl.sandbox.seed('ghl', { apiUsage: 185_000 });
	await ada(); // a call of another program: the poll learns of it with its own
	expect(await polled('a')).toHaveLength(1);
	await ada();
	ghl.sandbox.clearRequests();
	expect(await polled('a')).toEqual([]);
	expect(await polled('a')).toEqual([]);
	expect(said.map(({ message }) => message)).toEqual([
		expect.stringMatching(/^Paused: 92 percent of the calls that GHL allows in a day are spent\. /),
	]);
	expect(ghl.sandbox.requests({ service: 'ghl' })).toEqual([]);

	const now = Date.now();
	const clock = jest.spyOn(Date, 'now').mockImplementation(() => now + 24 * 60 * MINUTE);
	ghl.sandbox.seed('ghl', { apiUsage: 0 });
	expect(await polled('a')).toHaveLength(1);
	clock.mockRestore();
});

it('says each pause once, and does not fail: n8n would not publish a workflow whose first poll fails', async () => {
	ghl.sandbox.seed('ghl', { apiUsage: 0 });
	await polled('b');
	for (const share of [185_000, 0, 185_000]) {
		ghl.sandbox.seed('ghl', { apiUsage: share });
		await polled('c'); // as another workflow, by whose answer GHL says it
		await polled('b');
		await polled('b');
		if (share > 0) {
			const now = Date.now();
			jest.spyOn(Date, 'now').mockImplementation(() => now + 3 * 60 * MINUTE);
		}
	}
	expect(said.map(({ message }) => message.slice(0, 18))).toEqual(['Paused: 92 percent', 'Paused: 92 percent']);
});
