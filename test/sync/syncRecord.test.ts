import { resolveReview, saveLink } from '../../sync/manage/links';
import { ServiceError } from '../../sync/model/ports';
import { Timeline, MINUTE, type TimelineSettings } from '../support/sync/timeline';

const ann = { name: 'Ann Berg', email: 'ann@example.com', phone: '+12025550100', city: 'Bath', tags: ['vip'] };

const onePerson = async (settings: TimelineSettings = {}) => await onePersonIn(new Timeline(settings));

async function onePersonIn(timeline: Timeline) {
	const customer = timeline.rental.create('user', ann).id;
	const contact = (await timeline.sync(timeline.rental, customer)).target?.id ?? '';
	return { timeline, customer, contact };
}

describe('finding the target record', () => {
	it('creates where nothing matches, and reports what it did', async () => {
		const timeline = new Timeline();
		const { id } = timeline.rental.create('user', ann);
		expect(await timeline.sync(timeline.rental, id)).toEqual({
			outcome: 'created',
			reason: 'Nothing matched',
			source: { system: 'rental', account: 'main', id },
			target: { system: 'crm', account: 'main', id: 'crm-1' },
			changed: ['tags', 'name', 'email', 'phone', 'city'],
			decided: [],
			review: [],
			calls: 3,
			isNew: true,
		});
	});

	it('says that the target is new: when it is made, and in the first day of the source record', async () => {
		const { timeline, customer } = await onePerson();
		const isNew = async (settings = {}) => (await timeline.sync(timeline.rental, customer, settings)).isNew;
		expect(await isNew()).toBe(true);
		timeline.rental.update('user', customer, { city: 'York' });
		expect(await timeline.sync(timeline.rental, customer)).toMatchObject({ outcome: 'updated', isNew: true });
		expect(await isNew({ dryRun: true })).toBeUndefined();
		await timeline.pass(24 * 60 * MINUTE);
		expect(await isNew()).toBeUndefined();
		expect(await timeline.sync(timeline.rental, customer, { deleted: true })).not.toHaveProperty('isNew');
	});

	it('says that the target is new where it is found after a create without a clear answer', async () => {
		const timeline = new Timeline();
		const { id } = timeline.rental.create('user', ann);
		expect(await timeline.sync(timeline.rental, id, { faults: { lost: 1 } })).toMatchObject({ outcome: 'pending' });
		await timeline.pass(10 * MINUTE);
		expect(await timeline.sync(timeline.rental, id)).toMatchObject({ outcome: 'linked', isNew: true });
		expect(timeline.crm.alive()).toHaveLength(1);
	});

	it('says so, too, where either record was edited before that', async () => {
		for (const edited of ['rental', 'crm'] as const) {
			const timeline = new Timeline();
			const { id } = timeline.rental.create('user', ann);
			await timeline.sync(timeline.rental, id, { faults: { lost: 1 } });
			const contact = timeline.crm.alive()[0].id;
			timeline[edited].update('user', edited === 'crm' ? contact : id, { city: 'York' });
			await timeline.pass(10 * MINUTE);
			expect(await timeline.sync(timeline.rental, id)).toMatchObject({ outcome: 'linked', isNew: true });
			expect(await timeline.sync(timeline.rental, id)).toMatchObject({ isNew: true });
		}
	});

	it('says so where the other direction was the one that linked the two', async () => {
		const timeline = new Timeline();
		const { id } = timeline.rental.create('user', ann);
		await timeline.sync(timeline.rental, id, { faults: { lost: 1 } });
		const contact = timeline.crm.alive()[0].id;
		const back = await timeline.sync(timeline.crm, contact);
		expect(back).toMatchObject({ outcome: 'linked' });
		expect(back).not.toHaveProperty('isNew');
		expect(await timeline.sync(timeline.rental, id)).toMatchObject({ outcome: 'unchanged', isNew: true });
	});

	it('does not say so of a record that was there, nor to the other direction', async () => {
		const timeline = new Timeline({ lag: 0 });
		timeline.crm.create('user', ann);
		const { id } = timeline.rental.create('user', ann);
		for (const outcome of ['linked', 'unchanged']) {
			const synced = await timeline.sync(timeline.rental, id);
			expect(synced).toMatchObject({ outcome });
			expect(synced).not.toHaveProperty('isNew');
		}
		const { timeline: other, contact } = await onePerson();
		expect(await other.sync(other.crm, contact)).not.toHaveProperty('isNew');
	});

	it.each([
		['an e-mail', { email: 'ANN@example.com ', name: 'A. Berg' }],
		['a phone and a name', { phone: '(202) 555-0100', name: 'Berg, Ann' }],
	])('links one record with %s and writes what differs', async (_, fields) => {
		const timeline = new Timeline({ lag: 0 });
		timeline.crm.create('user', { city: 'York', ...fields, tags: [] });
		const { id } = timeline.rental.create('user', { ...ann, ...('email' in fields ? {} : { email: '' }) });
		expect(await timeline.sync(timeline.rental, id, { options: { firstContact: 'source' } })).toMatchObject({
			outcome: 'linked',
			changed: expect.arrayContaining(['city', 'tags']),
		});
		expect(timeline.crm.alive()).toHaveLength(1);
		expect(timeline.crm.alive()[0].fields).toMatchObject({ city: 'Bath', tags: ['vip'] });
	});

	it('a phone alone never links', async () => {
		const timeline = new Timeline({ lag: 0 });
		timeline.crm.create('user', { name: 'Dan Berg', phone: '+12025550100' });
		const { id } = timeline.rental.create('user', ann);
		expect((await timeline.sync(timeline.rental, id)).outcome).toBe('created');
	});

	it('two matching records are a question, answered when one is left', async () => {
		const timeline = new Timeline();
		const [, second] = [timeline.crm.create('user', ann), timeline.crm.create('user', ann)];
		const { id } = timeline.rental.create('user', ann);
		expect(await timeline.sync(timeline.rental, id)).toMatchObject({
			outcome: 'review',
			reason: 'More than one record matches by email',
		});
		expect((await timeline.ledger.reviews())[0]).toMatchObject({ field: '', source: { id } });
		timeline.crm.remove('user', second.id);
		expect((await timeline.sync(timeline.rental, id)).outcome).toBe('linked');
		expect(await timeline.ledger.reviews()).toEqual([]);
	});

	it('a match that is linked to another record is a question where a person may have one, once that record has been checked', async () => {
		const { timeline, customer } = await onePerson({ options: { many: 'none' } });
		const { id } = timeline.rental.create('user', ann);
		expect(await timeline.sync(timeline.rental, id)).toMatchObject({
			outcome: 'pending',
			reason: 'The matching record is linked to another one, which is checked first',
		});
		expect((await timeline.ledger.due(10)).map(({ source }) => source.id)).toEqual([customer]);
		expect(await timeline.sync(timeline.rental, id)).toMatchObject({ outcome: 'pending' });
		// What looks may be an older version that came on its own; however often the record itself comes meanwhile, two
		// looks are waited for.
		expect(await timeline.sync(timeline.rental, customer)).toMatchObject({ outcome: 'unchanged', calls: 0 });
		for (let times = 0; times < 3; times++)
			expect(await timeline.sync(timeline.rental, id)).toMatchObject({
				outcome: 'pending',
				reason: 'The matching record is linked to another one, which is checked once more',
			});
		expect((await timeline.ledger.due(10)).map(({ source }) => source.id)).toEqual([customer]);
		expect(await timeline.sync(timeline.rental, customer)).toMatchObject({ outcome: 'unchanged', calls: 0 });
		expect(await timeline.sync(timeline.rental, id)).toMatchObject({
			outcome: 'review',
			reason: 'The matching record is linked to another one',
		});
		expect(await timeline.ledger.counts()).toMatchObject({ reviews: 1, due: { pending: 0 } });
	});

	it('a match whose linked record was never checked, since nothing ran for three days, is no question yet', async () => {
		const { timeline, customer, contact } = await onePerson({ options: { many: 'none' } });
		const { id } = timeline.rental.create('user', ann);
		timeline.rental.remove('user', customer);
		expect(await timeline.sync(timeline.rental, id)).toMatchObject({ outcome: 'pending' });
		await timeline.pass(3 * 24 * 60 * MINUTE);
		expect(await timeline.sync(timeline.rental, id)).toMatchObject({ outcome: 'pending' });
		await timeline.sync(timeline.rental, customer);
		expect(await timeline.sync(timeline.rental, id)).toMatchObject({ outcome: 'linked', target: { id: contact } });
	});

	it('a match whose linked record nobody checks within six hours and sixty looks is a question', async () => {
		const { timeline } = await onePerson({ options: { many: 'none' } });
		const { id } = timeline.rental.create('user', ann);
		const outcomes: string[] = [];
		for (let look = 0; look < 63; look++) {
			outcomes.push((await timeline.sync(timeline.rental, id)).outcome);
			await timeline.pass(6 * MINUTE);
		}
		expect(outcomes).toEqual([...Array.from({ length: 61 }, () => 'pending'), 'review', 'review']);
	});

	it('a match whose linked record was checked in vain five times within an hour is a question, however often itself came', async () => {
		const { timeline, customer } = await onePerson({ options: { many: 'none' } });
		const { id } = timeline.rental.create('user', ann);
		timeline.rental.update('user', customer, { city: 'York' });
		for (let event = 0; event < 10; event++) expect((await timeline.sync(timeline.rental, id)).outcome).toBe('pending');
		const outcomes: string[] = [];
		for (let check = 0; check < 5; check++) {
			await timeline.pass(15 * MINUTE);
			outcomes.push((await timeline.sync(timeline.rental, customer, { faults: { failed: 1 } })).outcome);
			outcomes.push((await timeline.sync(timeline.rental, id)).outcome);
		}
		expect(outcomes).toEqual([...Array.from({ length: 4 }, () => ['failed', 'pending']), ['failed', 'review']].flat());
	});

	it('a match whose linked record had failed for other reasons before is no question at once', async () => {
		const { timeline, customer } = await onePerson({ options: { many: 'none' } });
		timeline.rental.update('user', customer, { city: 'York' });
		for (let failure = 0; failure < 6; failure++) {
			await timeline.sync(timeline.rental, customer, { faults: { failed: 1 } });
			await timeline.pass(15 * MINUTE);
		}
		const { id } = timeline.rental.create('user', ann);
		for (let event = 0; event < 6; event++) expect((await timeline.sync(timeline.rental, id)).outcome).toBe('pending');
	});

	it.each([1, 6])(
		'a match whose check failed (%i) before nothing ran for three days is no question yet',
		async (failures) => {
			const { timeline, customer, contact } = await onePerson({ options: { many: 'none' } });
			const { id } = timeline.rental.create('user', ann);
			timeline.rental.update('user', customer, { city: 'York' });
			for (let event = 0; event < 10; event++) await timeline.sync(timeline.rental, id);
			for (let failure = 0; failure < failures; failure++) {
				await timeline.pass(MINUTE);
				await timeline.sync(timeline.rental, customer, { faults: { failed: 1 } });
			}
			await timeline.pass(3 * 24 * 60 * MINUTE);
			expect(await timeline.sync(timeline.rental, id)).toMatchObject({ outcome: 'pending' });
			timeline.rental.remove('user', customer);
			await timeline.sync(timeline.rental, customer);
			expect(await timeline.sync(timeline.rental, id)).toMatchObject({ outcome: 'linked', target: { id: contact } });
		},
	);

	it('a match whose linked record is gone by now is free: it is linked without a question', async () => {
		const { timeline, customer, contact } = await onePerson({ options: { many: 'none' } });
		const { id } = timeline.rental.create('user', ann);
		timeline.rental.remove('user', customer);
		expect(await timeline.sync(timeline.rental, id)).toMatchObject({ outcome: 'pending' });
		await timeline.sync(timeline.rental, customer);
		expect(await timeline.sync(timeline.rental, id)).toMatchObject({ outcome: 'linked', target: { id: contact } });
		expect(await timeline.ledger.counts()).toMatchObject({ reviews: 0, due: { pending: 0 } });
	});

	it.each([
		['source', 'created', 2],
		['target', 'unlinked', 1],
	] as const)(
		'the answer "%s" to that question gives the outcome %s, and it is not asked again',
		async (winner, outcome, contacts) => {
			const { timeline, customer } = await onePerson({ options: { many: 'none' }, crm: { looksUpDuplicates: false } });
			const { id } = timeline.rental.create('user', ann);
			for (const one of [id, customer, id, customer, id]) await timeline.sync(timeline.rental, one);
			const [review] = await timeline.ledger.reviews();
			await resolveReview(timeline.ledger, review, winner);
			expect(await timeline.sync(timeline.rental, id)).toMatchObject({ outcome });
			timeline.rental.update('user', id, { city: 'York' });
			expect(await timeline.sync(timeline.rental, id)).toMatchObject({
				outcome: winner === 'source' ? 'updated' : 'unlinked',
			});
			expect(timeline.crm.alive()).toHaveLength(contacts);
			expect(await timeline.ledger.counts()).toMatchObject({ reviews: 0, due: { pending: 0 } });
		},
	);

	it('a linked record that has just come back is linked again before any search shows it', async () => {
		const { timeline, customer, contact } = await onePerson();
		timeline.rental.remove('user', customer);
		expect((await timeline.sync(timeline.rental, customer)).outcome).toBe('unlinked');
		await timeline.pass(10 * MINUTE);
		timeline.crm.update('user', contact, { city: 'York' });
		timeline.rental.restore('user', customer);
		expect(await timeline.sync(timeline.crm, contact)).toMatchObject({ outcome: 'linked', target: { id: customer } });
		expect(timeline.rental.alive()).toHaveLength(1);
	});

	it('a late older version of a record that was deleted before it had a linked record creates none', async () => {
		const timeline = new Timeline();
		await onePersonIn(timeline);
		const snapshot = timeline.rental.create('user', { ...ann, email: 'bo@example.com', phone: '' });
		timeline.rental.remove('user', snapshot.id);
		expect((await timeline.sync(timeline.rental, snapshot.id)).outcome).toBe('unlinked');
		expect((await timeline.sync(timeline.rental, snapshot.id, { snapshot })).outcome).toBe('stale');
		expect(timeline.crm.alive()).toHaveLength(1);
		timeline.rental.restore('user', snapshot.id);
		expect((await timeline.sync(timeline.rental, snapshot.id)).outcome).toBe('created');
	});

	it('one to one works in both directions', async () => {
		const { timeline, customer, contact } = await onePerson({ options: { many: 'none' } });
		timeline.crm.update('user', contact, { city: 'York' });
		expect(await timeline.sync(timeline.crm, contact)).toMatchObject({ outcome: 'updated', changed: ['city'] });
		expect(await timeline.sync(timeline.rental, customer)).toMatchObject({ outcome: 'unchanged', calls: 0 });
		expect(timeline.rental.alive()[0].fields.city).toBe('York');
	});

	it('creates nothing where that is chosen', async () => {
		const timeline = new Timeline();
		const { id } = timeline.rental.create('user', ann);
		expect(await timeline.sync(timeline.rental, id, { options: { whenUnmatched: 'skip' } })).toMatchObject({
			outcome: 'unchanged',
			changed: [],
		});
		expect(timeline.crm.alive()).toEqual([]);
	});

	it('an older version that comes late creates nothing after a newer one was left out on purpose', async () => {
		const timeline = new Timeline();
		const { id } = timeline.rental.create('user', ann);
		const late = structuredClone(timeline.rental.alive()[0]);
		await timeline.pass(MINUTE);
		timeline.rental.update('user', id, { tags: [] });
		const sync = async (whenUnmatched: 'create' | 'skip', snapshot?: typeof late) =>
			await timeline.sync(timeline.rental, id, { options: { whenUnmatched }, ...(snapshot && { snapshot }) });
		expect(await sync('skip')).toMatchObject({ outcome: 'unchanged' });
		expect(await sync('create', late)).toMatchObject({ outcome: 'stale', calls: 0 });
		expect(timeline.crm.alive()).toEqual([]);
		expect(await sync('create')).toMatchObject({ outcome: 'created' });
		expect(await sync('create', late)).toMatchObject({ outcome: 'stale' });
	});

	it('an unclear create that was not carried out leaves nothing open where nothing is to be created by then', async () => {
		const timeline = new Timeline();
		const { id } = timeline.rental.create('user', { name: 'Ann Berg', email: 'ann@example.com', tags: [] });
		const create = timeline.crm.create.bind(timeline.crm);
		timeline.crm.create = () => {
			throw new ServiceError('HTTP 502', { written: 'maybe', again: true });
		};
		expect(await timeline.sync(timeline.rental, id)).toMatchObject({ outcome: 'pending' });
		timeline.crm.create = create;
		expect(await timeline.sync(timeline.rental, id, { options: { whenUnmatched: 'skip' } })).toMatchObject({
			outcome: 'pending',
		});
		await timeline.pass(3 * 60 * MINUTE);
		expect(await timeline.sync(timeline.rental, id, { options: { whenUnmatched: 'skip' } })).toMatchObject({
			outcome: 'unchanged',
		});
		expect(await timeline.ledger.counts()).toMatchObject({ intents: 0, due: { pending: 0 } });
	});

	it('a service that refuses a duplicate names the record: it is linked, if it is the same person', async () => {
		for (const [name, outcome] of [
			['Ann Berg', 'linked'],
			['Dan Hill', 'review'],
		]) {
			const timeline = new Timeline({ crm: { looksUpDuplicates: false } });
			const there = timeline.crm.create('user', {
				...ann,
				name,
				email: name === 'Ann Berg' ? ann.email : 'dan@example.com',
			});
			const { id } = timeline.rental.create('user', ann);
			const create = timeline.crm.create.bind(timeline.crm);
			timeline.crm.create = (by, ...rest) => {
				if (by === 'engine')
					throw new ServiceError('HTTP 400: duplicate', { written: 'no', again: false, duplicateOf: there.id });
				return create(by, ...rest);
			};
			expect((await timeline.sync(timeline.rental, id)).outcome).toBe(outcome);
			expect((await timeline.ledger.counts()).intents).toBe(0);
		}
	});

	it('an unclear create is pending until the index must show it, and only then repeated', async () => {
		const timeline = new Timeline({ lag: 30_000, crm: { looksUpDuplicates: false } });
		const { id } = timeline.rental.create('user', ann);
		const outcome = await timeline.sync(timeline.rental, id, {
			faults: {
				get failed() {
					return timeline.calls.creates > 0 ? 1 : 0;
				},
			},
		});
		expect(outcome).toMatchObject({ outcome: 'pending', reason: 'A create had no clear answer (HTTP 502)' });
		expect(outcome.dueAt).toBeGreaterThan(timeline.scheduler.now);
		await timeline.pass(30_000);
		expect((await timeline.sync(timeline.rental, id)).outcome).toBe('pending');
		expect(timeline.calls.creates).toBe(1);
		await timeline.pass(2 * MINUTE);
		expect((await timeline.sync(timeline.rental, id)).outcome).toBe('created');
		expect(timeline.calls.creates).toBe(2);
		expect(await timeline.ledger.counts()).toMatchObject({ intents: 0, due: { pending: 0 } });
	});

	it('the result of an unclear create is recognized by its email, though name and phone were edited since', async () => {
		for (const later of [0, 10 * MINUTE]) {
			const timeline = new Timeline();
			const { id } = timeline.crm.create('user', ann);
			await timeline.sync(timeline.crm, id, {
				faults: {
					get [later === 0 ? 'failedAfter' : 'failed']() {
						return timeline.calls.creates > 0 ? 1 : 0;
					},
				},
			});
			await timeline.pass(later);
			// Without an answer nobody knows: made ten minutes later, the same record is one of somebody else who shares the
			// email.
			const made = timeline.rental.alive()[0] ?? timeline.rental.create('user', ann);
			timeline.rental.update('user', made.id, { name: 'Eve Dahl', phone: '(312) 555-0199' });
			await timeline.pass(10 * MINUTE);
			expect((await timeline.sync(timeline.crm, id)).outcome).toBe(later === 0 ? 'linked' : 'created');
			expect(timeline.rental.alive()).toHaveLength(later === 0 ? 1 : 2);
		}
	});

	it('an email that changed since an unclear create gives the record an hour to be found by its own event', async () => {
		const timeline = new Timeline({ crm: { looksUpDuplicates: false } });
		const { id } = timeline.rental.create('user', ann);
		await timeline.sync(timeline.rental, id, {
			faults: {
				get failedAfter() {
					return timeline.calls.creates > 0 ? 1 : 0;
				},
			},
		});
		timeline.rental.update('user', id, { email: 'berg@example.com', phone: '' });
		await timeline.pass(10 * MINUTE);
		expect((await timeline.sync(timeline.rental, id)).outcome).toBe('pending');
		expect((await timeline.sync(timeline.crm, timeline.crm.alive()[0].id)).outcome).toBe('linked');
		expect((await timeline.sync(timeline.rental, id)).outcome).toBe('updated');
		expect(timeline.crm.alive().map(({ fields }) => fields.email)).toEqual(['berg@example.com']);
	});
});

