import { resolveReview, saveLink } from '../../sync/manage/links';
import { ServiceError } from '../../sync/model/ports';
import { Lab, MINUTE, type LabSettings } from '../support/sync/timeline';

const ann = { name: 'Ann Berg', email: 'ann@example.com', phone: '+12025550100', city: 'Bath', tags: ['vip'] };

const onePerson = async (settings: LabSettings = {}) => await onePersonIn(new Lab(settings));

async function onePersonIn(lab: Lab) {
	const customer = lab.rental.create('user', ann).id;
	const contact = (await lab.sync(lab.rental, customer)).target?.id ?? '';
	return { lab, customer, contact };
}

describe('finding the target record', () => {
	it('creates where nobody matches, and says what it did', async () => {
		const lab = new Lab();
		const { id } = lab.rental.create('user', ann);
		expect(await lab.sync(lab.rental, id)).toEqual({
			outcome: 'created',
			reason: 'Nothing matched',
			source: { system: 'rental', account: 'main', id },
			target: { system: 'crm', account: 'main', id: 'crm-1' },
			changed: ['tags', 'name', 'email', 'phone', 'city'],
			decided: [],
			review: [],
			calls: 3,
		});
	});

	it.each([
		['an e-mail', { email: 'ANN@example.com ', name: 'A. Berg' }],
		['a phone and a name', { phone: '(202) 555-0100', name: 'Berg, Ann' }],
	])('links one record with %s and writes what differs', async (_, fields) => {
		const lab = new Lab({ lag: 0 });
		lab.crm.create('user', { city: 'York', ...fields, tags: [] });
		const { id } = lab.rental.create('user', { ...ann, ...('email' in fields ? {} : { email: '' }) });
		expect(await lab.sync(lab.rental, id, { options: { firstContact: 'source' } })).toMatchObject({
			outcome: 'linked',
			changed: expect.arrayContaining(['city', 'tags']),
		});
		expect(lab.crm.alive()).toHaveLength(1);
		expect(lab.crm.alive()[0].fields).toMatchObject({ city: 'Bath', tags: ['vip'] });
	});

	it('a phone alone never links', async () => {
		const lab = new Lab({ lag: 0 });
		lab.crm.create('user', { name: 'Dan Berg', phone: '+12025550100' });
		const { id } = lab.rental.create('user', ann);
		expect((await lab.sync(lab.rental, id)).outcome).toBe('created');
	});

	it('two matching records are a question, answered when one is left', async () => {
		const lab = new Lab();
		const [, second] = [lab.crm.create('user', ann), lab.crm.create('user', ann)];
		const { id } = lab.rental.create('user', ann);
		expect(await lab.sync(lab.rental, id)).toMatchObject({
			outcome: 'review',
			reason: 'More than one record matches by email',
		});
		expect((await lab.ledger.reviews())[0]).toMatchObject({ field: '', source: { id } });
		lab.crm.remove('user', second.id);
		expect((await lab.sync(lab.rental, id)).outcome).toBe('linked');
		expect(await lab.ledger.reviews()).toEqual([]);
	});

	it('a record that is linked to a stranger is a question where one has one, once the stranger has been looked at', async () => {
		const { lab, customer } = await onePerson({ options: { many: 'none' } });
		const { id } = lab.rental.create('user', ann);
		expect(await lab.sync(lab.rental, id)).toMatchObject({
			outcome: 'pending',
			reason: 'The matching record is linked to another one, which is checked first',
		});
		expect((await lab.ledger.due(10)).map(({ source }) => source.id)).toEqual([customer]);
		expect(await lab.sync(lab.rental, id)).toMatchObject({ outcome: 'pending' });
		// What looks may be an older picture that came on its own; however often the record itself comes meanwhile, two
		// looks are waited for.
		expect(await lab.sync(lab.rental, customer)).toMatchObject({ outcome: 'unchanged', calls: 0 });
		for (let times = 0; times < 3; times++)
			expect(await lab.sync(lab.rental, id)).toMatchObject({
				outcome: 'pending',
				reason: 'The matching record is linked to another one, which is checked once more',
			});
		expect((await lab.ledger.due(10)).map(({ source }) => source.id)).toEqual([customer]);
		expect(await lab.sync(lab.rental, customer)).toMatchObject({ outcome: 'unchanged', calls: 0 });
		expect(await lab.sync(lab.rental, id)).toMatchObject({
			outcome: 'review',
			reason: 'The matching record is linked to another one',
		});
		expect(await lab.ledger.counts()).toMatchObject({ reviews: 1, due: { pending: 0 } });
	});

	it("a record that is linked to one that has gone meanwhile is nobody's: it is linked without a question", async () => {
		const { lab, customer, contact } = await onePerson({ options: { many: 'none' } });
		const { id } = lab.rental.create('user', ann);
		lab.rental.remove('user', customer);
		expect(await lab.sync(lab.rental, id)).toMatchObject({ outcome: 'pending' });
		await lab.sync(lab.rental, customer);
		expect(await lab.sync(lab.rental, id)).toMatchObject({ outcome: 'linked', target: { id: contact } });
		expect(await lab.ledger.counts()).toMatchObject({ reviews: 0, due: { pending: 0 } });
	});

	it.each([
		['source', 'created', 2],
		['target', 'unlinked', 1],
	] as const)(
		'the answer "%s" to that question gives the outcome %s, and it is not asked again',
		async (winner, outcome, contacts) => {
			const { lab, customer } = await onePerson({ options: { many: 'none' }, crm: { looksUpDuplicates: false } });
			const { id } = lab.rental.create('user', ann);
			for (const one of [id, customer, id, customer, id]) await lab.sync(lab.rental, one);
			const [review] = await lab.ledger.reviews();
			await resolveReview(lab.ledger, review, winner);
			expect(await lab.sync(lab.rental, id)).toMatchObject({ outcome });
			lab.rental.update('user', id, { city: 'York' });
			expect(await lab.sync(lab.rental, id)).toMatchObject({ outcome: winner === 'source' ? 'updated' : 'unlinked' });
			expect(lab.crm.alive()).toHaveLength(contacts);
			expect(await lab.ledger.counts()).toMatchObject({ reviews: 0, due: { pending: 0 } });
		},
	);

	it('a partner that has just come back is linked again before any search shows it', async () => {
		const { lab, customer, contact } = await onePerson();
		lab.rental.remove('user', customer);
		expect((await lab.sync(lab.rental, customer)).outcome).toBe('unlinked');
		await lab.pass(10 * MINUTE);
		lab.crm.update('user', contact, { city: 'York' });
		lab.rental.restore('user', customer);
		expect(await lab.sync(lab.crm, contact)).toMatchObject({ outcome: 'linked', target: { id: customer } });
		expect(lab.rental.alive()).toHaveLength(1);
	});

	it('a late older picture of a record that was deleted before it had a partner makes none', async () => {
		const lab = new Lab();
		await onePersonIn(lab);
		const picture = lab.rental.create('user', { ...ann, email: 'bo@example.com', phone: '' });
		lab.rental.remove('user', picture.id);
		expect((await lab.sync(lab.rental, picture.id)).outcome).toBe('unlinked');
		expect((await lab.sync(lab.rental, picture.id, { picture })).outcome).toBe('stale');
		expect(lab.crm.alive()).toHaveLength(1);
		lab.rental.restore('user', picture.id);
		expect((await lab.sync(lab.rental, picture.id)).outcome).toBe('created');
	});

	it('one to one works in both directions', async () => {
		const { lab, customer, contact } = await onePerson({ options: { many: 'none' } });
		lab.crm.update('user', contact, { city: 'York' });
		expect(await lab.sync(lab.crm, contact)).toMatchObject({ outcome: 'updated', changed: ['city'] });
		expect(await lab.sync(lab.rental, customer)).toMatchObject({ outcome: 'unchanged', calls: 0 });
		expect(lab.rental.alive()[0].fields.city).toBe('York');
	});

	it('creates nothing where that is chosen', async () => {
		const lab = new Lab();
		const { id } = lab.rental.create('user', ann);
		expect(await lab.sync(lab.rental, id, { options: { whenUnmatched: 'skip' } })).toMatchObject({
			outcome: 'unchanged',
			changed: [],
		});
		expect(lab.crm.alive()).toEqual([]);
	});

	it('an unclear create that made nothing leaves nothing open where none is to be made by then', async () => {
		const lab = new Lab();
		const { id } = lab.rental.create('user', { name: 'Ann Berg', email: 'ann@example.com', tags: [] });
		const create = lab.crm.create.bind(lab.crm);
		lab.crm.create = () => {
			throw new ServiceError('HTTP 502', { written: 'maybe', again: true });
		};
		expect(await lab.sync(lab.rental, id)).toMatchObject({ outcome: 'pending' });
		lab.crm.create = create;
		expect(await lab.sync(lab.rental, id, { options: { whenUnmatched: 'skip' } })).toMatchObject({
			outcome: 'pending',
		});
		await lab.pass(3 * 60 * MINUTE);
		expect(await lab.sync(lab.rental, id, { options: { whenUnmatched: 'skip' } })).toMatchObject({
			outcome: 'unchanged',
		});
		expect(await lab.ledger.counts()).toMatchObject({ intents: 0, due: { pending: 0 } });
	});

	it('a service that refuses a double names the record: it is linked, if it is the same person', async () => {
		for (const [name, outcome] of [
			['Ann Berg', 'linked'],
			['Dan Hill', 'review'],
		]) {
			const lab = new Lab({ crm: { looksUpDuplicates: false } });
			const there = lab.crm.create('user', {
				...ann,
				name,
				email: name === 'Ann Berg' ? ann.email : 'dan@example.com',
			});
			const { id } = lab.rental.create('user', ann);
			const create = lab.crm.create.bind(lab.crm);
			lab.crm.create = (by, ...rest) => {
				if (by === 'engine')
					throw new ServiceError('HTTP 400: duplicate', { written: 'no', again: false, duplicateOf: there.id });
				return create(by, ...rest);
			};
			expect((await lab.sync(lab.rental, id)).outcome).toBe(outcome);
			expect((await lab.ledger.counts()).intents).toBe(0);
		}
	});

	it('an unclear create is pending until the index must show it, and only then made again', async () => {
		const lab = new Lab({ lag: 30_000, crm: { looksUpDuplicates: false } });
		const { id } = lab.rental.create('user', ann);
		const outcome = await lab.sync(lab.rental, id, {
			faults: {
				get failed() {
					return lab.calls.creates > 0 ? 1 : 0;
				},
			},
		});
		expect(outcome).toMatchObject({ outcome: 'pending', reason: 'A create had no clear answer (HTTP 502)' });
		expect(outcome.dueAt).toBeGreaterThan(lab.scheduler.now);
		await lab.pass(30_000);
		expect((await lab.sync(lab.rental, id)).outcome).toBe('pending');
		expect(lab.calls.creates).toBe(1);
		await lab.pass(2 * MINUTE);
		expect((await lab.sync(lab.rental, id)).outcome).toBe('created');
		expect(lab.calls.creates).toBe(2);
		expect(await lab.ledger.counts()).toMatchObject({ intents: 0, due: { pending: 0 } });
	});

	it('what an unclear create made is known by its e-mail, though name and phone were edited on it since', async () => {
		for (const later of [0, 10 * MINUTE]) {
			const lab = new Lab();
			const { id } = lab.crm.create('user', ann);
			await lab.sync(lab.crm, id, {
				faults: {
					get [later === 0 ? 'failedAfter' : 'failed']() {
						return lab.calls.creates > 0 ? 1 : 0;
					},
				},
			});
			await lab.pass(later);
			// Without an answer nobody knows: made ten minutes later, the same record is one of somebody else who shares the
			// e-mail.
			const made = lab.rental.alive()[0] ?? lab.rental.create('user', ann);
			lab.rental.update('user', made.id, { name: 'Eve Dahl', phone: '(312) 555-0199' });
			await lab.pass(10 * MINUTE);
			expect((await lab.sync(lab.crm, id)).outcome).toBe(later === 0 ? 'linked' : 'created');
			expect(lab.rental.alive()).toHaveLength(later === 0 ? 1 : 2);
		}
	});

	it('an e-mail that changed since an unclear create gives the record an hour to come by itself', async () => {
		const lab = new Lab({ crm: { looksUpDuplicates: false } });
		const { id } = lab.rental.create('user', ann);
		await lab.sync(lab.rental, id, {
			faults: {
				get failedAfter() {
					return lab.calls.creates > 0 ? 1 : 0;
				},
			},
		});
		lab.rental.update('user', id, { email: 'berg@example.com', phone: '' });
		await lab.pass(10 * MINUTE);
		expect((await lab.sync(lab.rental, id)).outcome).toBe('pending');
		expect((await lab.sync(lab.crm, lab.crm.alive()[0].id)).outcome).toBe('linked');
		expect((await lab.sync(lab.rental, id)).outcome).toBe('updated');
		expect(lab.crm.alive().map(({ fields }) => fields.email)).toEqual(['berg@example.com']);
	});
});

