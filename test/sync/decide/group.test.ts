import { emptyBaseline, INHERITED, type DirectionBaseline } from '../../../sync/model/baseline';
import type { Link } from '../../../sync/ledger/ledger';
import { primaryOf, inheritedBaseline, choosePrimary } from '../../../sync/decide/group';

const base = (value: string, more: Partial<DirectionBaseline> = {}): DirectionBaseline => ({
	...emptyBaseline,
	fields: { city: { desired: `#${value}`, observed: `#${value}`, rev: 3 } },
	...more,
});

/** "r1*": customer r1, which feeds. */
function member(text: string, facts: Partial<Link> = {}): Link {
	const id = text.replace('*', '');
	return {
		id: `link ${id}`,
		pair: 'contacts',
		head: { system: 'crm', account: 'main', id: 'c1' },
		member: { system: 'rental', account: 'main', id },
		primary: text.endsWith('*'),
		state: 'live',
		since: 100,
		rev: 7,
		toHead: base(id),
		toMember: emptyBaseline,
		...facts,
	};
}

describe('who feeds a group', () => {
	const primaryId = (links: Link[], primary: 'newest' | 'first') => primaryOf(links, primary)?.member.id;

	it("is the newest member, or the first, by its own server; the link's age stands in where that is not known", () => {
		const links = [
			member('r1', { born: 50 }),
			member('r2', { born: 200 }),
			member('r3'),
			member('r4', { born: 10, since: 900 }),
		];
		expect([primaryId(links, 'newest'), primaryId(links, 'first')]).toEqual(['r2', 'r4']);
		expect(primaryId([member('r1', { born: 50 }), member('r2', { since: 60 })], 'newest')).toBe('r2');
	});

	it('is the same among equals, whichever record is synced', () => {
		for (const links of [
			[member('r1'), member('r2')],
			[member('r2'), member('r1')],
		])
			expect([primaryId(links, 'newest'), primaryId(links, 'first')]).toEqual(['r2', 'r1']);
	});

	it('is a live one, if there is any', () => {
		expect(primaryId([member('r1'), member('r2', { state: 'ended', born: 900 })], 'newest')).toBe('r1');
		expect(primaryId([member('r2', { state: 'ended' })], 'first')).toBeUndefined();
	});
});

describe('a change of who feeds', () => {
	const changed = ({ changes }: ReturnType<typeof choosePrimary>) =>
		changes.map((change) =>
			'put' in change && change.put === 'link'
				? `${change.row.member.id}${change.row.primary ? '*' : ''} ${change.expect ?? 'new'}>${change.row.rev}`
				: '?',
		);

	it('is none where the right one does', () => {
		const result = choosePrimary([member('r1'), member('r2*', { born: 900 })], 'newest');
		expect(result).toMatchObject({ changes: [], isNew: false, primary: { member: { id: 'r2' } } });
	});

	it('ends that of all others, and the new one starts with what the head has from the one before', () => {
		const result = choosePrimary(
			[member('r1*'), member('r2', { born: 900, toHead: base('own', { lastProcessedVersion: 5 }) })],
			'newest',
		);
		expect(changed(result)).toEqual(['r1 7>8', 'r2* 7>8']);
		expect(result).toMatchObject({
			isNew: true,
			primary: {
				primary: true,
				toHead: { lastProcessedVersion: 5, fields: { city: { desired: '', observed: '#r1', rev: INHERITED } } },
			},
		});
	});

	it('takes over from a live one rather than from one that has ended', () => {
		const gone = member('r1*', { state: 'ended' });
		expect(
			choosePrimary([gone, member('r2*', { born: 1 }), member('r3', { born: 900 })], 'newest').primary?.toHead.fields
				.city.observed,
		).toBe('#r2');
		expect(
			choosePrimary([gone, member('r2'), member('r3', { born: 900 })], 'newest').primary?.toHead.fields.city.observed,
		).toBe('#r1');
	});

	it('takes over from nobody where nobody fed: its own knowledge of the head stands', () => {
		expect(choosePrimary([member('r2')], 'newest').primary?.toHead.fields.city).toEqual({
			desired: '',
			observed: '#r2',
			rev: INHERITED,
		});
	});

	it('leaves nobody where no member lives', () => {
		const result = choosePrimary([member('r1*', { state: 'ended' })], 'newest');
		expect([changed(result), result.primary, result.isNew]).toEqual([['r1 7>8'], undefined, false]);
	});
});

describe('what a new feeder knows', () => {
	it('is what the head holds, as if nothing had been desired: an empty set and an empty text, and no decision', () => {
		const from: DirectionBaseline = {
			fields: {
				city: { desired: '#a', observed: '#b', rev: 3, targetVersion: 9 },
				tags: { desired: ['#a'], observed: ['#a'], rev: 3 },
			},
			declined: { city: { desired: '#x', rev: 3 } },
			lastProcessedVersion: 5,
		};
		expect(inheritedBaseline(from)).toEqual({
			fields: {
				city: { desired: '', observed: '#b', rev: INHERITED, targetVersion: 9 },
				tags: { desired: [], observed: ['#a'], rev: INHERITED },
			},
			declined: {},
		});
	});
});