describe('an unclear create that a link has answered', () => {
	/** A customer whose create toward the CRM was carried out without an answer. */
	async function unclear() {
		const timeline = new Timeline({ crm: { looksUpDuplicates: false } });
		const customer = timeline.rental.create('user', ann).id;
		await timeline.sync(timeline.rental, customer, {
			faults: {
				get failedAfter() {
					return timeline.calls.creates > 0 ? 1 : 0;
				},
			},
		});
		return { timeline, customer, contact: timeline.crm.alive()[0].id };
	}

	it('is over when the event of the created record has linked it', async () => {
		const { timeline, contact } = await unclear();
		expect((await timeline.sync(timeline.crm, contact)).outcome).toBe('linked');
		expect((await timeline.ledger.counts()).intents).toBe(0);
	});

	it('is over when a person has linked the two: a later delete of the linked record waits for nothing', async () => {
		const { timeline, customer, contact } = await unclear();
		const ref = (system: string, id: string) => ({ system, account: 'main', id });
		await saveLink(timeline.ledger, timeline.random, {
			pair: 'contacts',
			head: ref('crm', contact),
			member: ref('rental', customer),
		});
		timeline.rental.remove('user', customer);
		expect((await timeline.sync(timeline.rental, customer)).outcome).toBe('unlinked');
		timeline.crm.update('user', contact, { city: 'York' });
		expect((await timeline.sync(timeline.crm, contact)).outcome).toBe('created');
	});

	it('is over when the link ends because the record is gone: an edit creates a new one at once', async () => {
		const { timeline, customer, contact } = await unclear();
		const ref = (system: string, id: string) => ({ system, account: 'main', id });
		await saveLink(timeline.ledger, timeline.random, {
			pair: 'contacts',
			head: ref('crm', contact),
			member: ref('rental', customer),
		});
		timeline.crm.remove('user', contact);
		timeline.rental.update('user', customer, { city: 'York' });
		expect((await timeline.sync(timeline.rental, customer)).outcome).toBe('created');
	});
});

