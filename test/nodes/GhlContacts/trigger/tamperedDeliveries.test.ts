import { Door, trigger } from '../../../support/ghlWebhookServer';
import { EACH, flippedKey, original, REFUSED, signed, stale, type Attempt } from '../../../support/tamperedDeliveries';

const door = new Door();
beforeAll(async () => await door.open());
afterAll(async () => await door.close());

async function countOf(kind: () => Attempt): Promise<Record<number, number>> {
	const counts: Record<number, number> = {};
	for (let number = 0; number < EACH; number++) {
		const { body, headers } = kind();
		const { status } = await door.post(body, headers);
		counts[status] = (counts[status] ?? 0) + 1;
	}
	return counts;
}

it.each(Object.entries(REFUSED))(`${EACH} deliveries with %s are all refused`, async (_, kind) => {
	door.setup = trigger();
	expect(await countOf(kind)).toEqual({ 401: EACH });
	expect(door.taken()).toEqual([]);
});

it(`${EACH} deliveries checked with a key in which one bit is flipped are all refused`, async () => {
	expect(
		await countOf(() => {
			door.setup = trigger({}, { publicKeys: flippedKey() });
			return signed(original());
		}),
	).toEqual({ 401: EACH });
	expect(door.taken()).toEqual([]);
});

it(`${EACH} replays of deliveries that were taken are all answered 200 and dropped`, async () => {
	door.setup = trigger();
	const attempts = Array.from({ length: EACH }, () => signed(original()));
	for (const { body, headers } of attempts) await door.post(body, headers);
	expect(door.taken()).toHaveLength(EACH);
	let next = 0;
	expect(await countOf(() => attempts[next++])).toEqual({ 200: EACH });
	expect(door.taken()).toEqual([]);
});

it(`${EACH} stale deliveries are all answered 200 and dropped by a freshness window`, async () => {
	door.setup = trigger({}, { freshness: 5 });
	expect(await countOf(() => stale(5))).toEqual({ 200: EACH });
	expect(door.taken()).toEqual([]);
});

it('and the same deliveries, unchanged, are all taken', async () => {
	door.setup = trigger();
	expect(await countOf(() => signed(original()))).toEqual({ 200: EACH });
	expect(door.taken()).toHaveLength(EACH);
});
