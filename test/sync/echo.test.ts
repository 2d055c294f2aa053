import { Lab, MINUTE } from './lab';
import { SeededRandom } from './simulator/random';
import type { StoredRecord } from './simulator/service';
import { figure } from './size';

const FIELDS = ['name', 'city', 'email', 'phone', 'source'] as const;

/** A value nobody else has, in a spelling that one of the stores changes. */
function spelling(random: SeededRandom, field: string, number: number): string {
	if (field === 'email') return random.chance(0.5) ? `Ann.${number}@Example.com ` : `ann.${number}@example.com`;
	if (field === 'phone') return random.chance(0.5) ? `(202) 555-${String(1000 + (number % 9000))}` : `+1212555${String(1000 + (number % 9000))}`;
	return ` ${field} ${number}`;
}

async function linkedPeople(lab: Lab, count: number): Promise<[string, string][]> {
	const pairs: [string, string][] = [];
	for (let person = 0; person < count; person++) {
		const { id } = lab.rental.create('user', { name: `Ann ${person}`, email: ` P${person}@Example.com`, phone: `(312) 555-${1000 + person}`, city: 'Bath', source: 'web', tags: ['VIP', 'Late payer'] });
		const { far } = await lab.sync(lab.rental, id);
		pairs.push([far?.id ?? '', id]);
	}
	return pairs;
}

const tagsOf = (record: StoredRecord | undefined): string[] => (Array.isArray(record?.fields.tags) ? record.fields.tags.map(String) : []);

describe('echoes (criterion 3)', () => {
	it('an edit costs one far write, and what it echoes costs one read and no write, wherever the edit was made', async () => {
		const lab = new Lab({ seed: 3 });
		const random = new SeededRandom(3, 'edits');
		const pairs = await linkedPeople(lab, 20);
		let reads = 0;
		for (let number = 1; number <= figure(10_000, 600); number++) {
			const [contact, customer] = random.pick(pairs);
			const [near, id, far, farId] = random.chance(0.5) ? [lab.crm, contact, lab.rental, customer] as const : [lab.rental, customer, lab.crm, contact] as const;
			const field = random.pick(FIELDS);
			const tags = tagsOf(near.records.get(id));
			if (random.chance(0.2)) near.changeTags('user', id, tags.length > 4 ? [] : [`Tag ${number}`], tags.length > 4 ? [tags[0]] : []);
			else near.update('user', id, { [field]: spelling(random, field, number) });
			await lab.pass(100);
			const before = { ...lab.calls };
			const outcome = await lab.sync(near, id);
			const writes = lab.calls.writes - before.writes;
			expect({ number, outcome: outcome.outcome, writes: writes <= 1 ? 'one' : outcome.changed }).toEqual({ number, outcome: 'updated', writes: 'one' });
			const echo = { ...lab.calls };
			expect((await lab.sync(far, farId)).outcome).toBe('unchanged');
			expect(lab.calls.writes - echo.writes).toBe(0);
			expect(lab.calls.reads - echo.reads).toBeLessThanOrEqual(1);
			reads += lab.calls.reads - echo.reads;
		}
		expect(reads).toBeLessThanOrEqual(figure(10_000, 600));
	}, 300_000);

	it('an edit that adds a tag and removes another costs one write, or one for each where the API has calls of their own', async () => {
		const lab = new Lab();
		const [[contact, customer]] = await linkedPeople(lab, 1);
		for (const [near, id, far, farId, writes] of [[lab.crm, contact, lab.rental, customer, 1], [lab.rental, customer, lab.crm, contact, 2]] as const) {
			const [first] = tagsOf(near.records.get(id));
			near.changeTags('user', id, [`from ${near.traits.name}`], [first]);
			const before = lab.calls.writes;
			await lab.sync(near, id);
			expect(lab.calls.writes - before).toBe(writes);
			expect(tagsOf(far.records.get(farId))).toHaveLength(2);
			expect((await lab.sync(far, farId)).outcome).toBe('unchanged');
			expect(lab.calls.writes - before).toBe(writes);
		}
	});

	it('fields that share no base still echo with one read and no write', async () => {
		const lab = new Lab({ options: { fields: { name: { from: null }, city: { from: null } } } });
		const [[contact, customer]] = await linkedPeople(lab, 1);
		await lab.sync(lab.crm, contact);
		for (let number = 0; number < 50; number++) {
			lab.rental.update('user', customer, { name: `Ann ${number}`, city: `City ${number}` });
			await lab.sync(lab.rental, customer);
			const echo = { ...lab.calls };
			expect((await lab.sync(lab.crm, contact)).outcome).toBe('unchanged');
			expect([lab.calls.writes - echo.writes, lab.calls.reads - echo.reads]).toEqual([0, 1]);
		}
	});

	it.each([0, 1, 100, 5_000])('a real edit %d ms after our write arrives, though the echo is lost', async (ms) => {
		const lab = new Lab();
		const [[contact, customer]] = await linkedPeople(lab, 1);
		for (let number = 0; number < 40; number++) {
			lab.rental.update('user', customer, { city: `Bath ${number}` });
			await lab.sync(lab.rental, customer);
			await lab.pass(ms);
			lab.crm.update('user', contact, { city: number % 2 ? `Bath ${number - 1}` : `Wells ${number}`, source: `src ${number}` });
			expect((await lab.sync(lab.crm, contact)).outcome).toBe('updated');
			expect(lab.rental.records.get(customer)?.fields).toMatchObject({ city: number % 2 ? `Bath ${number - 1}` : `Wells ${number}`, source: `src ${number}` });
		}
	});
});

describe('idle (criterion 4)', () => {
	it('records that did not change cost no call, lossy stores, repeats and old events included', async () => {
		const lab = new Lab({ seed: 4 });
		const pairs = await linkedPeople(lab, figure(10_000, 300));
		for (const [contact] of pairs) await lab.sync(lab.crm, contact);
		const before = { ...lab.calls };
		for (const [contact, customer] of pairs) {
			for (const [service, id] of [[lab.crm, contact], [lab.rental, customer], [lab.rental, customer]] as const) expect(await lab.sync(service, id)).toMatchObject({ outcome: 'unchanged', calls: 0 });
		}
		expect(lab.calls).toEqual(before);
	}, 300_000);

	it('an unmapped change is a new version and costs no call', async () => {
		const lab = new Lab();
		const [[, customer]] = await linkedPeople(lab, 1);
		lab.rental.update('user', customer, { unmapped: 'x' });
		const mapped = ({ fields: { unmapped: _unmapped, ...fields } }: StoredRecord) => fields;
		expect(await lab.sync(lab.rental, customer, { fields: mapped })).toMatchObject({ outcome: 'unchanged', calls: 0 });
	});

	it('an event older than what was worked on is stale, also after a newer one without changes', async () => {
		const lab = new Lab();
		const [[, customer]] = await linkedPeople(lab, 1);
		const { rental } = lab;
		const first = rental.update('user', customer, { city: 'York' });
		await lab.pass(MINUTE);
		rental.update('user', customer, { city: 'Bath' });
		await lab.sync(rental, customer);
		expect(await lab.sync(rental, customer, { picture: first })).toMatchObject({ outcome: 'stale', calls: 0 });
	});
});
