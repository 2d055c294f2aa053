import { Timeline, MINUTE, type TimelineSettings } from '../../support/sync/timeline';
import { SeededRandom } from '../../support/sync/simulator/random';
import type { StoredRecord } from '../../support/sync/simulator/service';
import { figure } from '../../support/sync/size';

type Side = 'crm' | 'rental';
/** Who wins a conflict: one of the sides, whichever is source; the later one; or nobody. */
const WINNERS = ['crm', 'rental', 'newest', 'review'] as const;
type Winner = (typeof WINNERS)[number];

async function onePerson(settings: TimelineSettings = {}) {
	const timeline = new Timeline(settings);
	const customer = timeline.rental.create('user', {
		name: 'Ann Berg',
		email: 'ann@example.com',
		phone: '+12025550100',
		city: 'Bath',
		tags: ['vip'],
	}).id;
	const contact = (await timeline.sync(timeline.rental, customer)).target?.id ?? '';
	return { timeline, customer, contact };
}

describe('fields (criterion 8)', () => {
	/** The side of each of up to six edits: every way to spread up to four over both sides; of five and six, in turns. */
	const histories: readonly (readonly Side[])[] = [1, 2, 3, 4]
		.flatMap((count) =>
			Array.from({ length: 2 ** count }, (_, ways) =>
				Array.from({ length: count }, (__, at): Side => ((ways >> at) % 2 ? 'crm' : 'rental')),
			),
		)
		.concat(
			['rrrrr', 'ccccc', 'rcrcr', 'crcrc', 'crcrcr', 'rcrcrc', 'rrrccc', 'cccrrr'].map((sides) =>
				[...sides].map((side): Side => (side === 'c' ? 'crm' : 'rental')),
			),
		);
	/** Each history with each order in which its events can arrive. */
	const cases = histories.flatMap((sides) => orders(sides.map((_, at) => at)).map((order) => ({ sides, order })));
	const some = cases.filter((_, at) => at % Math.max(1, Math.floor(cases.length / figure(cases.length, 100))) === 0);
	const skews = [-5 * MINUTE, 0, 5 * MINUTE];

	function orders<T>(list: readonly T[]): T[][] {
		if (list.length <= 1) return [[...list]];
		return list.flatMap((first, at) =>
			orders([...list.slice(0, at), ...list.slice(at + 1)]).map((rest) => [first, ...rest]),
		);
	}

	/**
	 * Makes the edits, hands in their events in another order, and brings both sides to rest. Gives what both records
	 * hold.
	 */
	async function played(
		sides: readonly Side[],
		order: readonly number[],
		{
			skew,
			winner,
			change,
			apart = 0,
		}: { skew: number; winner: Winner; change: (number: number) => Record<string, unknown>; apart?: number },
	) {
		const { timeline, customer, contact } = await onePerson({ crm: { skew } });
		const ids = { crm: contact, rental: customer };
		const rule = (side: Side) =>
			winner === 'newest' || winner === 'review' ? winner : winner === side ? 'source' : 'target';
		await timeline.scheduler.runUntil(timeline.scheduler.now + 20 * MINUTE);
		const snapshots: (StoredRecord | undefined)[] = [];
		for (const [number, side] of sides.entries()) {
			snapshots.push(timeline[side].update('user', ids[side], change(number)));
			await timeline.scheduler.runUntil(timeline.scheduler.now + apart);
		}
		const writes = timeline.calls.writes;
		for (const number of order)
			await timeline.sync(timeline[sides[number]], ids[sides[number]], {
				snapshot: snapshots[number],
				options: { rule: rule(sides[number]) },
			});
		for (const side of ['crm', 'rental', 'crm'] as const)
			await timeline.sync(timeline[side], ids[side], { options: { rule: rule(side) } });
		return {
			timeline,
			crm: timeline.crm.alive()[0].fields,
			rental: timeline.rental.alive()[0].fields,
			reviews: (await timeline.ledger.reviews()).map(({ field }) => field),
			writes: timeline.calls.writes - writes,
		};
	}

	it.each(skews)(
		'edits to different fields are all kept in all orders of up to six events, clocks %d ms apart',
		async (skew) => {
			const values: Record<string, unknown> = {
				name: 'Ann Dahl',
				city: 'York',
				source: 'shop',
				email: 'dahl@example.com',
				phone: '+12025550199',
				street: 'Elm Row 1',
			};
			const fields = Object.keys(values);
			for (const [at, { sides, order }] of some.entries()) {
				const winner = WINNERS[at % WINNERS.length];
				const { crm, rental, reviews } = await played(sides, order, {
					skew,
					winner,
					change: (number) => ({ [fields[number]]: values[fields[number]] }),
				});
				const all = Object.fromEntries(fields.slice(0, sides.length).map((field) => [field, values[field]]));
				expect({ sides, order, winner, crm, rental, reviews }).toEqual({
					sides,
					order,
					winner,
					crm: expect.objectContaining(all),
					rental: expect.objectContaining(all),
					reviews: [],
				});
			}
		},
		300_000,
	);

	it.each(skews.flatMap((skew) => WINNERS.map((winner) => [winner, skew] as const)))(
		'the same field follows the rule (%s) in all orders of up to six events, clocks %d ms apart',
		async (winner, skew) => {
			for (const { sides, order } of some) {
				const apart = winner === 'newest' ? 11 * MINUTE : 0;
				const { crm, rental, reviews } = await played(sides, order, {
					skew,
					winner,
					apart,
					change: (number) => ({ city: `City ${number}` }),
				});
				const last = (side: Side) => sides.lastIndexOf(side);
				const [ofCrm, ofRental] = [last('crm'), last('rental')];
				const isConflict = ofCrm >= 0 && ofRental >= 0;
				const won =
					!isConflict || winner === 'newest' ? Math.max(ofCrm, ofRental) : winner === 'crm' ? ofCrm : ofRental;
				const held =
					isConflict && winner === 'review'
						? { crm: `City ${ofCrm}`, rental: `City ${ofRental}` }
						: { crm: `City ${won}`, rental: `City ${won}` };
				expect({ sides, order, crm: crm.city, rental: rental.city, isAsked: reviews.length > 0 }).toEqual({
					sides,
					order,
					...held,
					isAsked: isConflict && winner === 'review',
				});
				expect(new Set([...reviews, 'city'])).toEqual(new Set(['city']));
			}
		},
		300_000,
	);

	it.each(skews)(
		'newest never takes the earlier of two edits for the later one, clocks %d ms apart: it asks',
		async (skew) => {
			for (const minutes of [0.1, 1, 4, 6, 9, 10, 15]) {
				for (const sides of [
					['crm', 'rental'],
					['rental', 'crm'],
				] as const) {
					for (const order of [
						[0, 1],
						[1, 0],
					]) {
						const { crm, rental, reviews } = await played(sides, order, {
							skew,
							winner: 'newest',
							apart: minutes * MINUTE,
							change: (number) => ({ city: `City ${number}` }),
						});
						const isAsked = reviews.length > 0;
						if (isAsked)
							expect({ [sides[0]]: 'City 0', [sides[1]]: 'City 1' }).toEqual({ crm: crm.city, rental: rental.city });
						else
							expect({ minutes, sides, order, crm: crm.city, rental: rental.city }).toEqual({
								minutes,
								sides,
								order,
								crm: 'City 1',
								rental: 'City 1',
							});
						if (minutes >= 10) expect(isAsked).toBe(false);
					}
				}
			}
		},
	);

	it.each([
		[10 * MINUTE, 'rental'],
		[-10 * MINUTE, 'crm'],
	] as const)('newest: an edit %d ms later wins on both sides, in both orders', async (ahead, winner) => {
		for (const order of [
			['crm', 'rental'],
			['rental', 'crm'],
		] as const) {
			const { timeline, customer, contact } = await onePerson({ options: { rule: 'newest' } });
			const edit = {
				crm: () => timeline.crm.update('user', contact, { city: 'crm' }),
				rental: () => timeline.rental.update('user', customer, { city: 'rental' }),
			};
			for (const side of ahead > 0 ? (['crm', 'rental'] as const) : (['rental', 'crm'] as const)) {
				await timeline.pass(Math.abs(ahead));
				edit[side]();
			}
			for (const side of [...order, ...order]) await timeline.sync(timeline[side], side === 'crm' ? contact : customer);
			expect([timeline.crm.alive()[0].fields.city, timeline.rental.alive()[0].fields.city]).toEqual([winner, winner]);
		}
	});

	it('newest: less than five minutes apart is a question, and another field of the same edit is carried all the same', async () => {
		const { timeline, customer, contact } = await onePerson({ options: { rule: 'newest' } });
		timeline.crm.update('user', contact, { city: 'crm' });
		timeline.rental.update('user', customer, { city: 'rental', name: 'Ann Dahl' });
		expect(await timeline.sync(timeline.rental, customer)).toMatchObject({
			outcome: 'review',
			review: ['city'],
			changed: ['name'],
		});
		expect(timeline.crm.alive()[0].fields).toMatchObject({ city: 'crm', name: 'Ann Dahl' });
	});

	it('a write without an answer that was undone unseen looks like one that never arrived: both are questions, and nothing is overwritten', async () => {
		const snapshots: unknown[] = [];
		for (const hasArrived of [true, false]) {
			const { timeline, customer, contact } = await onePerson({ options: { rule: 'newest' } });
			timeline.rental.update('user', customer, { city: 'York' });
			await timeline.pass(6 * MINUTE);
			timeline.crm.update('user', contact, { city: 'Bonn' });
			const before = timeline.calls.writes;
			const onWrite = () => (timeline.calls.writes > before ? 1 : 0);
			const faults = hasArrived
				? { lost: 1 }
				: {
						get failed() {
							return onWrite();
						},
					};
			expect((await timeline.sync(timeline.crm, contact, { faults })).outcome).toBe('failed');
			expect(timeline.rental.records.get(customer)?.fields.city).toBe(hasArrived ? 'Bonn' : 'York');
			timeline.rental.update('user', customer, hasArrived ? { city: 'York' } : { unmapped: 'x' });
			snapshots.push({ ...timeline.rental.records.get(customer)?.fields, unmapped: undefined });
			const outcomes = [await timeline.sync(timeline.crm, contact), await timeline.sync(timeline.rental, customer)];
			expect(outcomes).toMatchObject([
				{ outcome: 'review', review: ['city'] },
				{ outcome: 'review', review: ['city'] },
			]);
			expect([timeline.crm.alive()[0].fields.city, timeline.rental.alive()[0].fields.city]).toEqual(['Bonn', 'York']);
		}
		expect(snapshots[1]).toEqual(snapshots[0]);
	});

	it('a tag that was added before its call to remove another one failed is known: its removal on the source side is carried', async () => {
		const { timeline, customer } = await onePerson();
		timeline.rental.changeTags('user', customer, ['press'], ['vip']);
		const before = timeline.calls.writes;
		const faults = {
			get failed() {
				return timeline.calls.writes > before + 1 ? 1 : 0;
			},
		};
		expect((await timeline.sync(timeline.rental, customer, { faults })).outcome).toBe('failed');
		expect(timeline.crm.alive()[0].fields.tags).toEqual(['vip', 'press']);
		timeline.rental.changeTags('user', customer, [], ['press']);
		await timeline.repair();
		expect([timeline.crm.alive()[0].fields.tags, timeline.rental.alive()[0].fields.tags]).toEqual([[], []]);
	});

	it('a field that is filled only when empty is never written over', async () => {
		const { timeline, customer } = await onePerson({
			options: { fields: { city: { onlyWhenEmpty: true }, name: { onlyWhenEmpty: true } }, rule: 'source' },
		});
		timeline.rental.update('user', customer, { city: 'York' });
		expect(await timeline.sync(timeline.rental, customer)).toMatchObject({ outcome: 'unchanged', changed: [] });
		expect(timeline.crm.alive()[0].fields.city).toBe('Bath');
		expect(await timeline.sync(timeline.rental, customer)).toMatchObject({ outcome: 'unchanged', calls: 0 });
	});
});

