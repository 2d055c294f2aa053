import { canonical, type FieldKind } from '../../../sync/model/canonical';
import { Timeline, MINUTE } from '../../support/sync/timeline';
import { SeededRandom } from '../../support/sync/simulator/random';
import type { SimulatedService, StoredRecord } from '../../support/sync/simulator/service';
import { figure } from '../../support/sync/size';

const FIELDS = ['name', 'city', 'email', 'phone', 'source'] as const;
const KINDS: Readonly<Record<string, FieldKind>> = { email: 'email', phone: 'phone', name: 'name', tags: 'tags' };

/** A value nobody else has, in a spelling that one of the stores changes. */
function spelling(random: SeededRandom, field: string, number: number): string {
	if (field === 'email') return random.chance(0.5) ? `Ann.${number}@Example.com ` : `ann.${number}@example.com`;
	if (field === 'phone')
		return random.chance(0.5)
			? `(202) 555-${String(1000 + (number % 9000))}`
			: `+1212555${String(1000 + (number % 9000))}`;
	return ` ${field} ${number}`;
}

async function linkedPeople(
	timeline: Timeline,
	count: number,
	source: SimulatedService = timeline.rental,
): Promise<[contact: string, customer: string][]> {
	const pairs: [string, string][] = [];
	for (let person = 0; person < count; person++) {
		const { id } = source.create('user', {
			name: `Ann ${person}`,
			email: ` P${person}@Example.com`,
			phone: `(312) 555-${1000 + person}`,
			city: 'Bath',
			source: 'web',
			tags: ['VIP', 'Late payer'],
		});
		const target = (await timeline.sync(source, id)).target?.id ?? '';
		pairs.push(source === timeline.crm ? [id, target] : [target, id]);
	}
	return pairs;
}

const tagsOf = (record: StoredRecord | undefined): string[] =>
	Array.isArray(record?.fields.tags) ? record.fields.tags.map(String) : [];

/** Each user edit with a value of its own: several fields, or one tag more or less. */
function edit(random: SeededRandom, service: SimulatedService, id: string, number: number): void {
	const tags = tagsOf(service.records.get(id));
	if (random.chance(0.2))
		service.changeTags('user', id, tags.length > 4 ? [] : [`Tag ${number}`], tags.length > 4 ? [tags[0]] : []);
	else
		service.update(
			'user',
			id,
			Object.fromEntries(
				FIELDS.filter((_, at) => at === number % FIELDS.length || random.chance(0.2)).map((field) => [
					field,
					spelling(random, field, number),
				]),
			),
		);
}

const formOf = (record: StoredRecord | undefined) =>
	Object.fromEntries(
		[...FIELDS, 'tags'].map((field) => [
			field,
			canonical(KINDS[field] ?? 'text', record?.fields[field], { region: 'US' }),
		]),
	);

