import { resolveReview } from '../../../sync/manage/links';
import { MINUTE, SyncFixture } from '../../support/sync/fixture';

/** A contact and a customer that are linked and agree on York, since both directions have run. */
async function linkedPair(): Promise<SyncFixture> {
	const fixture = new SyncFixture({ rule: 'review', firstContact: 'review' });
	fixture.put('c1', { email: 'ann@example.com', city: 'York' });
	fixture.records.rental.set('r1', { id: 'r1', fields: { email: 'ann@example.com', city: 'York' } });
	await fixture.sync({ email: 'ann@example.com', city: 'York' });
	await fixture.sync(
		{ email: 'ann@example.com', city: 'York' },
		{ id: 'c1', version: fixture.time, towards: 'rental' },
	);
	return fixture;
}

/** Both sides have changed the city. */
async function conflict(): Promise<SyncFixture> {
	const fixture = await linkedPair();
	edit(fixture, 'Bath', 'Wells');
	return fixture;
}

function edit({ records, time }: SyncFixture, customer: string, contact: string): void {
	records.rental.set('r1', { id: 'r1', version: time, fields: { email: 'ann@example.com', city: customer } });
	records.crm.set('c1', { id: 'c1', version: time, fields: { email: 'ann@example.com', city: contact } });
}

const poll = async (fixture: SyncFixture, side: 'customer' | 'contact') => {
	fixture.time += MINUTE;
	const id = side === 'customer' ? 'r1' : 'c1';
	const { fields } = (side === 'customer' ? fixture.records.rental : fixture.records.crm).get(id) ?? { fields: {} };
	return await fixture.sync(fields, { id, version: fixture.time, towards: side === 'customer' ? 'crm' : 'rental' });
};

it('one conflict polled fifty times from both sides is one question, announced once', async () => {
	const fixture = await conflict();
	const announced: boolean[] = [];
	for (let round = 0; round < 50; round++)
		for (const side of ['customer', 'contact'] as const) {
			const outcome = await poll(fixture, side);
			expect(outcome).toMatchObject({ outcome: 'review', review: ['city'] });
			announced.push(outcome.newQuestion === true);
		}
	expect(announced).toEqual([true, ...Array<boolean>(99).fill(false)]);
	expect(await fixture.ledger.reviews()).toMatchObject([{ field: 'city', source: { id: 'r1' }, target: { id: 'c1' } }]);
});

it('keeps the time since which the question is open', async () => {
	const fixture = await conflict();
	await poll(fixture, 'customer');
	const [{ at }] = await fixture.ledger.reviews();
	await poll(fixture, 'customer');
	expect(await fixture.ledger.reviews()).toMatchObject([{ at }]);
});

it('is announced again when one of the values changes', async () => {
	const fixture = await conflict();
	await poll(fixture, 'contact');
	expect(await poll(fixture, 'contact')).toMatchObject({ newQuestion: false });
	edit(fixture, 'Bath', 'Truro');
	expect(await poll(fixture, 'contact')).toMatchObject({ newQuestion: true });
	expect(await poll(fixture, 'contact')).toMatchObject({ newQuestion: false });
	expect(await fixture.ledger.reviews()).toHaveLength(1);
});

it('announces nothing where there is no question', async () => {
	const fixture = await linkedPair();
	expect(await poll(fixture, 'customer')).not.toHaveProperty('newQuestion');
});

it.each(['source', 'target'] as const)(
	'the answer "%s" is carried over, whichever side opened the question',
	async (winner) => {
		const fixture = await conflict();
		await poll(fixture, 'customer');
		await poll(fixture, 'contact');
		const [question] = await fixture.ledger.reviews();
		await resolveReview(fixture.ledger, question, winner);
		for (const { source } of await fixture.ledger.due(10))
			await poll(fixture, source.id === 'r1' ? 'customer' : 'contact');
		const city = winner === 'source' ? 'Bath' : 'Wells';
		expect(fixture.records.crm.get('c1')?.fields.city).toBe(city);
		expect(fixture.records.rental.get('r1')?.fields.city).toBe(city);
		expect(await fixture.ledger.reviews()).toEqual([]);
		expect(await fixture.ledger.due(10)).toEqual([]);
	},
);

it('a question about the record itself is announced once too', async () => {
	const fixture = new SyncFixture();
	for (const id of ['c1', 'c2']) fixture.put(id, { email: 'ann@example.com' });
	const ask = async () => (await fixture.sync({ email: 'ann@example.com' })).newQuestion;
	expect([await ask(), await ask(), await ask()]).toEqual([true, false, false]);
});

it('the first create over the limit of the pair announces the question, the others do not', async () => {
	const fixture = new SyncFixture({ createLimit: 1 });
	const announced: Array<boolean | undefined> = [];
	for (const id of ['r1', 'r2', 'r3', 'r2'])
		announced.push((await fixture.sync({ email: `${id}@example.com` }, { id })).newQuestion);
	expect(announced).toEqual([undefined, true, false, false]);
});