describe('clears (criterion 9)', () => {
	const blanks: [string, unknown][] = [
		['absent', undefined],
		['null', null],
		['""', ''],
		['[]', []],
		['blanks', ' \t '],
		['[""]', ['']],
		['a zero-width blank', '\u200B'],
	];
	const full = {
		name: 'Ann Berg',
		email: 'ann@example.com',
		phone: '+12025550100',
		city: 'Bath',
		tags: ['vip'],
		born: '1990-02-03',
		deposit: '12.50',
		seats: 3,
		isMember: true,
	};
	const kinds = {
		born: { kind: 'date' },
		deposit: { kind: 'money' },
		seats: { kind: 'number' },
		isMember: { kind: 'boolean' },
	} as const;
	const fields = Object.keys(full);
	const isNothing = (value: unknown): boolean => value === undefined || value === null || String(value).trim() === '';

	/** One person on both sides, with every kind of field; what is source then hands in. */
	async function whole(side: Side, options: TimelineSettings['options']) {
		const timeline = new Timeline({ options: { fields: kinds, ...options } });
		const [source, target] = [timeline[side], timeline.otherSide(timeline[side])];
		const { id } = source.create('user', full);
		const targetId = (await timeline.sync(source, id)).target?.id ?? '';
		await timeline.sync(target, targetId);
		const held = () => target.records.get(targetId)?.fields ?? {};
		const handIn = async (changes: Readonly<Record<string, unknown>>, more: TimelineSettings['options'] = {}) => {
			source.update('user', id, { remark: `version ${timeline.commits.length}` });
			const mapped = ({ fields: { remark: _remark, ...rest } }: StoredRecord) => ({ ...rest, ...changes });
			return await timeline.sync(source, id, { fields: mapped, options: more });
		};
		return { timeline, source, target, id, targetId, held, handIn };
	}

	const cases = (['rental', 'crm'] as const).flatMap((side) =>
		blanks.map(([name, blank]) => [name, side, blank] as const),
	);

	it.each(cases)('%s from %s clears no field, unless clearing is on', async (_, side, blank) => {
		for (const field of fields) {
			for (const rule of ['source', 'target', 'newest', 'review'] as const) {
				const { held, handIn, target, targetId } = await whole(side, { clear: false, rule });
				const before = held();
				expect(await handIn({ [field]: blank })).toMatchObject({ outcome: 'unchanged', changed: [] });
				expect(held()).toEqual(before);
				// Nor does it when the target value has changed meanwhile.
				target.update('user', targetId, { [field]: field === 'tags' ? ['vip', 'press'] : before[field], remark: 'x' });
				const edited = held();
				await handIn({ [field]: blank });
				expect(held()).toEqual(edited);
			}
		}
	});

	it.each(cases)(
		'%s from %s clears that field and no other one where clearing is on, but not when the field is absent',
		async (name, side, blank) => {
			for (const field of fields) {
				const { held, handIn } = await whole(side, { clear: true });
				const before = held();
				await handIn({ [field]: blank });
				const isCleared = isNothing(held()[field]);
				expect({ field, isCleared }).toEqual({ field, isCleared: name !== 'absent' });
				expect({ ...held(), [field]: before[field] }).toEqual(before);
			}
		},
	);

	it.each(cases)('%s from %s at first contact clears nothing, even where clearing is on', async (_, side, blank) => {
		for (const field of fields) {
			for (const firstContact of ['source', 'target', 'review'] as const) {
				const timeline = new Timeline({ options: { clear: true, fields: kinds, firstContact }, lag: 0 });
				const [source, target] = [timeline[side], timeline.otherSide(timeline[side])];
				const { id: targetId } = target.create('user', full);
				const { id } = source.create('user', full);
				const before = target.records.get(targetId)?.fields;
				const outcome = await timeline.sync(source, id, { fields: (record) => ({ ...record.fields, [field]: blank }) });
				expect({ field, kind: outcome.outcome }).toEqual({ field, kind: 'linked' });
				expect(target.records.get(targetId)?.fields).toEqual(before);
				source.update('user', id, { remark: 'x' });
				await timeline.sync(source, id, {
					fields: ({ fields: { remark: _remark, ...rest } }) => ({ ...rest, [field]: blank }),
				});
				expect(target.records.get(targetId)?.fields).toEqual(before);
			}
		}
	});
});

