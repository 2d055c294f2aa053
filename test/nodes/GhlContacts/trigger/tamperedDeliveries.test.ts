import { WebhookServer, trigger } from '../../../support/ghlWebhookServer';
import { EACH, flippedKey, original, REFUSED, signed, stale, type Attempt } from '../../../support/tamperedDeliveries';

const server = new WebhookServer();
beforeAll(async () => await server.open());
afterAll(async () => await server.close());

async function countOf(kind: () => Attempt): Promise<Record<number, number>> {
	const counts: Record<number, number> = {};
	for (let number = 0; number < EACH; number++) {
		const { body, headers } = kind();
		const { status } = await server.post(body, headers);
		counts[status] = (counts[status] ?? 0) + 1;
	}
	return counts;
}

it.each(Object.entries(REFUSED))(`${EACH} deliveries with %s are all refused`, async (_, kind) => {
	server.setup = trigger();
	expect(await countOf(kind)).toEqual({ 401: EACH });
	expect(server.taken()).toEqual([]);
});

it(`${EACH} deliveries checked with a key in which one bit is flipped are all refused`, async () => {
	expect(
		await countOf(() => {
			server.setup = trigger({}, { publicKeys: flippedKey() });
			return signed(original());
		}),
	).toEqual({ 401: EACH });
	expect(server.taken()).toEqual([]);
});

it(`${EACH} replays of deliveries that were taken are all answered 200 and dropped`, async () => {
	server.setup = trigger();
	const attempts = Array.from({ length: EACH }, () => signed(original()));
	for (const { body, headers } of attempts) await server.post(body, headers);
	expect(server.taken()).toHaveLength(EACH);
	let next = 0;
	expect(await countOf(() => attempts[next++])).toEqual({ 200: EACH });
	expect(server.taken()).toEqual([]);
});

it(`${EACH} stale deliveries are all answered 200 and dropped by a freshness window`, async () => {
	server.setup = trigger({}, { freshness: 5 });
	expect(await countOf(() => stale(5))).toEqual({ 200: EACH });
	expect(server.taken()).toEqual([]);
});

it('the same deliveries, unchanged, are all accepted', async () => {
	server.setup = trigger();
	expect(await countOf(() => signed(original()))).toEqual({ 200: EACH });
	expect(server.taken()).toHaveLength(EACH);
});