describe('echoes (criterion 3)', () => {
	it('an edit costs one target write, and its echo costs one read and no write, on whichever side the edit was', async () => {
		const timeline = new Timeline({ seed: 3 });
		const random = new SeededRandom(3, 'edits');
		const pairs = await linkedPeople(timeline, 20);
		for (let number = 1; number <= figure(10_000, 600); number++) {
			const [contact, customer] = random.pick(pairs);
			const [source, id, target, targetId] = random.chance(0.5)
				? ([timeline.crm, contact, timeline.rental, customer] as const)
				: ([timeline.rental, customer, timeline.crm, contact] as const);
			edit(random, source, id, number);
			await timeline.pass(100);
			const before = { ...timeline.calls };
			const { outcome } = await timeline.sync(source, id);
			expect({ number, outcome, writes: timeline.calls.writes - before.writes }).toEqual({
				number,
				outcome: 'updated',
				writes: 1,
			});
			expect(formOf(target.records.get(targetId))).toEqual(formOf(source.records.get(id)));
			const echo = { ...timeline.calls };
			expect((await timeline.sync(target, targetId)).outcome).toBe('unchanged');
			expect(timeline.calls.writes - echo.writes).toBe(0);
			expect(timeline.calls.reads - echo.reads).toBeLessThanOrEqual(1);
		}
	}, 300_000);

	it('an edit of the target record 0 to 5,000 ms after our write reached it, before or after its answer, is carried back with one write; the echo of our write, before it, after it or never, with none', async () => {
		const timeline = new Timeline({ seed: 31 });
		const random = new SeededRandom(31, 'edits');
		const pairs = await linkedPeople(timeline, 20);
		for (let number = 1; number <= figure(10_000, 600); number += 2) {
			const [contact, customer] = random.pick(pairs);
			const [source, id, target, targetId] = random.chance(0.5)
				? ([timeline.crm, contact, timeline.rental, customer] as const)
				: ([timeline.rental, customer, timeline.crm, contact] as const);
			const after = random.pick([0, 1, 100, 100, 100, 5_000]);
			edit(random, source, id, number);
			const before = { ...timeline.calls };
			const [written, isMade] = nextWrite(timeline, target, after, () => edit(random, target, targetId, number + 1));
			expect((await timeline.sync(source, id)).outcome).toBe('updated');
			expect(timeline.calls.writes - before.writes).toBe(1);
			await timeline.pass(6_000, isMade);
			const last = formOf(target.records.get(targetId));
			const events = random.pick([['echo', 'edit'], ['edit', 'echo'], ['edit']] as const);
			for (const event of events) {
				const start = { ...timeline.calls };
				const { outcome } = await timeline.sync(target, targetId, event === 'echo' ? { snapshot: written() } : {});
				const [writes, reads] = [timeline.calls.writes - start.writes, timeline.calls.reads - start.reads];
				if (event === 'echo')
					expect({ number, outcome: ['unchanged', 'stale'].includes(outcome), writes, isOneRead: reads <= 1 }).toEqual({
						number,
						outcome: true,
						writes: 0,
						isOneRead: true,
					});
				else expect({ number, after, outcome, writes }).toEqual({ number, after, outcome: 'updated', writes: 1 });
			}
			expect({ number, source: formOf(source.records.get(id)), target: formOf(target.records.get(targetId)) }).toEqual({
				number,
				source: last,
				target: last,
			});
			expect(await timeline.sync(source, id)).toMatchObject({ outcome: 'unchanged' });
		}
	}, 300_000);

	/**
	 * Has something done so many ms after the next write of the engine has reached the service. Gives the record as that
	 * write left it, and whether it is done.
	 */
	function nextWrite(
		timeline: Timeline,
		service: SimulatedService,
		after: number,
		act: () => void,
	): [written: () => StoredRecord | undefined, isDone: () => boolean] {
		let written: StoredRecord | undefined;
		let isDone = false;
		const { update } = service;
		service.update = (...args) => {
			service.update = update;
			written = service.update(...args);
			timeline.scheduler.at(timeline.scheduler.now + after, () => {
				act();
				isDone = true;
			});
			return written;
		};
		return [() => written, () => isDone];
	}

	it('an edit that adds a tag and removes another costs one write, or one for each where the API has calls of their own', async () => {
		const timeline = new Timeline();
		const [[contact, customer]] = await linkedPeople(timeline, 1);
		for (const [source, id, target, targetId, writes] of [
			[timeline.crm, contact, timeline.rental, customer, 1],
			[timeline.rental, customer, timeline.crm, contact, 2],
		] as const) {
			const [first] = tagsOf(source.records.get(id));
			source.changeTags('user', id, [`from ${source.traits.name}`], [first]);
			const before = timeline.calls.writes;
			await timeline.sync(source, id);
			expect(timeline.calls.writes - before).toBe(writes);
			expect(tagsOf(target.records.get(targetId))).toHaveLength(2);
			expect((await timeline.sync(target, targetId)).outcome).toBe('unchanged');
			expect(timeline.calls.writes - before).toBe(writes);
		}
	});

	it('fields that share no base still echo with one read and no write', async () => {
		const timeline = new Timeline({ options: { fields: { name: { from: null }, city: { from: null } } } });
		const [[contact, customer]] = await linkedPeople(timeline, 1);
		await timeline.sync(timeline.crm, contact);
		for (let number = 0; number < 50; number++) {
			timeline.rental.update('user', customer, { name: `Ann ${number}`, city: `City ${number}` });
			await timeline.sync(timeline.rental, customer);
			const echo = { ...timeline.calls };
			expect((await timeline.sync(timeline.crm, contact)).outcome).toBe('unchanged');
			expect([timeline.calls.writes - echo.writes, timeline.calls.reads - echo.reads]).toEqual([0, 1]);
		}
	});

	it.each([0, 1, 100, 5_000])('a real edit %d ms after our write arrives, though the echo is lost', async (ms) => {
		const timeline = new Timeline();
		const [[contact, customer]] = await linkedPeople(timeline, 1);
		for (let number = 0; number < 40; number++) {
			timeline.rental.update('user', customer, { city: `Bath ${number}` });
			await timeline.sync(timeline.rental, customer);
			await timeline.pass(ms);
			timeline.crm.update('user', contact, {
				city: number % 2 ? `Bath ${number - 1}` : `Wells ${number}`,
				source: `src ${number}`,
			});
			expect((await timeline.sync(timeline.crm, contact)).outcome).toBe('updated');
			expect(timeline.rental.records.get(customer)?.fields).toMatchObject({
				city: number % 2 ? `Bath ${number - 1}` : `Wells ${number}`,
				source: `src ${number}`,
			});
		}
	});
});

