import { Lab, MINUTE, type LabSettings } from './lab';
import { SeededRandom } from './simulator/random';
import { figure } from './size';

async function onePerson(settings: LabSettings = {}) {
	const lab = new Lab(settings);
	const customer = lab.rental.create('user', { name: 'Ann Berg', email: 'ann@example.com', phone: '+12025550100', city: 'Bath', tags: ['vip'] }).id;
	const contact = (await lab.sync(lab.rental, customer)).far?.id ?? '';
	return { lab, customer, contact };
}

describe('fields (criterion 8)', () => {
	it('edits to different fields are all kept, whichever event comes first', async () => {
		for (const order of [['crm', 'rental'], ['rental', 'crm']] as const) {
			const { lab, customer, contact } = await onePerson();
			lab.crm.update('user', contact, { name: 'Ann Dahl' });
			lab.rental.update('user', customer, { city: 'York' });
			for (const side of order) await lab.sync(lab[side], side === 'crm' ? contact : customer);
			for (const record of [...lab.crm.alive(), ...lab.rental.alive()]) expect(record.fields).toMatchObject({ name: 'Ann Dahl', city: 'York' });
		}
	});

	/** All orders in which up to six events of the edits below can arrive. */
	function orders<T>(list: readonly T[]): T[][] {
		if (list.length <= 1) return [[...list]];
		return list.flatMap((first, at) => orders([...list.slice(0, at), ...list.slice(at + 1)]).map((rest) => [first, ...rest]));
	}

	it.each([-5 * MINUTE, 0, 5 * MINUTE])('the same field follows the rule in all orders of six events, clocks %d ms apart', async (skew) => {
		const events = [0, 1, 2, 3, 4, 5];
		const all = orders(events);
		const step = Math.max(1, Math.floor(all.length / figure(all.length, 60)));
		for (let at = 0; at < all.length; at += step) {
			for (const winner of ['crm', 'rental'] as const) {
				const { lab, customer, contact } = await onePerson({ crm: { skew } });
				const pictures = events.map((number) => number % 2 === 0
					? { service: lab.crm, id: contact, picture: lab.crm.update('user', contact, { city: `crm ${number}` }) }
					: { service: lab.rental, id: customer, picture: lab.rental.update('user', customer, { city: `rental ${number}` }) });
				for (const number of all[at]) {
					const { service, id, picture } = pictures[number];
					await lab.sync(service, id, { picture, options: { rule: (winner === service.traits.name) ? 'source' : 'destination' } });
				}
				for (const service of [lab.crm, lab.rental]) await lab.sync(service, service.alive()[0].id, { options: { rule: winner === service.traits.name ? 'source' : 'destination' } });
				const last = winner === 'crm' ? 'crm 4' : 'rental 5';
				expect({ order: all[at], crm: lab.crm.alive()[0].fields.city, rental: lab.rental.alive()[0].fields.city }).toEqual({ order: all[at], crm: last, rental: last });
			}
		}
	}, 300_000);

	it.each([[10 * MINUTE, 'rental'], [-10 * MINUTE, 'crm']] as const)('newest: an edit %d ms later wins on both sides, in both orders', async (ahead, winner) => {
		for (const order of [['crm', 'rental'], ['rental', 'crm']] as const) {
			const { lab, customer, contact } = await onePerson({ options: { rule: 'newest' } });
			const edit = { crm: () => lab.crm.update('user', contact, { city: 'crm' }), rental: () => lab.rental.update('user', customer, { city: 'rental' }) };
			for (const side of ahead > 0 ? ['crm', 'rental'] as const : ['rental', 'crm'] as const) {
				await lab.pass(Math.abs(ahead));
				edit[side]();
			}
			for (const side of [...order, ...order]) await lab.sync(lab[side], side === 'crm' ? contact : customer);
			expect([lab.crm.alive()[0].fields.city, lab.rental.alive()[0].fields.city]).toEqual([winner, winner]);
		}
	});

	it('newest: less than five minutes apart is a question, and another field of the same edit is carried all the same', async () => {
		const { lab, customer, contact } = await onePerson({ options: { rule: 'newest' } });
		lab.crm.update('user', contact, { city: 'crm' });
		lab.rental.update('user', customer, { city: 'rental', name: 'Ann Dahl' });
		expect(await lab.sync(lab.rental, customer)).toMatchObject({ outcome: 'review', review: ['city'], changed: ['name'] });
		expect(lab.crm.alive()[0].fields).toMatchObject({ city: 'crm', name: 'Ann Dahl' });
	});

	it('a write without an answer that was undone unseen looks like one that never arrived: both are asked about, and nothing is written over', async () => {
		const pictures: unknown[] = [];
		for (const hasArrived of [true, false]) {
			const { lab, customer, contact } = await onePerson({ options: { rule: 'newest' } });
			lab.rental.update('user', customer, { city: 'York' });
			await lab.pass(6 * MINUTE);
			lab.crm.update('user', contact, { city: 'Bonn' });
			const before = lab.calls.writes;
			const onWrite = () => (lab.calls.writes > before ? 1 : 0);
			const faults = hasArrived ? { lost: 1 } : { get failed() { return onWrite(); } };
			expect((await lab.sync(lab.crm, contact, { faults })).outcome).toBe('failed');
			expect(lab.rental.records.get(customer)?.fields.city).toBe(hasArrived ? 'Bonn' : 'York');
			lab.rental.update('user', customer, hasArrived ? { city: 'York' } : { unmapped: 'x' });
			pictures.push({ ...lab.rental.records.get(customer)?.fields, unmapped: undefined });
			const outcomes = [await lab.sync(lab.crm, contact), await lab.sync(lab.rental, customer)];
			expect(outcomes).toMatchObject([{ outcome: 'review', review: ['city'] }, { outcome: 'review', review: ['city'] }]);
			expect([lab.crm.alive()[0].fields.city, lab.rental.alive()[0].fields.city]).toEqual(['Bonn', 'York']);
		}
		expect(pictures[1]).toEqual(pictures[0]);
	});

	it('a tag that was added before its call to remove another one failed is known: its removal on the near side is carried', async () => {
		const { lab, customer } = await onePerson();
		lab.rental.changeTags('user', customer, ['press'], ['vip']);
		const before = lab.calls.writes;
		const faults = { get failed() { return lab.calls.writes > before + 1 ? 1 : 0; } };
		expect((await lab.sync(lab.rental, customer, { faults })).outcome).toBe('failed');
		expect(lab.crm.alive()[0].fields.tags).toEqual(['vip', 'press']);
		lab.rental.changeTags('user', customer, [], ['press']);
		await lab.repair();
		expect([lab.crm.alive()[0].fields.tags, lab.rental.alive()[0].fields.tags]).toEqual([[], []]);
	});

	it('a field that is filled only when empty is never written over', async () => {
		const { lab, customer } = await onePerson({ options: { fields: { city: { onlyWhenEmpty: true }, name: { onlyWhenEmpty: true } }, rule: 'source' } });
		lab.rental.update('user', customer, { city: 'York' });
		expect(await lab.sync(lab.rental, customer)).toMatchObject({ outcome: 'unchanged', changed: [] });
		expect(lab.crm.alive()[0].fields.city).toBe('Bath');
		expect(await lab.sync(lab.rental, customer)).toMatchObject({ outcome: 'unchanged', calls: 0 });
	});
});

