import { Door, event, trigger } from '../../../support/ghlWebhookServer';
import { hook } from '../../../support/engine';

process.env.EXECUTIONS_MODE = 'queue';

const door = new Door();
beforeAll(async () => await door.open());
afterAll(async () => await door.close());

it('without a store, as in queue mode, deliveries start the workflow each time they come, and say so', async () => {
	expect(await hook(trigger(), 'create', {})).toBe(true);
	const sent = event();
	for (let attempt = 0; attempt < 2; attempt++) expect(await door.send(sent)).toMatchObject({ status: 200, text: '' });
	expect(door.taken()).toEqual([
		expect.objectContaining({ deliveryId: sent.webhookId, deduplicated: false }),
		expect.objectContaining({ deduplicated: false }),
	]);
});
