import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSqliteLedger } from '../../../sync/ledger/openSqlite';
import { Timeline, MINUTE } from '../../support/sync/timeline';
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
			const timeline = new Timeline({ seed: person, options: { rule: 'newest' } });
			const count = 1 + random.below(6);
			const customers: string[] = [];
			for (let number = 0; number < count; number++) {
				await timeline.pass(random.between(1_000, MINUTE));
				const { id } = timeline.rental.create('user', {
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
				await timeline.sync(timeline.rental, customer);
				const [contact, ...others] = timeline.crm.alive();
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
			const before = timeline.commits.length;
			const merged = await mergeSome(timeline, random, customers);
			await timeline.repair();
			expect(timeline.crm.alive()).toHaveLength(1);
			expect(
				timeline
					.engineWrites()
					.filter(
						({ record, before: held }) =>
							held && Object.keys(held.fields).some((field) => isCleared(held.fields[field], record.fields[field])),
					),
			).toEqual([]);
			// A merge may bring the fields of the customer that is left, once.
			for (const field of ['name', 'email', 'phone', 'city']) {
				const changes = timeline.commits
					.slice(before)
					.filter(
						({ by, service, record, before: held }) =>
							by === 'engine' && service === 'crm' && held?.fields[field] !== record.fields[field],
					);
				expect({ person, field, isOnce: changes.length <= merged }).toEqual({ person, field, isOnce: true });
			}
			const writes = timeline.calls.writes;
			for (const { id } of timeline.rental.alive()) await timeline.sync(timeline.rental, id);
			await timeline.sync(timeline.crm, timeline.crm.alive()[0].id);
			expect(timeline.calls.writes).toBe(writes);
		}
	}, 600_000);

	const isCleared = (before: unknown, after: unknown): boolean =>
		String(before ?? '') !== '' && String(after ?? '') === '';

	/** A merge archives its source and keeps its target. Gives how many there were. */
	async function mergeSome(timeline: Timeline, random: SeededRandom, customers: readonly string[]): Promise<number> {
		let merged = 0;
		for (const customer of shuffled(random, customers).slice(1)) {
			if (!random.chance(0.5)) continue;
			timeline.rental.remove('user', customer);
			await timeline.sync(timeline.rental, customer);
			merged += 1;
		}
		for (const { id } of timeline.rental.alive()) await timeline.sync(timeline.rental, id);
		return merged;
	}

	it('merged contacts: the customers follow to the one that is left', async () => {
		const timeline = new Timeline();
		const customers = [1, 2].map(
			(number) => timeline.rental.create('user', { name: 'Ann Berg', email: `ann${number}@example.com`, tags: [] }).id,
		);
		for (const customer of customers) await timeline.sync(timeline.rental, customer);
		const [kept, source] = timeline.crm.alive();
		timeline.crm.remove('user', source.id);
		timeline.rental.update('user', customers[1], { email: 'ann1@example.com' });
		await timeline.sync(timeline.crm, source.id);
		await timeline.repair();
		expect(timeline.crm.alive().map(({ id }) => id)).toEqual([kept.id]);
		expect(
			(await timeline.ledger.links('contacts', { system: 'crm', account: 'main', id: kept.id })).filter(
				({ state }) => state === 'live',
			),
		).toHaveLength(2);
	});

	it('the choices: a review, or a record of its own', async () => {
		for (const [further, outcome, contacts] of [
			['review', 'review', 1],
			['own', 'created', 2],
		] as const) {
			const timeline = new Timeline({ options: { further } });
			const ids = [1, 2].map(
				() => timeline.rental.create('user', { name: 'Ann Berg', email: 'ann@example.com', tags: [] }).id,
			);
			await timeline.sync(timeline.rental, ids[0]);
			// The one that has the contact is looked at first, where a person is to be asked.
			const outcomes = [await timeline.sync(timeline.rental, ids[1]), ...(await timeline.repair())];
			expect(outcomes.map((one) => one.outcome)).toContain(outcome);
			expect(timeline.crm.alive()).toHaveLength(contacts);
		}
	});

	it('the first member feeds where that is chosen, the next one when it is gone', async () => {
		const timeline = new Timeline({ options: { primary: 'first' } });
		const [one, two] = ['one', 'two'].map(
			(city) => timeline.rental.create('user', { name: 'Ann Berg', email: 'ann@example.com', city, tags: [] }).id,
		);
		await timeline.sync(timeline.rental, one);
		await timeline.pass(MINUTE);
		await timeline.sync(timeline.rental, two);
		expect(timeline.crm.alive()[0].fields.city).toBe('one');
		timeline.rental.remove('user', one);
		await timeline.sync(timeline.rental, one);
		await timeline.repair();
		expect(timeline.crm.alive()[0].fields.city).toBe('two');
	});
});

describe('races (criterion 7)', () => {
	const ledgers = () => {
		const file = path.join(mkdtempSync(path.join(tmpdir(), 'race-')), 'ledger.sqlite');
		return [openSqliteLedger(file).ledger, openSqliteLedger(file).ledger];
	};

	it.each(['in memory', 'two connections to one SQLite file'])(
		'two customers of one email, 8 executions at once, %s: one contact',
		async (where) => {
			for (let seed = 0; seed < figure(300, 30); seed++) {
				const used = where === 'in memory' ? undefined : ledgers();
				const timeline = new Timeline({ seed, lag: 120_000, ...(used ? { ledgers: used } : {}) });
				const ids = ['Ann@example.com', 'ann@example.com'].map(
					(email) => timeline.rental.create('user', { name: 'Ann Berg', email, tags: [] }).id,
				);
				const started = Array.from({ length: 8 }, (_, number) => timeline.start(timeline.rental, ids[number % 2]));
				await timeline.pass(3 * MINUTE, () => started.every(({ outcome }) => outcome !== undefined));
				expect(timeline.errors).toEqual([]);
				expect({ seed, contacts: timeline.crm.alive().length }).toEqual({ seed, contacts: 1 });
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
				const timeline = new Timeline({ seed, lag: 120_000, ...(used ? { ledgers: used } : {}) });
				const customer = timeline.rental.create('user', { name: 'Ann Berg', email: 'ann@example.com', tags: [] }).id;
				const contact = timeline.crm.create('user', { name: 'Ann Berg', email: 'ANN@example.com', tags: [] }).id;
				const started = Array.from({ length: 8 }, (_, number) =>
					number % 2 ? timeline.start(timeline.crm, contact) : timeline.start(timeline.rental, customer),
				);
				await timeline.pass(3 * MINUTE, () => started.every(({ outcome }) => outcome !== undefined));
				expect(timeline.errors).toEqual([]);
				expect({ seed, contacts: timeline.crm.alive().length, customers: timeline.rental.alive().length }).toEqual({
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
