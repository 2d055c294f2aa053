import type { Decision } from '../../../sync/decide/fields';
import type { Draft } from '../../../sync/gather/observation';
import { summary } from '../../../sync/perform/summary';
import type { Run } from '../../../sync/run';
import { emptyBaseline } from '../../../sync/model/baseline';
import type { Link, Review } from '../../../sync/ledger/ledger';
import { NOW, source, target } from '../../support/sync/fixture';

type Question = Extract<Decision, { do: 'review' }>;

const question = (field: string, more: Partial<Question> = {}): Question => ({
	do: 'review',
	field,
	desired: `${field} wanted`,
	target: `${field} found`,
	cause: 'both changed',
	...more,
});

const link: Link = {
	id: 'l1',
	pair: 'contacts',
	head: target('c1'),
	member: source('r1'),
	primary: true,
	state: 'live',
	since: NOW,
	rev: 1,
	toHead: emptyBaseline,
	toMember: emptyBaseline,
};

/** What is said of questions of a run that knows of these already. */
function said(decisions: readonly Decision[], known: readonly Question[] = []): Draft {
	const reviews = known.map(({ field, desired, target: found, cause }): Review => ({
		pair: 'contacts',
		source: source('r1'),
		target: target('c1'),
		field,
		cause,
		desired,
		found,
		at: NOW,
	}));
	// summary looks at no more of a run
	const run = { source: source('r1'), request: {}, known: { reviews, now: NOW } } as unknown as Run;
	return summary(run, link, [], decisions, {
		quiet: { outcome: 'unchanged', reason: 'Nothing changed' },
		done: 'updated',
		before: [],
		stored: 1,
	});
}

describe('the reason of questions', () => {
	it('names each refusal with its fields, and the fields that differ', () => {
		const refusals = [
			question('city', { refusal: 'no such place' }),
			question('phone', { refusal: 'no number' }),
			question('country', { refusal: 'no such place' }),
		];
		expect(said([...refusals, question('name'), question('tags')]).reason).toBe(
			'The app did not accept city, country: no such place; The app did not accept phone: no number; The two records differ: name, tags',
		);
	});

	it('names nothing that it does not have', () => {
		expect(said([question('name')]).reason).toBe('The two records differ: name');
		expect(said([question('city', { refusal: 'no such place' })]).reason).toBe(
			'The app did not accept city: no such place',
		);
	});
});

describe('a question is new', () => {
	it('if one of several was not open before', () => {
		const both = [question('name'), question('city')];
		expect(said(both).newQuestion).toBe(true);
		expect(said(both, [question('name')]).newQuestion).toBe(true);
		expect(said(both, both).newQuestion).toBe(false);
	});

	it('not if it was asked by the other direction', () => {
		expect(said([question('name', { isAsked: true })]).newQuestion).toBe(false);
		expect(said([question('name', { isAsked: true }), question('city')]).newQuestion).toBe(true);
	});
});