describe('idle (criterion 4)', () => {
	/**
	 * A store that keeps less than it is given: text is cut and loses its case, of tags only three are kept, a phone gets
	 * an extension.
	 */
	function losing(service: SimulatedService): void {
		const text = (value: unknown): unknown =>
			typeof value === 'string' && value.trim() !== '' ? value.trim().toUpperCase().slice(0, 8) : value;
		const kept = (fields: Readonly<Record<string, unknown>>) =>
			Object.fromEntries(
				Object.entries(fields).map(([field, value]) => {
					if (Array.isArray(value)) return [field, value.slice(0, 3)];
					return [field, field === 'phone' ? `${String(value)} ext. 1` : field === 'email' ? value : text(value)];
				}),
			);
		const [create, update] = [service.create.bind(service), service.update.bind(service)];
		service.create = (by, fields, externalId) => create(by, kept(fields), externalId);
		service.update = (by, id, fields, externalId) => update(by, id, kept(fields), externalId);
	}

	it('records that did not change cost no call, lossy stores, repeats and old events included', async () => {
		const labs = [
			new Timeline({ seed: 4 }),
			new Timeline({ seed: 4, crm: { normalizesPhones: false } }),
			new Timeline({ seed: 4 }),
		];
		losing(labs[1].crm);
		losing(labs[2].rental);
		for (const [at, timeline] of labs.entries()) {
			const made = at === 2 ? timeline.crm : timeline.rental;
			const people = await linkedPeople(timeline, Math.ceil(figure(10_000, 300) / labs.length), made);
			const snapshots = people.map(
				([contact, customer]) => [timeline.crm.records.get(contact), timeline.rental.records.get(customer)] as const,
			);
			// Half of them are edited once, so that what a store has lost is the answer to a change, too.
			for (const [number, [contact, customer]] of people.entries()) {
				if (number % 2)
					made.update('user', made === timeline.crm ? contact : customer, {
						city: `a city of a long name ${number}`,
						phone: `(415) 555-${1000 + number}`,
					});
				if (number % 2)
					expect((await timeline.sync(made, made === timeline.crm ? contact : customer)).outcome).toBe('updated');
				// What the store made of it is no change of a user: nothing is carried back.
				expect(await timeline.sync(timeline.otherSide(made), made === timeline.crm ? customer : contact)).toMatchObject(
					{
						outcome: 'unchanged',
						calls: 0,
					},
				);
			}
			const before = { ...timeline.calls };
			for (const [number, [contact, customer]] of people.entries()) {
				const [service, id] = number % 2 ? ([timeline.crm, contact] as const) : ([timeline.rental, customer] as const);
				for (const [one, oneId] of [
					[timeline.crm, contact],
					[timeline.rental, customer],
					[service, id],
				] as const)
					expect(await timeline.sync(one, oneId)).toMatchObject({ outcome: 'unchanged', calls: 0 });
				const old = snapshots[number][service === timeline.crm ? 0 : 1];
				const isOld = old?.version !== service.records.get(id)?.version;
				expect(await timeline.sync(service, id, { snapshot: old })).toMatchObject({
					outcome: isOld ? 'stale' : 'unchanged',
					calls: 0,
				});
			}
			expect(timeline.calls).toEqual(before);
		}
	}, 300_000);

	it('an unmapped change is a new version and costs no call', async () => {
		const timeline = new Timeline();
		const [[, customer]] = await linkedPeople(timeline, 1);
		timeline.rental.update('user', customer, { unmapped: 'x' });
		const mapped = ({ fields: { unmapped: _unmapped, ...fields } }: StoredRecord) => fields;
		expect(await timeline.sync(timeline.rental, customer, { fields: mapped })).toMatchObject({
			outcome: 'unchanged',
			calls: 0,
		});
	});

	it('an event older than what was worked on is stale, also after a newer one without changes', async () => {
		const timeline = new Timeline();
		const [[, customer]] = await linkedPeople(timeline, 1);
		const { rental } = timeline;
		const first = rental.update('user', customer, { city: 'York' });
		await timeline.pass(MINUTE);
		rental.update('user', customer, { city: 'Bath' });
		await timeline.sync(rental, customer);
		expect(await timeline.sync(rental, customer, { snapshot: first })).toMatchObject({ outcome: 'stale', calls: 0 });
	});
});
