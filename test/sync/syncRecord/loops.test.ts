import { Desk, target, MINUTE, source, NOW } from '../../support/sync/fixture';

const ann = { name: 'Ann Berg', email: 'ann@example.com' };

/** Two mappings that each set the city to another value than the other side holds, in turn. */
async function fight(pause: number, fields: Desk['options']['fields'] = { city: { from: null } }) {
	const desk = new Desk({ fields });
	await desk.sync({ ...ann, city: 'begun' });
	const [contact] = [...desk.records.crm.keys()];
	desk.records.rental.set('r1', { id: 'r1', fields: { ...ann, city: 'begun' } });
	let round = 0;
	const toContact = (changes: Record<string, unknown> = {}) =>
		desk.sync({ ...ann, city: round % 2 ? 'A' : 'B', ...changes });
	const toCustomer = () => desk.sync({ ...ann, city: round % 2 ? 'C' : 'D' }, { towards: 'rental', id: contact });
	const rounds = async (count: number) => {
		const outcomes: string[] = [];
		for (let one = 0; one < count; one++) {
			round += 1;
			for (const go of [toContact, toCustomer]) {
				desk.time += pause;
				outcomes.push((await go()).outcome);
			}
		}
		return outcomes;
	};
	return { desk, contact, toContact, rounds };
}

describe('two mappings that fight', () => {
	it('write until a value came back a third time, and then the field waits for a person who is told its name', async () => {
		const { desk, rounds } = await fight(1_000);
		expect(await rounds(5)).toEqual([...Array<string>(8).fill('updated'), 'review', 'review']);
		desk.called();
		await rounds(4);
		expect(desk.called().filter((call) => call.startsWith('update'))).toEqual([]);
		const reviews = await desk.ledger.reviews();
		expect(reviews.map(({ field, cause }) => [field, cause])).toEqual(
			reviews.map(() => ['city', 'set back and forth']),
		);
	});

	it('give way to a person who decides a conflict about the field', async () => {
		const { desk, contact, rounds } = await fight(1_000);
		await rounds(5);
		desk.put(contact, { ...desk.records.crm.get(contact)?.fields, city: 'Z' });
		const sync = () => desk.sync({ ...ann, city: 'A' }, { options: { rule: 'review' } });
		expect(await sync()).toMatchObject({ outcome: 'review', review: ['city'] });
		const [review] = (await desk.ledger.reviews()).filter(({ found }) => found === '#Z');
		expect(review.cause).toBe('both changed');
		await desk.ledger.commit([{ put: 'review', row: { ...review, winner: 'source' } }]);
		expect(await sync()).toMatchObject({ outcome: 'updated', changed: ['city'] });
	});

	it('are none when one side types to and fro, and the other changes another field', async () => {
		const { desk, contact } = await fight(0, {});
		for (let round = 0; round < 10; round++) {
			desk.time += 1_000;
			expect((await desk.sync({ city: round % 2 ? 'A' : 'B' })).outcome).toBe('updated');
			expect((await desk.sync({ name: `Ann ${round}` }, { towards: 'rental', id: contact })).outcome).toBe('updated');
		}
	});

	it('keep the other fields going', async () => {
		const { toContact, rounds, desk, contact } = await fight(1_000);
		await rounds(5);
		expect(await toContact({ name: 'Ann Dahl' })).toMatchObject({
			outcome: 'review',
			review: ['city'],
			changed: ['name'],
		});
		expect(desk.records.crm.get(contact)?.fields.name).toBe('Ann Dahl');
	});

	it('are none when half an hour lies between', async () => {
		const { rounds } = await fight(8 * MINUTE);
		expect(new Set(await rounds(8))).toEqual(new Set(['updated']));
	});

	it('are none when one side alone changes', async () => {
		const { desk } = await fight(0);
		for (let round = 0; round < 12; round++) {
			desk.time += 1_000;
			expect((await desk.sync({ ...ann, city: round % 2 ? 'A' : 'B' })).outcome).toBe('updated');
		}
	});

	it('are seen under the names that the field has on both sides', async () => {
		const desk = new Desk();
		await desk.sync({ ...ann, city: 'begun' });
		const [contact] = [...desk.records.crm.keys()];
		desk.records.rental.set('r1', { id: 'r1', fields: { ...ann, town: 'begun' } });
		const outcomes: string[] = [];
		for (let round = 0; round < 8; round++) {
			desk.time += 1_000;
			outcomes.push(
				(await desk.sync({ ...ann, city: round % 2 ? 'A' : 'B' }, { options: { fields: { city: { from: 'town' } } } }))
					.outcome,
			);
			desk.time += 1_000;
			outcomes.push(
				(
					await desk.sync(
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
	it('asks for each changed field, until a person says that it was entered', async () => {
		const desk = new Desk();
		desk.service = { createOnly: true };
		expect(await desk.said({ ...ann, city: 'Bath' }, { version: NOW })).toBe('created new-1');
		desk.called();
		const { rev } = (await desk.ledger.links('contacts', source('r1')))[0];
		const edited = { ...ann, name: 'Ann Dahl', city: 'York' };
		expect(await desk.sync(edited, { version: NOW + 1 })).toMatchObject({
			outcome: 'review',
			review: ['name', 'city'],
			target: target('new-1'),
			calls: 0,
		});
		const reviews = await desk.ledger.reviews();
		expect(reviews).toMatchObject([
			{ field: 'name', source: source('r1'), target: target('new-1'), desired: '#Ann Dahl', found: '', at: NOW },
			{ field: 'city', desired: '#York' },
		]);
		await desk.ledger.commit([{ put: 'review', row: { ...reviews[0], winner: 'source' } }]);
		expect(await desk.sync(edited, { version: NOW + 1 })).toMatchObject({
			outcome: 'review',
			review: ['city'],
			calls: 0,
		});
		expect((await desk.ledger.reviews()).map(({ field }) => field)).toEqual(['city']);
		const { rev: later, toHead } = (await desk.ledger.links('contacts', source('r1')))[0];
		expect(later).toBeGreaterThan(rev);
		expect(toHead.fields.name).toEqual({ desired: '#Ann Dahl', observed: '#Ann Dahl', rev: later });
		await desk.ledger.commit([{ put: 'review', row: { ...reviews[1], winner: 'source', desired: '#Wells' } }]);
		expect(await desk.sync(edited, { version: NOW + 1 })).toMatchObject({ outcome: 'review', review: ['city'] });
		await desk.ledger.commit([{ put: 'review', row: { ...reviews[1], winner: 'source' } }]);
		expect(await desk.sync(edited, { version: NOW + 1 })).toMatchObject({ outcome: 'unchanged', calls: 0 });
		expect(await desk.ledger.reviews()).toEqual([]);
		expect(await desk.sync({ ...edited, city: 'Ely' }, { version: NOW + 2 })).toMatchObject({
			outcome: 'review',
			review: ['city'],
		});
	});
});