describe('clears (criterion 9)', () => {
	const blanks: [string, unknown][] = [['absent', undefined], ['null', null], ['""', ''], ['[]', []], ['blanks', ' \t '], ['[""]', ['']]];
	const fields = ['name', 'email', 'phone', 'city', 'tags'];

	it.each(blanks)('%s clears no field, unless clearing is on', async (_, blank) => {
		for (const field of fields) {
			const { lab, customer } = await onePerson({ options: { clear: false } });
			lab.rental.update('user', customer, { [field]: blank });
			const before = lab.crm.alive()[0].fields;
			expect(await lab.sync(lab.rental, customer, { fields: (record) => ({ ...record.fields, [field]: blank }) })).toMatchObject({ changed: [] });
			expect(lab.crm.alive()[0].fields).toEqual(before);
		}
	});

	it.each(blanks)('%s with clearing on', async (name, blank) => {
		for (const field of fields) {
			const { lab, customer } = await onePerson({ options: { clear: true } });
			lab.rental.update('user', customer, { remark: 'a new version' });
			await lab.sync(lab.rental, customer, { fields: (record) => ({ ...record.fields, [field]: blank }) });
			const isCleared = name !== 'absent' && (field === 'tags' || blank === null || typeof blank === 'string' || blank === undefined || String(blank) === '');
			const there = lab.crm.alive()[0].fields[field];
			expect({ field, isEmpty: there === '' || (Array.isArray(there) && there.length === 0) }).toEqual({ field, isEmpty: isCleared });
		}
	});

	it('an empty field of a record that is linked first clears nothing even with clearing on', async () => {
		const lab = new Lab({ options: { clear: true, firstContact: 'source' } });
		lab.crm.create('user', { name: 'Ann Berg', email: 'ann@example.com', city: 'Bath', tags: ['vip'] });
		const customer = lab.rental.create('user', { name: 'Ann Berg', email: 'ann@example.com', city: '', tags: [] }).id;
		expect((await lab.sync(lab.rental, customer)).outcome).toBe('linked');
		expect(lab.crm.alive()[0].fields).toMatchObject({ city: 'Bath', tags: ['vip'] });
	});
});