describe('tags (criterion 9)', () => {
	it('sequences of adding and removing on both sides equal a set-merge oracle', async () => {
		const random = new SeededRandom(9, 'tags');
		const names = ['VIP', 'Lead', 'Late payer', 'wedding', 'press'];
		for (let sequence = 0; sequence < figure(10_000, 300); sequence++) {
			const { timeline, customer, contact } = await onePerson({ seed: sequence });
			let both = new Set(['vip']);
			for (let round = 0; round < 4; round++) {
				const sides = { crm: new Set(both), rental: new Set(both) };
				for (let one = random.below(5); one > 0; one--) {
					const side = random.chance(0.5) ? 'crm' : 'rental';
					const tag = random.pick(names);
					const isAdded = random.chance(0.6);
					timeline[side].changeTags(
						'user',
						side === 'crm' ? contact : customer,
						isAdded ? [tag] : [],
						isAdded ? [] : [tag],
					);
					if (isAdded) sides[side].add(tag.toLowerCase());
					else sides[side].delete(tag.toLowerCase());
				}
				const known = both;
				both = new Set(
					names
						.map((tag) => tag.toLowerCase())
						.filter((tag) => (sides.crm.has(tag) === known.has(tag) ? sides.rental.has(tag) : sides.crm.has(tag))),
				);
				for (const side of random.chance(0.5) ? (['crm', 'rental'] as const) : (['rental', 'crm'] as const))
					await timeline.sync(timeline[side], side === 'crm' ? contact : customer);
				await timeline.sync(timeline.rental, customer);
				const shown = [timeline.crm, timeline.rental].map((service) =>
					(Array.isArray(service.alive()[0].fields.tags) ? (service.alive()[0].fields.tags as string[]) : [])
						.map((tag) => tag.toLowerCase())
						.sort(),
				);
				expect({ sequence, shown }).toEqual({ sequence, shown: [[...both].sort(), [...both].sort()] });
			}
		}
	}, 300_000);

	it('an API that only replaces keeps the spelling of what it holds', async () => {
		const { timeline, customer, contact } = await onePerson();
		timeline.rental.changeTags('user', customer, ['Late Payer'], []);
		timeline.crm.changeTags('user', contact, ['Press'], []);
		await timeline.sync(timeline.crm, contact);
		expect(timeline.rental.alive()[0].fields.tags).toEqual(['vip', 'Late Payer', 'press']);
	});
});