describe('an unclear create that a link has answered', () => {
	/** A customer whose create towards the CRM was carried out without an answer. */
	async function unclear() {
		const lab = new Lab({ crm: { looksUpDuplicates: false } });
		const customer = lab.rental.create('user', ann).id;
		await lab.sync(lab.rental, customer, {
			faults: {
				get failedAfter() {
					return lab.calls.creates > 0 ? 1 : 0;
				},
			},
		});
		return { lab, customer, contact: lab.crm.alive()[0].id };
	}

	it('is over when the record it made has found its way by itself', async () => {
		const { lab, contact } = await unclear();
		expect((await lab.sync(lab.crm, contact)).outcome).toBe('linked');
		expect((await lab.ledger.counts()).intents).toBe(0);
	});

	it('is over when a person has linked the two: a record whose partner is deleted then waits for nothing', async () => {
		const { lab, customer, contact } = await unclear();
		const ref = (system: string, id: string) => ({ system, account: 'main', id });
		await saveLink(lab.ledger, lab.random, {
			pair: 'contacts',
			head: ref('crm', contact),
			member: ref('rental', customer),
		});
		lab.rental.remove('user', customer);
		expect((await lab.sync(lab.rental, customer)).outcome).toBe('unlinked');
		lab.crm.update('user', contact, { city: 'York' });
		expect((await lab.sync(lab.crm, contact)).outcome).toBe('created');
	});

	it('is over when the link ends because the record is gone: an edit makes a new one at once', async () => {
		const { lab, customer, contact } = await unclear();
		const ref = (system: string, id: string) => ({ system, account: 'main', id });
		await saveLink(lab.ledger, lab.random, {
			pair: 'contacts',
			head: ref('crm', contact),
			member: ref('rental', customer),
		});
		lab.crm.remove('user', contact);
		lab.rental.update('user', customer, { city: 'York' });
		expect((await lab.sync(lab.rental, customer)).outcome).toBe('created');
	});
});