describe('tags (criterion 9)', () => {
	it('sequences of adding and removing on both sides equal a set-merge oracle', async () => {
		const random = new SeededRandom(9, 'tags');
		const names = ['VIP', 'Lead', 'Late payer', 'wedding', 'press'];
		for (let sequence = 0; sequence < figure(10_000, 300); sequence++) {
			const { lab, customer, contact } = await onePerson({ seed: sequence });
			let both = new Set(['vip']);
			for (let round = 0; round < 4; round++) {
				const sides = { crm: new Set(both), rental: new Set(both) };
				for (let one = random.below(5); one > 0; one--) {
					const side = random.chance(0.5) ? 'crm' : 'rental';
					const tag = random.pick(names);
					const isAdded = random.chance(0.6);
					lab[side].changeTags('user', side === 'crm' ? contact : customer, isAdded ? [tag] : [], isAdded ? [] : [tag]);
					if (isAdded) sides[side].add(tag.toLowerCase());
					else sides[side].delete(tag.toLowerCase());
				}
				const known = both;
				both = new Set(names.map((tag) => tag.toLowerCase()).filter((tag) => (sides.crm.has(tag) === known.has(tag) ? sides.rental.has(tag) : sides.crm.has(tag))));
				for (const side of random.chance(0.5) ? ['crm', 'rental'] as const : ['rental', 'crm'] as const) await lab.sync(lab[side], side === 'crm' ? contact : customer);
				await lab.sync(lab.rental, customer);
				const shown = [lab.crm, lab.rental].map((service) => (Array.isArray(service.alive()[0].fields.tags) ? service.alive()[0].fields.tags as string[] : []).map((tag) => tag.toLowerCase()).sort());
				expect({ sequence, shown }).toEqual({ sequence, shown: [[...both].sort(), [...both].sort()] });
			}
		}
	}, 300_000);

	it('an API that only replaces keeps the spelling of what it holds', async () => {
		const { lab, customer, contact } = await onePerson();
		lab.rental.changeTags('user', customer, ['Late Payer'], []);
		lab.crm.changeTags('user', contact, ['Press'], []);
		await lab.sync(lab.crm, contact);
		expect(lab.rental.alive()[0].fields.tags).toEqual(['vip', 'Late Payer', 'press']);
	});
});