describe('two writes without an answer', () => {
	it('in both directions leave the later edit, whose author had seen the first', async () => {
		const timeline = new Timeline();
		const customer = timeline.rental.create('user', {
			name: 'Ann Berg',
			email: 'ann@example.com',
			city: 'Bath',
			tags: [],
		}).id;
		const contact = (await timeline.sync(timeline.rental, customer)).target?.id ?? '';
		await timeline.pass(MINUTE);
		timeline.crm.update('user', contact, { city: 'York' });
		const options = { rule: 'review' } as const;
		// Carried out, but nobody says so; a person in the other app sees it and changes it; that is not carried out.
		expect((await timeline.sync(timeline.crm, contact, { options, faults: { failedAfter: 1 } })).outcome).toBe(
			'failed',
		);
		await timeline.pass(MINUTE);
		timeline.rental.update('user', customer, { city: 'Hull' });
		const { writes } = timeline.calls;
		expect(
			(
				await timeline.sync(timeline.rental, customer, {
					options,
					faults: {
						get failed() {
							return timeline.calls.writes > writes ? 1 : 0;
						},
					},
				})
			).outcome,
		).toBe('failed');
		expect((await timeline.sync(timeline.crm, contact, { options })).review).toEqual([]);
		expect(await timeline.sync(timeline.rental, customer, { options })).toMatchObject({
			outcome: 'updated',
			changed: ['city'],
		});
		expect([timeline.crm, timeline.rental].map((service) => service.alive()[0].fields.city)).toEqual(['Hull', 'Hull']);
	});
});
