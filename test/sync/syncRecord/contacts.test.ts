import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSqliteLedger } from '../../../sync/ledger/openSqlite';
import { Lab, MINUTE } from '../../support/sync/timeline';
import { SeededRandom } from '../../support/sync/simulator/random';
import { figure } from '../../support/sync/size';

function shuffled<T>(random: SeededRandom, list: readonly T[]): T[] {
	const rest = [...list];
	return list.map(() => rest.splice(random.below(rest.length), 1)[0]);
}

describe('many to one (criterion 6)', () => {
	it('each person has one contact, whatever the order of events and merges; nothing flaps, nothing is cleared', async () => {
		const random = new SeededRandom(6, 'people');
		for (let person = 0; person < figure(1_000, 60); person++) {
			const lab = new Lab({ seed: person, options: { rule: 'newest' } });
			const count = 1 + random.below(6);
			const customers: string[] = [];
			for (let number = 0; number < count; number++) {
				await lab.pass(random.between(1_000, MINUTE));
				const { id } = lab.rental.create('user', {
					name: 'Ann Berg',
					email: random.chance(0.5) ? 'ann@example.com' : 'ANN@example.com',
					phone: number === 0 ? '(202) 555-0100' : '',
					city: random.chance(0.5) ? `City ${number}` : '',
					tags: [],
				});
				customers.push(id);
			}
			const filled = new Set<string>();
			const shows: Record<string, string[]> = {};
			for (const customer of shuffled(random, [...customers, ...customers])) {
				await lab.sync(lab.rental, customer);
				const [contact, ...others] = lab.crm.alive();
				expect(others).toEqual([]);
				for (const [field, value] of Object.entries(contact.fields)) {
					if (typeof value !== 'string') continue;
					if (value !== '') filled.add(field);
					expect({ person, field, isCleared: value === '' && filled.has(field) }).toEqual({
						person,
						field,
						isCleared: false,
					});
					if (shows[field]?.at(-1) !== value) shows[field] = [...(shows[field] ?? []), value];
				}
			}
			for (const values of Object.values(shows)) expect(new Set(values).size).toBe(values.length);
			const before = lab.commits.length;
			const merged = await mergeSome(lab, random, customers);
			await lab.repair();
			expect(lab.crm.alive()).toHaveLength(1);
			expect(
				lab
					.engineWrites()
					.filter(
						({ record, before: held }) =>
							held && Object.keys(held.fields).some((field) => isCleared(held.fields[field], record.fields[field])),
					),
			).toEqual([]);
			// A merge may bring the fields of the customer that is left, once.
			for (const field of ['name', 'email', 'phone', 'city']) {
				const changes = lab.commits
					.slice(before)
					.filter(
						({ by, service, record, before: held }) =>
							by === 'engine' && service === 'crm' && held?.fields[field] !== record.fields[field],
					);
				expect({ person, field, isOnce: changes.length <= merged }).toEqual({ person, field, isOnce: true });
			}
			const writes = lab.calls.writes;
			for (const { id } of lab.rental.alive()) await lab.sync(lab.rental, id);
			await lab.sync(lab.crm, lab.crm.alive()[0].id);
			expect(lab.calls.writes).toBe(writes);
		}
	}, 600_000);

	const isCleared = (before: unknown, after: unknown): boolean =>
		String(before ?? '') !== '' && String(after ?? '') === '';

	/** A merge archives its source and keeps its target. Gives how many there were. */
	async function mergeSome(lab: Lab, random: SeededRandom, customers: readonly string[]): Promise<number> {
		let merged = 0;
		for (const customer of shuffled(random, customers).slice(1)) {
			if (!random.chance(0.5)) continue;
			lab.rental.remove('user', customer);
			await lab.sync(lab.rental, customer);
			merged += 1;
		}
		for (const { id } of lab.rental.alive()) await lab.sync(lab.rental, id);
		return merged;
	}

	it('merged contacts: the customers follow to the one that is left', async () => {
		const lab = new Lab();
		const customers = [1, 2].map(
			(number) => lab.rental.create('user', { name: 'Ann Berg', email: `ann${number}@example.com`, tags: [] }).id,
		);
		for (const customer of customers) await lab.sync(lab.rental, customer);
		const [kept, source] = lab.crm.alive();
		lab.crm.remove('user', source.id);
		lab.rental.update('user', customers[1], { email: 'ann1@example.com' });
		await lab.sync(lab.crm, source.id);
		await lab.repair();
		expect(lab.crm.alive().map(({ id }) => id)).toEqual([kept.id]);
		expect(
			(await lab.ledger.links('contacts', { system: 'crm', account: 'main', id: kept.id })).filter(
				({ state }) => state === 'live',
			),
		).toHaveLength(2);
	});

	it('the choices: a review, or a record of its own', async () => {
		for (const [further, outcome, contacts] of [
			['review', 'review', 1],
			['own', 'created', 2],
		] as const) {
			const lab = new Lab({ options: { further } });
			const ids = [1, 2].map(
				() => lab.rental.create('user', { name: 'Ann Berg', email: 'ann@example.com', tags: [] }).id,
			);
			await lab.sync(lab.rental, ids[0]);
			// The one that has the contact is looked at first, where a person is to be asked.
			const outcomes = [await lab.sync(lab.rental, ids[1]), ...(await lab.repair())];
			expect(outcomes.map((one) => one.outcome)).toContain(outcome);
			expect(lab.crm.alive()).toHaveLength(contacts);
		}
	});

	it('the first member feeds where that is chosen, the next one when it is gone', async () => {
		const lab = new Lab({ options: { primary: 'first' } });
		const [one, two] = ['one', 'two'].map(
			(city) => lab.rental.create('user', { name: 'Ann Berg', email: 'ann@example.com', city, tags: [] }).id,
		);
		await lab.sync(lab.rental, one);
		await lab.pass(MINUTE);
		await lab.sync(lab.rental, two);
		expect(lab.crm.alive()[0].fields.city).toBe('one');
		lab.rental.remove('user', one);
		await lab.sync(lab.rental, one);
		await lab.repair();
		expect(lab.crm.alive()[0].fields.city).toBe('two');
	});
});