describe('a target record that is gone', () => {
	it.each([
		['recreate', 'created', 1],
		['review', 'review', 0],
		['unlink', 'unlinked', 0],
	] as const)('%s, when the source one is edited', async (targetGone, outcome, alive) => {
		const { lab, customer, contact } = await onePerson({ options: { targetGone } });
		lab.crm.remove('user', contact);
		expect(await lab.sync(lab.rental, customer)).toMatchObject({ outcome: 'unchanged', calls: 0 });
		lab.rental.update('user', customer, { city: 'York' });
		expect((await lab.sync(lab.rental, customer)).outcome).toBe(outcome);
		expect(lab.crm.alive()).toHaveLength(alive);
	});

	it('is linked again when it was merged into one that matches', async () => {
		const { lab, customer, contact } = await onePerson();
		const target = lab.crm.create('user', { ...ann, city: 'Target' });
		lab.crm.remove('user', contact);
		lab.rental.update('user', customer, { city: 'York' });
		expect(await lab.sync(lab.rental, customer, { options: { rule: 'source', firstContact: 'source' } })).toMatchObject(
			{ outcome: 'linked', target: { id: target.id } },
		);
		expect(lab.crm.alive().map(({ fields }) => fields.city)).toEqual(['York']);
	});

	it('a dry run says so and changes nothing', async () => {
		const { lab, customer, contact } = await onePerson();
		lab.crm.remove('user', contact);
		lab.rental.update('user', customer, { city: 'York' });
		expect(await lab.sync(lab.rental, customer, { dryRun: true })).toMatchObject({
			outcome: 'planned',
			plan: [{ call: 'create' }],
		});
		expect((await lab.ledger.counts()).links).toBe(1);
	});
});