describe('a target record that is gone', () => {
	it.each([
		['recreate', 'created', 1],
		['review', 'review', 0],
		['unlink', 'unlinked', 0],
	] as const)('%s, when the source one is edited', async (targetGone, outcome, alive) => {
		const { timeline, customer, contact } = await onePerson({ options: { targetGone } });
		timeline.crm.remove('user', contact);
		expect(await timeline.sync(timeline.rental, customer)).toMatchObject({ outcome: 'unchanged', calls: 0 });
		timeline.rental.update('user', customer, { city: 'York' });
		expect((await timeline.sync(timeline.rental, customer)).outcome).toBe(outcome);
		expect(timeline.crm.alive()).toHaveLength(alive);
	});

	it('is linked again when it was merged into one that matches', async () => {
		const { timeline, customer, contact } = await onePerson();
		const target = timeline.crm.create('user', { ...ann, city: 'Target' });
		timeline.crm.remove('user', contact);
		timeline.rental.update('user', customer, { city: 'York' });
		expect(
			await timeline.sync(timeline.rental, customer, { options: { rule: 'source', firstContact: 'source' } }),
		).toMatchObject({ outcome: 'linked', target: { id: target.id } });
		expect(timeline.crm.alive().map(({ fields }) => fields.city)).toEqual(['York']);
	});

	it('a dry run reports it and changes nothing', async () => {
		const { timeline, customer, contact } = await onePerson();
		timeline.crm.remove('user', contact);
		timeline.rental.update('user', customer, { city: 'York' });
		expect(await timeline.sync(timeline.rental, customer, { dryRun: true })).toMatchObject({
			outcome: 'planned',
			plan: [{ call: 'create' }],
		});
		expect((await timeline.ledger.counts()).links).toBe(1);
	});
});

