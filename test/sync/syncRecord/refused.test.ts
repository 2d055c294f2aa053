import { resolveReview } from '../../../sync/manage/links';
import { ServiceError } from '../../../sync/model/ports';
import { Timeline, MINUTE } from '../../support/sync/timeline';

const REASON = 'no such city';

/** A person on both sides, whose app takes this city for no city; what else is sent with it is written. */
async function withRefusal(city = 'Atlantis') {
	const timeline = new Timeline({ options: { rule: 'source' } });
	const customer = timeline.rental.create('user', {
		name: 'Ann Berg',
		email: 'ann@example.com',
		city: 'Bath',
		tags: [],
	}).id;
	const contact = (await timeline.sync(timeline.rental, customer)).target?.id ?? '';
	const update = timeline.crm.update.bind(timeline.crm);
	timeline.crm.update = (by, id, fields, externalId) => {
		if (by !== 'engine' || fields.city !== city) return update(by, id, fields, externalId);
		const { city: _city, ...others } = fields;
		const record = Object.keys(others).length > 0 ? update(by, id, others, externalId) : undefined;
		throw new ServiceError(REASON, {
			written: record ? 'maybe' : 'no',
			again: false,
			refuses: { fields: ['city'], record },
		});
	};
	const edit = (fields: Record<string, unknown>) => timeline.rental.update('user', customer, fields);
	const sync = async () => {
		const before = timeline.calls.writes;
		const outcome = await timeline.sync(timeline.rental, customer);
		return { ...outcome, writes: timeline.calls.writes - before };
	};
	const held = () => timeline.crm.records.get(contact)?.fields.city;
	const answer = async (winner: 'source' | 'target') => {
		const [review] = await timeline.ledger.reviews('contacts');
		await resolveReview(timeline.ledger, review, winner);
	};
	return { timeline, contact, edit, sync, held, answer };
}

describe('a value that the app will not take', () => {
	it('waits for a person, with the field and the reason, and is not due', async () => {
		const { timeline, edit, sync } = await withRefusal();
		edit({ city: 'Atlantis' });
		expect(await sync()).toMatchObject({
			outcome: 'review',
			review: ['city'],
			changed: [],
			reason: `The app did not accept city: ${REASON}`,
		});
		expect(await timeline.ledger.reviews('contacts')).toMatchObject([{ field: 'city', cause: REASON, refused: true }]);
		await timeline.pass(48 * 60 * MINUTE);
		expect(await timeline.ledger.due(10)).toEqual([]);
	});

	it('holds up no other field, and later edits of those are carried', async () => {
		const { timeline, contact, edit, sync } = await withRefusal();
		edit({ city: 'Atlantis', name: 'Ann Lund' });
		expect(await sync()).toMatchObject({ outcome: 'review', review: ['city'], changed: ['name'] });
		expect(timeline.crm.records.get(contact)?.fields).toMatchObject({ name: 'Ann Lund', city: 'Bath' });
		edit({ name: 'Ann Holm' });
		await sync();
		expect(timeline.crm.records.get(contact)?.fields).toMatchObject({ name: 'Ann Holm' });
		expect(await timeline.ledger.history({ system: 'crm', account: 'main', id: contact }, 1)).toMatchObject([
			{ state: 'done', fields: [{ name: 'name' }] },
		]);
	});

	it('is not sent again as long as both records are as they were', async () => {
		const { edit, sync } = await withRefusal();
		edit({ city: 'Atlantis' });
		await sync();
		for (const _ of [1, 2])
			expect(await sync()).toMatchObject({
				outcome: 'review',
				review: ['city'],
				writes: 0,
				calls: 1,
				reason: `The app did not accept city: ${REASON}`,
			});
	});

	it('is sent with the next thing that is written, which may make it possible', async () => {
		const { timeline, edit, sync, held } = await withRefusal();
		edit({ city: 'Atlantis' });
		await sync();
		delete (timeline.crm as { update?: unknown }).update; // it is built by now
		expect(await sync()).toMatchObject({ outcome: 'review', writes: 0 });
		edit({ name: 'Ann Lund' });
		expect(await sync()).toMatchObject({ outcome: 'updated', changed: ['name', 'city'] });
		expect(held()).toBe('Atlantis');
		expect(await timeline.ledger.reviews()).toEqual([]);
	});

	it('gives way to another one', async () => {
		const { timeline, edit, sync, held } = await withRefusal();
		edit({ city: 'Atlantis' });
		await sync();
		edit({ city: 'York' });
		expect(await sync()).toMatchObject({ outcome: 'updated', changed: ['city'] });
		expect(held()).toBe('York');
		expect(await timeline.ledger.reviews()).toEqual([]);
	});

	it('is no longer a question once it is taken back', async () => {
		const { timeline, edit, sync } = await withRefusal();
		edit({ city: 'Atlantis' });
		await sync();
		edit({ city: 'Bath' });
		expect(await sync()).toMatchObject({ outcome: 'unchanged' });
		expect(await timeline.ledger.reviews()).toEqual([]);
	});

	it('is sent again when a person says so, and is a question again when that did not help', async () => {
		const { timeline, edit, sync, answer, held } = await withRefusal();
		edit({ city: 'Atlantis' });
		await sync();
		await answer('source');
		expect(await sync()).toMatchObject({ outcome: 'review', review: ['city'] });
		expect((await timeline.ledger.reviews())[0].winner).toBeUndefined();
		delete (timeline.crm as { update?: unknown }).update;
		await answer('source');
		expect(await sync()).toMatchObject({ outcome: 'updated' });
		expect(held()).toBe('Atlantis');
	});

	it('is given up when a person keeps the other value, which the other side then gets', async () => {
		const { timeline, edit, sync, answer } = await withRefusal();
		edit({ city: 'Atlantis' });
		await sync();
		await answer('target');
		expect(await sync()).toMatchObject({ outcome: 'conflict', writes: 0 });
		await timeline.repair();
		expect([timeline.crm.alive()[0].fields.city, timeline.rental.alive()[0].fields.city]).toEqual(['Bath', 'Bath']);
		expect(await timeline.ledger.reviews()).toEqual([]);
	});

	it('is a question in a dry run as well', async () => {
		const { timeline, edit, sync } = await withRefusal();
		const [{ id }] = timeline.rental.alive();
		edit({ city: 'Atlantis' });
		expect(await timeline.sync(timeline.rental, id, { dryRun: true })).toMatchObject({ outcome: 'planned' });
		await sync();
		expect(await timeline.sync(timeline.rental, id, { dryRun: true })).toMatchObject({
			outcome: 'review',
			review: ['city'],
			plan: [],
		});
	});
});

it('a record that the app will not remove waits for a person', async () => {
	const { timeline } = await withRefusal();
	const [{ id }] = timeline.rental.alive();
	timeline.crm.remove = () => {
		throw new ServiceError('it is in use', { written: 'no', again: false, refuses: { fields: [] } });
	};
	expect(await timeline.sync(timeline.rental, id, { deleted: true, options: { deletes: 'archive' } })).toMatchObject({
		outcome: 'review',
		reason: 'it is in use',
	});
	expect(await timeline.ledger.reviews()).toMatchObject([{ field: '', cause: 'it is in use' }]);
	expect(timeline.crm.alive()).toHaveLength(1);
	await timeline.pass(48 * 60 * MINUTE);
	expect(await timeline.ledger.due(10)).toEqual([]);
});