describe('a source record that is deleted while its create had no clear answer', () => {
	it.each([
		['carried out', { failedAfter: 1 }, 1],
		['not carried out', { failed: 1 }, 0],
	] as const)('waits until it is certain, and brings nothing back: %s', async (_, fault, contacts) => {
		const lab = new Lab();
		const { id } = lab.rental.create('user', ann);
		const [[name]] = Object.entries(fault);
		await lab.sync(lab.rental, id, {
			faults: {
				get [name]() {
					return lab.calls.creates > 0 ? 1 : 0;
				},
			},
		});
		lab.rental.remove('user', id);
		expect((await lab.sync(lab.rental, id)).outcome).toBe('pending');
		for (const contact of lab.crm.alive()) expect((await lab.sync(lab.crm, contact.id)).outcome).toBe('pending');
		await lab.pass(3 * MINUTE);
		expect((await lab.sync(lab.rental, id)).outcome).toBe('unlinked');
		await lab.repair();
		expect([lab.crm.alive().length, lab.rental.alive().length]).toEqual([contacts, 0]);
		expect(await lab.ledger.counts()).toMatchObject({ intents: 0, due: { pending: 0, failed: 0 } });
	});
});

describe('what is written', () => {
	it('changed fields only, through the calls that the API has', async () => {
		const { lab, customer } = await onePerson();
		const writes: unknown[] = [];
		const { update } = lab.crm;
		lab.crm.update = (by, id, fields, ...rest) => {
			writes.push(fields);
			return update.call(lab.crm, by, id, fields, ...rest);
		};
		lab.rental.update('user', customer, { city: ' York ', phone: '(202) 555-0199' });
		lab.rental.changeTags('user', customer, ['New One'], ['vip']);
		expect(await lab.sync(lab.rental, customer)).toMatchObject({
			outcome: 'updated',
			changed: expect.arrayContaining(['city', 'phone', 'tags']),
			calls: 4,
		});
		expect(writes).toEqual([
			{ city: 'York', phone: '+12025550199' },
			{ tags: ['vip', 'New One'] },
			{ tags: ['new one'] },
		]);
	});

	it('a conflict that the target side wins is told, and its value comes over', async () => {
		const { lab, customer, contact } = await onePerson();
		await lab.sync(lab.crm, contact);
		lab.rental.update('user', customer, { city: 'York' });
		lab.crm.update('user', contact, { city: 'Wells' });
		expect(await lab.sync(lab.rental, customer)).toMatchObject({
			outcome: 'conflict',
			decided: ['city'],
			reason: "The target's value was kept: city",
		});
		expect(await lab.sync(lab.rental, customer)).toMatchObject({ outcome: 'unchanged', calls: 0 });
		await lab.repair();
		expect(lab.rental.alive()[0].fields.city).toBe('Wells');
	});
});
