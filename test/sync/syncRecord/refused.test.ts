import { resolveReview } from '../../../sync/manage/links';
import { ServiceError } from '../../../sync/model/ports';
import { Lab, MINUTE } from '../../support/sync/timeline';

const REASON = 'no such city';

/** A person on both sides, whose app takes this city for no city; what else is sent with it is written. */
async function withRefusal(city = 'Atlantis') {
	const lab = new Lab({ options: { rule: 'source' } });
	const customer = lab.rental.create('user', { name: 'Ann Berg', email: 'ann@example.com', city: 'Bath', tags: [] }).id;
	const contact = (await lab.sync(lab.rental, customer)).target?.id ?? '';
	const update = lab.crm.update.bind(lab.crm);
	lab.crm.update = (by, id, fields, stamp) => {
		if (by !== 'engine' || fields.city !== city) return update(by, id, fields, stamp);
		const { city: _city, ...others } = fields;
		const record = Object.keys(others).length > 0 ? update(by, id, others, stamp) : undefined;
		throw new ServiceError(REASON, {
			written: record ? 'maybe' : 'no',
			again: false,
			refuses: { fields: ['city'], record },
		});
	};
	const edit = (fields: Record<string, unknown>) => lab.rental.update('user', customer, fields);
	const sync = async () => {
		const before = lab.calls.writes;
		const outcome = await lab.sync(lab.rental, customer);
		return { ...outcome, writes: lab.calls.writes - before };
	};
	const held = () => lab.crm.records.get(contact)?.fields.city;
	const answer = async (winner: 'source' | 'target') => {
		const [review] = await lab.ledger.reviews('contacts');
		await resolveReview(lab.ledger, review, winner);
	};
	return { lab, contact, edit, sync, held, answer };
}

describe('a value that the app will not take', () => {
	it('waits for a person, who is told the field and why, and is not due', async () => {
		const { lab, edit, sync } = await withRefusal();
		edit({ city: 'Atlantis' });
		expect(await sync()).toMatchObject({
			outcome: 'review',
			review: ['city'],
			changed: [],
			reason: `The app did not accept city: ${REASON}`,
		});
		expect(await lab.ledger.reviews('contacts')).toMatchObject([{ field: 'city', cause: REASON, refused: true }]);
		await lab.pass(48 * 60 * MINUTE);
		expect(await lab.ledger.due(10)).toEqual([]);
	});

	it('holds up no other field, and an edit of those afterwards is one', async () => {
		const { lab, contact, edit, sync } = await withRefusal();
		edit({ city: 'Atlantis', name: 'Ann Lund' });
		expect(await sync()).toMatchObject({ outcome: 'review', review: ['city'], changed: ['name'] });
		expect(lab.crm.records.get(contact)?.fields).toMatchObject({ name: 'Ann Lund', city: 'Bath' });
		edit({ name: 'Ann Holm' });
		await sync();
		expect(lab.crm.records.get(contact)?.fields).toMatchObject({ name: 'Ann Holm' });
		expect(await lab.ledger.history({ system: 'crm', account: 'main', id: contact }, 1)).toMatchObject([
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
		const { lab, edit, sync, held } = await withRefusal();
		edit({ city: 'Atlantis' });
		await sync();
		delete (lab.crm as { update?: unknown }).update; // it is built by now
		expect(await sync()).toMatchObject({ outcome: 'review', writes: 0 });
		edit({ name: 'Ann Lund' });
		expect(await sync()).toMatchObject({ outcome: 'updated', changed: ['name', 'city'] });
		expect(held()).toBe('Atlantis');
		expect(await lab.ledger.reviews()).toEqual([]);
	});

	it('gives way to another one', async () => {
		const { lab, edit, sync, held } = await withRefusal();
		edit({ city: 'Atlantis' });
		await sync();
		edit({ city: 'York' });
		expect(await sync()).toMatchObject({ outcome: 'updated', changed: ['city'] });
		expect(held()).toBe('York');
		expect(await lab.ledger.reviews()).toEqual([]);
	});

	it('and is taken back is no question any more', async () => {
		const { lab, edit, sync } = await withRefusal();
		edit({ city: 'Atlantis' });
		await sync();
		edit({ city: 'Bath' });
		expect(await sync()).toMatchObject({ outcome: 'unchanged' });
		expect(await lab.ledger.reviews()).toEqual([]);
	});

	it('is sent again when a person says so, and asked about again when that did not help', async () => {
		const { lab, edit, sync, answer, held } = await withRefusal();
		edit({ city: 'Atlantis' });
		await sync();
		await answer('source');
		expect(await sync()).toMatchObject({ outcome: 'review', review: ['city'] });
		expect((await lab.ledger.reviews())[0].winner).toBeUndefined();
		delete (lab.crm as { update?: unknown }).update;
		await answer('source');
		expect(await sync()).toMatchObject({ outcome: 'updated' });
		expect(held()).toBe('Atlantis');
	});

	it('is given up when a person lets the other value stay, which the other side takes over', async () => {
		const { lab, edit, sync, answer } = await withRefusal();
		edit({ city: 'Atlantis' });
		await sync();
		await answer('target');
		expect(await sync()).toMatchObject({ outcome: 'conflict', writes: 0 });
		await lab.repair();
		expect([lab.crm.alive()[0].fields.city, lab.rental.alive()[0].fields.city]).toEqual(['Bath', 'Bath']);
		expect(await lab.ledger.reviews()).toEqual([]);
	});

	it('is asked about in a dry run as well', async () => {
		const { lab, edit, sync } = await withRefusal();
		const [{ id }] = lab.rental.alive();
		edit({ city: 'Atlantis' });
		expect(await lab.sync(lab.rental, id, { dryRun: true })).toMatchObject({ outcome: 'planned' });
		await sync();
		expect(await lab.sync(lab.rental, id, { dryRun: true })).toMatchObject({
			outcome: 'review',
			review: ['city'],
			plan: [],
		});
	});
});

it('a record that the app will not remove waits for a person', async () => {
	const { lab } = await withRefusal();
	const [{ id }] = lab.rental.alive();
	lab.crm.remove = () => {
		throw new ServiceError('it is in use', { written: 'no', again: false, refuses: { fields: [] } });
	};
	expect(await lab.sync(lab.rental, id, { deleted: true, options: { deletes: 'archive' } })).toMatchObject({
		outcome: 'review',
		reason: 'it is in use',
	});
	expect(await lab.ledger.reviews()).toMatchObject([{ field: '', cause: 'it is in use' }]);
	expect(lab.crm.alive()).toHaveLength(1);
	await lab.pass(48 * 60 * MINUTE);
	expect(await lab.ledger.due(10)).toEqual([]);
});
