import { SyncFixture, target, MINUTE, source, NOW } from '../../support/sync/fixture';

const ann = { name: 'Ann Berg', email: 'ann@example.com' };

/** Two mappings that each set the city to another value than the other side holds, in turn. */
async function fight(pause: number, fields: SyncFixture['options']['fields'] = { city: { from: null } }) {
	const fixture = new SyncFixture({ fields });
	await fixture.sync({ ...ann, city: 'begun' });
	const [contact] = [...fixture.records.crm.keys()];
	fixture.records.rental.set('r1', { id: 'r1', fields: { ...ann, city: 'begun' } });
	let round = 0;
	const toContact = (changes: Record<string, unknown> = {}) =>
		fixture.sync({ ...ann, city: round % 2 ? 'A' : 'B', ...changes });
	const toCustomer = () => fixture.sync({ ...ann, city: round % 2 ? 'C' : 'D' }, { towards: 'rental', id: contact });
	const rounds = async (count: number) => {
		const outcomes: string[] = [];
		for (let one = 0; one < count; one++) {
			round += 1;
			for (const go of [toContact, toCustomer]) {
				fixture.time += pause;
				outcomes.push((await go()).outcome);
			}
		}
		return outcomes;
	};
	return { fixture, contact, toContact, rounds };
}

describe('two mappings that fight', () => {
	it('write until a value came back a third time, and then open a review that names the field', async () => {
		const { fixture, rounds } = await fight(1_000);
		expect(await rounds(5)).toEqual([...Array<string>(8).fill('updated'), 'review', 'review']);
		fixture.called();
		await rounds(4);
		expect(fixture.called().filter((call) => call.startsWith('update'))).toEqual([]);
		const reviews = await fixture.ledger.reviews();
		expect(reviews.map(({ field, cause }) => [field, cause])).toEqual(
			reviews.map(() => ['city', 'set back and forth']),
		);
	});

	it('give way to a person who decides a conflict about the field', async () => {
		const { fixture, contact, rounds } = await fight(1_000);
		await rounds(5);
		fixture.put(contact, { ...fixture.records.crm.get(contact)?.fields, city: 'Z' });
		const sync = () => fixture.sync({ ...ann, city: 'A' }, { options: { rule: 'review' } });
		expect(await sync()).toMatchObject({ outcome: 'review', review: ['city'] });
		const [review] = (await fixture.ledger.reviews()).filter(({ found }) => found === '#Z');
		expect(review.cause).toBe('both changed');
		await fixture.ledger.commit([{ put: 'review', row: { ...review, winner: 'source' } }]);
		expect(await sync()).toMatchObject({ outcome: 'updated', changed: ['city'] });
	});

	it('are not seen when one side edits a field back and forth, and the other changes another field', async () => {
		const { fixture, contact } = await fight(0, {});
		for (let round = 0; round < 10; round++) {
			fixture.time += 1_000;
			expect((await fixture.sync({ city: round % 2 ? 'A' : 'B' })).outcome).toBe('updated');
			expect((await fixture.sync({ name: `Ann ${round}` }, { towards: 'rental', id: contact })).outcome).toBe(
				'updated',
			);
		}
	});

	it('keep the other fields going', async () => {
		const { toContact, rounds, fixture, contact } = await fight(1_000);
		await rounds(5);
		expect(await toContact({ name: 'Ann Dahl' })).toMatchObject({
			outcome: 'review',
			review: ['city'],
			changed: ['name'],
		});
		expect(fixture.records.crm.get(contact)?.fields.name).toBe('Ann Dahl');
	});

	it('are not seen when half an hour lies between', async () => {
		const { rounds } = await fight(8 * MINUTE);
		expect(new Set(await rounds(8))).toEqual(new Set(['updated']));
	});

	it('are not seen when one side alone changes', async () => {
		const { fixture } = await fight(0);
		for (let round = 0; round < 12; round++) {
			fixture.time += 1_000;
			expect((await fixture.sync({ ...ann, city: round % 2 ? 'A' : 'B' })).outcome).toBe('updated');
		}
	});

	it('are seen under the names that the field has on both sides', async () => {
		const fixture = new SyncFixture();
		await fixture.sync({ ...ann, city: 'begun' });
		const [contact] = [...fixture.records.crm.keys()];
		fixture.records.rental.set('r1', { id: 'r1', fields: { ...ann, town: 'begun' } });
		const outcomes: string[] = [];
		for (let round = 0; round < 8; round++) {
			fixture.time += 1_000;
			outcomes.push(
				(
					await fixture.sync(
						{ ...ann, city: round % 2 ? 'A' : 'B' },
						{ options: { fields: { city: { from: 'town' } } } },
					)
				).outcome,
			);
			fixture.time += 1_000;
			outcomes.push(
				(
					await fixture.sync(
						{ ...ann, town: round % 2 ? 'C' : 'D' },
						{ towards: 'rental', id: contact, options: { fields: { town: { from: 'city' } } } },
					)
				).outcome,
			);
		}
		expect(outcomes).toContain('review');
	});
});

describe('a service whose records can not be changed from outside', () => {
	it('opens a review for each changed field, until a person confirms that it was entered', async () => {
		const fixture = new SyncFixture();
		fixture.service = { createOnly: true };
		expect(await fixture.summary({ ...ann, city: 'Bath' }, { version: NOW })).toBe('created new-1');
		fixture.called();
		const { rev } = (await fixture.ledger.links('contacts', source('r1')))[0];
		const edited = { ...ann, name: 'Ann Dahl', city: 'York' };
		expect(await fixture.sync(edited, { version: NOW + 1 })).toMatchObject({
			outcome: 'review',
			review: ['name', 'city'],
			target: target('new-1'),
			calls: 0,
		});
		const reviews = await fixture.ledger.reviews();
		expect(reviews).toMatchObject([
			{ field: 'name', source: source('r1'), target: target('new-1'), desired: '#Ann Dahl', found: '', at: NOW },
			{ field: 'city', desired: '#York' },
		]);
		await fixture.ledger.commit([{ put: 'review', row: { ...reviews[0], winner: 'source' } }]);
		expect(await fixture.sync(edited, { version: NOW + 1 })).toMatchObject({
			outcome: 'review',
			review: ['city'],
			calls: 0,
		});
		expect((await fixture.ledger.reviews()).map(({ field }) => field)).toEqual(['city']);
		const { rev: later, toHead } = (await fixture.ledger.links('contacts', source('r1')))[0];
		expect(later).toBeGreaterThan(rev);
		expect(toHead.fields.name).toEqual({ desired: '#Ann Dahl', observed: '#Ann Dahl', rev: later });
		await fixture.ledger.commit([{ put: 'review', row: { ...reviews[1], winner: 'source', desired: '#Wells' } }]);
		expect(await fixture.sync(edited, { version: NOW + 1 })).toMatchObject({ outcome: 'review', review: ['city'] });
		await fixture.ledger.commit([{ put: 'review', row: { ...reviews[1], winner: 'source' } }]);
		expect(await fixture.sync(edited, { version: NOW + 1 })).toMatchObject({ outcome: 'unchanged', calls: 0 });
		expect(await fixture.ledger.reviews()).toEqual([]);
		expect(await fixture.sync({ ...edited, city: 'Ely' }, { version: NOW + 2 })).toMatchObject({
			outcome: 'review',
			review: ['city'],
		});
	});
});