describe('races (criterion 7)', () => {
	const ledgers = () => {
		const file = path.join(mkdtempSync(path.join(tmpdir(), 'race-')), 'ledger.sqlite');
		return [openSqliteLedger(file).ledger, openSqliteLedger(file).ledger];
	};

	it.each(['in memory', 'two connections to one SQLite file'])(
		'two customers of one e-mail, 8 executions at once, %s: one contact',
		async (where) => {
			for (let seed = 0; seed < figure(300, 30); seed++) {
				const used = where === 'in memory' ? undefined : ledgers();
				const lab = new Lab({ seed, lag: 120_000, ...(used ? { ledgers: used } : {}) });
				const ids = ['Ann@example.com', 'ann@example.com'].map(
					(email) => lab.rental.create('user', { name: 'Ann Berg', email, tags: [] }).id,
				);
				const started = Array.from({ length: 8 }, (_, number) => lab.start(lab.rental, ids[number % 2]));
				await lab.pass(3 * MINUTE, () => started.every(({ outcome }) => outcome !== undefined));
				expect(lab.errors).toEqual([]);
				expect({ seed, contacts: lab.crm.alive().length }).toEqual({ seed, contacts: 1 });
				await Promise.all(used?.map((ledger) => ledger.close()) ?? []);
			}
		},
		300_000,
	);

	it.each(['in memory', 'two connections to one SQLite file'])(
		'contact and customer of one person made at once on both sides, 8 executions, %s: one of each',
		async (where) => {
			for (let seed = 0; seed < figure(300, 30); seed++) {
				const used = where === 'in memory' ? undefined : ledgers();
				const lab = new Lab({ seed, lag: 120_000, ...(used ? { ledgers: used } : {}) });
				const customer = lab.rental.create('user', { name: 'Ann Berg', email: 'ann@example.com', tags: [] }).id;
				const contact = lab.crm.create('user', { name: 'Ann Berg', email: 'ANN@example.com', tags: [] }).id;
				const started = Array.from({ length: 8 }, (_, number) =>
					number % 2 ? lab.start(lab.crm, contact) : lab.start(lab.rental, customer),
				);
				await lab.pass(3 * MINUTE, () => started.every(({ outcome }) => outcome !== undefined));
				expect(lab.errors).toEqual([]);
				expect({ seed, contacts: lab.crm.alive().length, customers: lab.rental.alive().length }).toEqual({
					seed,
					contacts: 1,
					customers: 1,
				});
				await Promise.all(used?.map((ledger) => ledger.close()) ?? []);
			}
		},
		300_000,
	);
});
