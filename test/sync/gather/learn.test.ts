import { NO_RECORD, type Link } from '../../../sync/ledger/ledger';
import { CREATED, emptyBaseline } from '../../../sync/model/baseline';
import { ann, NOW, source, SyncFixture, target } from '../../support/sync/fixture';

const linkTo = (id: string, more: Partial<Link> = {}): Link => ({
	id: `link ${id}`,
	pair: 'contacts',
	head: target(id),
	member: source('r1'),
	primary: true,
	state: 'live',
	since: NOW,
	rev: CREATED,
	toHead: emptyBaseline,
	toMember: emptyBaseline,
	...more,
});

const withLinks = async (...links: readonly Link[]): Promise<SyncFixture> => {
	const fixture = new SyncFixture();
	for (const row of links) await fixture.ledger.commit([{ put: 'link', row }]);
	return fixture;
};
const kept = async ({ ledger }: SyncFixture): Promise<readonly Link[]> => await ledger.links('contacts', source('r1'));

describe('a link to a record without an ID', () => {
	it('is ended, and the record is created', async () => {
		const fixture = await withLinks(linkTo(''));
		expect(await fixture.sync(ann)).toMatchObject({ outcome: 'created' });
		const [broken, ...others] = [...(await kept(fixture))].sort((one, other) => one.since - other.since);
		expect(broken).toMatchObject({ state: 'ended', cause: NO_RECORD, endedAt: NOW, rev: CREATED + 1 });
		expect(others).toMatchObject([{ state: 'live', head: { id: expect.stringMatching(/./) as string } }]);
	});

	it('that has ended is left as it is, and counts for nothing', async () => {
		const ended = linkTo('', { state: 'ended', cause: NO_RECORD, endedAt: NOW - 1, primary: false });
		const fixture = await withLinks(ended);
		expect(await fixture.sync(ann)).toMatchObject({ outcome: 'created' });
		expect(await kept(fixture)).toContainEqual(ended);
	});

	it('of which another run has ended another revision, is not ended twice', async () => {
		const fixture = await withLinks(linkTo(''));
		const known = fixture.ledger.known.bind(fixture.ledger);
		jest.spyOn(fixture.ledger, 'known').mockImplementationOnce(async (...of) => {
			const before = await known(...of);
			const row = linkTo('', { state: 'ended', cause: 'by another', rev: 9 });
			await fixture.ledger.commit([{ put: 'link', row, expect: CREATED }]);
			return before;
		});
		await fixture.sync(ann);
		expect(await kept(fixture)).toContainEqual(expect.objectContaining({ cause: 'by another', rev: 9 }));
	});
});
