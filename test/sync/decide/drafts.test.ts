import { answeredQuestion, ask, isOpen, putLink, reviewRecord } from '../../../sync/decide/drafts';
import type { Observation } from '../../../sync/gather/observation';
import type { Link, Review } from '../../../sync/ledger/ledger';
import { EMPTY_MARK } from '../../../sync/model/baseline';
import type { OutcomeKind } from '../../../sync/model/types';

const source = { system: 'crm', account: 'main', id: 'c1' };
const place = { system: 'rental', account: 'shop' };
const target = (id: string) => ({ ...place, id });

const review = (changes: Partial<Review> = {}): Review => ({
	pair: 'contacts',
	source,
	target: target('r1'),
	field: '',
	cause: 'several match',
	desired: EMPTY_MARK,
	found: EMPTY_MARK,
	at: 5,
	...changes,
});
const ofCity = (changes: Partial<Review> = {}): Review =>
	review({ field: 'city', cause: 'both changed', desired: '#york', found: '#bath', ...changes });

/** What these functions look at: the record, its place, and the questions about it. */
const seen = (reviews: readonly Review[], parent?: object): Observation =>
	({
		request: { pair: 'contacts', ...(parent && { parent }) },
		source,
		place,
		known: { reviews, links: [], intents: [], now: 100 },
	}) as unknown as Observation; // the rest is not looked at

describe('the question about a record', () => {
	const dropped = (outcome: OutcomeKind, ...reviews: Review[]) =>
		answeredQuestion(seen(reviews), outcome).map((change) =>
			'drop' in change && 'field' in change ? change.field : '?',
		);

	it.each(['created', 'linked', 'updated', 'unchanged', 'conflict', 'deleted', 'archived'] as const)(
		'is settled by the outcome %s, and that about a field is not',
		(outcome) => {
			expect(dropped(outcome, review(), ofCity())).toEqual(['']);
			expect(dropped(outcome, review({ winner: 'target' }))).toEqual(['']);
		},
	);

	it('is settled by an end of the link, unless a person has decided to leave the record alone', () => {
		expect(dropped('unlinked', review())).toEqual(['']);
		expect(dropped('unlinked', review({ winner: 'source' }))).toEqual(['']);
		expect(dropped('unlinked', review({ winner: 'target' }))).toEqual([]);
	});

	it.each(['review', 'pending', 'failed', 'busy', 'waiting', 'stale'] as const)(
		'stays with the outcome %s',
		(outcome) => {
			expect(dropped(outcome, review())).toEqual([]);
		},
	);
});

describe('a question is open already', () => {
	it('about a field where the same two values are asked about', () => {
		expect(isOpen(seen([ofCity()]), ofCity({ cause: 'other words', at: 90 }))).toBe(true);
		expect(isOpen(seen([ofCity()]), ofCity({ desired: '#leeds' }))).toBe(false);
		expect(isOpen(seen([ofCity()]), ofCity({ found: '#leeds' }))).toBe(false);
		expect(isOpen(seen([ofCity()]), ofCity({ field: 'name' }))).toBe(false);
		expect(isOpen(seen([ofCity({ winner: 'source' })]), ofCity())).toBe(false);
	});

	it('about a record where the reason and the other record are the same', () => {
		expect(isOpen(seen([review()]), review({ at: 90 }))).toBe(true);
		expect(isOpen(seen([review()]), review({ cause: 'linked elsewhere' }))).toBe(false);
		expect(isOpen(seen([review()]), review({ target: target('r2') }))).toBe(false);
		expect(isOpen(seen([review({ target: place })]), review({ target: place }))).toBe(true);
		expect(isOpen(seen([review({ target: place })]), review())).toBe(false);
		expect(isOpen(seen([review({ winner: 'target' })]), review())).toBe(false);
		expect(isOpen(seen([]), review())).toBe(false);
	});

	it('and then keeps its own time, not that of another question', () => {
		const asked = (reviews: readonly Review[], row: Review, parent?: object) => {
			const change = ask(seen(reviews, parent), row);
			return 'put' in change && change.put === 'review' ? change.row : undefined;
		};
		expect(asked([review({ at: 7 }), ofCity({ at: 9 })], ofCity({ at: 90 }))?.at).toBe(9);
		expect(asked([ofCity({ at: 9, found: '#leeds' })], ofCity({ at: 90 }))?.at).toBe(90);
		expect(asked([], ofCity({ at: 90 }))).toEqual(ofCity({ at: 90 }));
		expect(asked([], ofCity(), { system: 'crm', account: 'main', id: 'p1', pair: 'people' })).toHaveProperty(
			'parent.id',
			'p1',
		);
	});

	it('and is not new for whoever is told', () => {
		const cause = 'several match';
		expect(reviewRecord(seen([]), cause, target('r1'))).toMatchObject({ newQuestion: true, target: target('r1') });
		expect(reviewRecord(seen([review()]), cause, target('r1')).newQuestion).toBe(false);
		expect(reviewRecord(seen([]), cause)).not.toHaveProperty('target');
	});
});

it('a link that is new expects no revision', () => {
	const link = { id: 'l1' } as Link; // stored as it is
	expect(putLink(link, undefined)).toEqual({ put: 'link', row: link });
	expect(putLink(link, undefined)).not.toHaveProperty('expect');
	expect(putLink(link, 0)).toEqual({ put: 'link', row: link, expect: 0 });
});