describe('a source record that is deleted while its create had no clear answer', () => {
	it.each([
		['carried out', { failedAfter: 1 }, 1],
		['not carried out', { failed: 1 }, 0],
	] as const)('waits until it is certain, and brings nothing back: %s', async (_, fault, contacts) => {
		const timeline = new Timeline();
		const { id } = timeline.rental.create('user', ann);
		const [[name]] = Object.entries(fault);
		await timeline.sync(timeline.rental, id, {
			faults: {
				get [name]() {
					return timeline.calls.creates > 0 ? 1 : 0;
				},
			},
		});
		timeline.rental.remove('user', id);
		expect((await timeline.sync(timeline.rental, id)).outcome).toBe('pending');
		for (const contact of timeline.crm.alive())
			expect((await timeline.sync(timeline.crm, contact.id)).outcome).toBe('pending');
		await timeline.pass(3 * MINUTE);
		expect((await timeline.sync(timeline.rental, id)).outcome).toBe('unlinked');
		await timeline.repair();
		expect([timeline.crm.alive().length, timeline.rental.alive().length]).toEqual([contacts, 0]);
		expect(await timeline.ledger.counts()).toMatchObject({ intents: 0, due: { pending: 0, failed: 0 } });
	});
});

describe('what is written', () => {
	it('changed fields only, through the calls that the API has', async () => {
		const { timeline, customer } = await onePerson();
		const writes: unknown[] = [];
		const { update } = timeline.crm;
		timeline.crm.update = (by, id, fields, ...rest) => {
			writes.push(fields);
			return update.call(timeline.crm, by, id, fields, ...rest);
		};
		timeline.rental.update('user', customer, { city: ' York ', phone: '(202) 555-0199' });
		timeline.rental.changeTags('user', customer, ['New One'], ['vip']);
		expect(await timeline.sync(timeline.rental, customer)).toMatchObject({
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

	it('a conflict that the target side wins is reported, and its value is carried over', async () => {
		const { timeline, customer, contact } = await onePerson();
		await timeline.sync(timeline.crm, contact);
		timeline.rental.update('user', customer, { city: 'York' });
		timeline.crm.update('user', contact, { city: 'Wells' });
		expect(await timeline.sync(timeline.rental, customer)).toMatchObject({
			outcome: 'conflict',
			decided: ['city'],
			reason: "The target's value was kept: city",
		});
		expect(await timeline.sync(timeline.rental, customer)).toMatchObject({ outcome: 'unchanged', calls: 0 });
		await timeline.repair();
		expect(timeline.rental.alive()[0].fields.city).toBe('Wells');
	});
});
