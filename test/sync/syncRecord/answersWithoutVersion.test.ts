import type { TargetRecord } from '../../../sync/model/ports';
import { afterUnclear, ann, MINUTE, NOW, SyncFixture } from '../../support/sync/fixture';

/** The CRM answers its writes without saying when, as GHL does for appointments; what is read has its time. */
function withoutTimes(fixture: SyncFixture): SyncFixture {
	const untimed = ({ version: _version, createdAt: _createdAt, ...record }: TargetRecord) => record;
	fixture.service = {
		create: async (fields) => untimed(fixture.put('c1', fields)),
		update: async (id, fields) => {
			const before = fixture.records.crm.get(id);
			return untimed(fixture.put(id, { ...before?.fields, ...fields }, { createdAt: before?.createdAt }));
		},
		findByEmail: async () => [...fixture.records.crm.values()].map(untimed),
	};
	return fixture;
}

const york = { ...ann, city: 'York' };

/** The customer moves to York; the contact is synced before that is known, as it was read then. */
async function movesMeanwhile(fixture: SyncFixture, contact: Readonly<Record<string, unknown>>) {
	fixture.time += MINUTE;
	fixture.records.rental.set('r1', { id: 'r1', fields: york, createdAt: NOW, version: fixture.time });
	fixture.called();
	const [{ id, version }] = [...fixture.records.crm.values()];
	return await fixture.sync(contact, { towards: 'rental', id, version });
}

describe('a record whose write was answered without a time', () => {
	it('is no edit by what was created: an edit of the source record since stays', async () => {
		const fixture = withoutTimes(new SyncFixture());
		expect(await fixture.summary(ann, { version: NOW })).toBe('created c1');
		expect(await movesMeanwhile(fixture, ann)).toMatchObject({ outcome: 'unchanged' });
		expect(fixture.called()).toEqual([]);
		expect(await fixture.summary(york, { version: fixture.time })).toBe('updated c1');
		expect(fixture.records.crm.get('c1')?.fields.city).toBe('York');
	});

	it('is none by what a create without a clear answer made', async () => {
		const { fixture } = await afterUnclear(true);
		const [[id, made]] = [...fixture.records.crm];
		fixture.records.crm.clear();
		withoutTimes(fixture).put(id, made.fields);
		fixture.time += MINUTE;
		expect(await fixture.sync(ann, { version: NOW })).toMatchObject({ outcome: 'linked' });
		expect(await movesMeanwhile(fixture, ann)).toMatchObject({ outcome: 'unchanged' });
	});

	it('is none by what was written to it, where the other direction has never run', async () => {
		const fixture = withoutTimes(new SyncFixture());
		await fixture.sync({ ...ann, city: 'Hull' }, { version: NOW });
		fixture.time += MINUTE;
		expect(await fixture.summary(ann, { version: fixture.time })).toBe('updated c1');
		expect(await movesMeanwhile(fixture, ann)).toMatchObject({ outcome: 'unchanged' });
	});

	it('is one by what a person changed: that is written', async () => {
		const fixture = withoutTimes(new SyncFixture());
		await fixture.sync(ann, { version: NOW });
		fixture.records.rental.set('r1', { id: 'r1', fields: ann, createdAt: NOW, version: NOW });
		fixture.time += MINUTE;
		fixture.put('c1', { ...ann, city: 'Leeds' });
		expect(
			await fixture.sync({ ...ann, city: 'Leeds' }, { towards: 'rental', id: 'c1', version: fixture.time }),
		).toMatchObject({ outcome: 'updated', changed: ['city'] });
		expect(fixture.records.rental.get('r1')?.fields.city).toBe('Leeds');
	});
});
