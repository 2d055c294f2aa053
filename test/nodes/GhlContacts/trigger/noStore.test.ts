import { WebhookServer, event, trigger } from '../../../support/ghlWebhookServer';
import { hook } from '../../../support/engine';

process.env.EXECUTIONS_MODE = 'queue';

const server = new WebhookServer();
beforeAll(async () => await server.open());
afterAll(async () => await server.close());

it('without a store, as in queue mode, deliveries start the workflow each time they come, and say so', async () => {
	expect(await hook(trigger(), 'create', {})).toBe(true);
	const sent = event();
	for (let attempt = 0; attempt < 2; attempt++)
		expect(await server.send(sent)).toMatchObject({ status: 200, text: '' });
	expect(server.taken()).toEqual([
		expect.objectContaining({ deliveryId: sent.webhookId, deduplicated: false }),
		expect.objectContaining({ deduplicated: false }),
	]);
});
