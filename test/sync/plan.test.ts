import fc from 'fast-check';
import { emptyBase, hashForm, sameHash, type DirectionBase, type FieldBase } from '../../sync/decide/baseline';
import { canonical } from '../../sync/model/canonical';
import { farChanges, nearChanges, NEWEST_MARGIN, planFields, withSettledAsking, type Decision, type FarState, type PlanInput } from '../../sync/decide/fields';
import type { FirstRule, Rule } from '../../sync/model/types';
import { figure } from './size';

const hash = (text: string) => `#${text}`;
const rules: readonly Rule[] = ['source', 'destination', 'newest', 'review'];
const firsts: readonly FirstRule[] = ['source', 'destination', 'review'];
const T = 1_000_000_000;

interface Case {
	wanted: string | string[];
	base?: { asked: string | string[]; seen: string | string[] };
	/** Absent where the far record has no such field. */
	fresh?: string | string[];
	rule?: Rule; first?: FirstRule; clear?: boolean; onlyWhenEmpty?: boolean; nearVersion?: number; farVersion?: number;
	opposite?: DirectionBase; own?: Partial<DirectionBase>; from?: string | null; rev?: number;
	verdicts?: PlanInput['verdicts'];
}

const mark = (value: string | string[]) => hashForm(hash, canonical(typeof value === 'string' ? 'text' : 'tags', value));
const row = (asked: string | string[], seen: string | string[], rev = 1, farVersion?: number): FieldBase => ({ asked: mark(asked), seen: mark(seen), rev, ...(farVersion === undefined ? {} : { farVersion }) });

function plan(one: Case): Decision | undefined {
	const kind = typeof one.wanted === 'string' ? 'text' : 'tags';
	const input: PlanInput = {
		wanted: { f: { kind, form: canonical(kind, one.wanted), asked: mark(one.wanted) } },
		own: { ...emptyBase, ...(one.base ? { fields: { f: row(one.base.asked, one.base.seen, one.rev) } } : {}), ...one.own }, opposite: one.opposite ?? emptyBase,
		...('nearVersion' in one ? { nearVersion: one.nearVersion } : { nearVersion: T }), hash, verdicts: one.verdicts,
		options: { rule: one.rule ?? 'review', firstContact: one.first ?? 'review', clear: one.clear ?? false, fields: { f: { onlyWhenEmpty: one.onlyWhenEmpty ?? false, from: one.from } } },
	};
	const far: FarState = { forms: one.fresh === undefined ? {} : { f: canonical(typeof one.fresh === 'string' ? 'text' : 'tags', one.fresh) }, ...('farVersion' in one ? { version: one.farVersion } : { version: T }) };
	const decisions = planFields(withSettledAsking(input, far, 9), far);
	if (decisions.length > 0 && !one.own?.asking) expect(nearChanges(input)).toEqual(['f']);
	return decisions[0];
}

interface TableCase { wanted: string; base: Case['base']; fresh: string; rule: Rule; first: FirstRule; clear: boolean; onlyWhenEmpty: boolean; nearVersion: number; farVersion: number }

/** The table of the specification, once more and in other words. */
function byTheTable({ wanted, base, fresh, rule, first, clear, onlyWhenEmpty, nearVersion, farVersion }: TableCase): string {
	const isChange = base === undefined ? wanted !== '' : wanted !== base.asked && (wanted !== '' || clear);
	if (!isChange) return 'nothing';
	if (wanted === fresh) return 'adopt';
	if (onlyWhenEmpty && fresh !== '') return 'decline';
	if (base === undefined) return fresh === '' ? 'write' : { source: 'write', destination: 'decline', review: 'review' }[first];
	if (fresh === base.seen) return 'write';
	if (rule !== 'newest') return { source: 'write', destination: 'decline', review: 'review' }[rule];
	if (nearVersion - farVersion >= 300_000) return 'write';
	return farVersion - nearVersion >= 300_000 ? 'decline' : 'review';
}

describe('the planner', () => {
	it('follows the table for every combination of wanted, base, fresh, rule, clock and switch', () => {
		const values = ['', 'a', 'b', 'c'];
		const bases: Case['base'][] = [undefined, ...['', 'a', 'b'].flatMap((asked) => ['', 'a', 'b'].map((seen) => ({ asked, seen })))];
		const all = 4 * 10 * 4 * 4 * 3 * 2 * 2 * 5;
		// 47 shares no factor with the sides of the table: each of their values has its turn.
		const step = figure(all, all) === all ? 1 : 47;
		let cases = 0;
		for (const wanted of values) for (const base of bases) for (const fresh of values) for (const rule of rules) for (const first of firsts) {
			for (const clear of [true, false]) for (const onlyWhenEmpty of [true, false]) for (const ahead of [-NEWEST_MARGIN, 1 - NEWEST_MARGIN, 0, NEWEST_MARGIN - 1, NEWEST_MARGIN]) {
				cases += 1;
				if (cases % step !== 0) continue;
				const one = { wanted, base, fresh, rule, first, clear, onlyWhenEmpty, nearVersion: T + ahead, farVersion: T };
				const decision = plan(one)?.do ?? 'nothing';
				if (decision !== byTheTable(one)) throw new Error(`${JSON.stringify(one)} gave ${decision}`);
			}
		}
		expect(cases).toBe(all);
	});

	it('newest needs both times', () => {
		const edited: Case = { wanted: 'b', base: { asked: 'a', seen: 'a' }, fresh: 'c', rule: 'newest' };
		expect(plan({ ...edited, nearVersion: undefined })?.do).toBe('review');
		expect(plan({ ...edited, farVersion: undefined })?.do).toBe('review');
	});

	it('says why', () => {
		const edited: Case = { wanted: 'b', base: { asked: 'a', seen: 'a' }, fresh: 'c' };
		expect(plan({ ...edited, rule: 'source' })).toEqual({ field: 'f', asked: '#b', far: '#c', do: 'write', cause: 'source' });
		expect(plan({ ...edited, rule: 'destination' })).toMatchObject({ do: 'decline', cause: 'destination' });
		expect(plan({ ...edited, rule: 'newest', nearVersion: T * 2 })).toMatchObject({ do: 'write', cause: 'newest' });
		expect(plan({ ...edited, rule: 'newest' })).toMatchObject({ do: 'review', cause: 'too close' });
		expect(plan({ ...edited, rule: 'review' })).toMatchObject({ do: 'review', cause: 'both changed' });
		expect(plan({ ...edited, fresh: 'a' })).toMatchObject({ do: 'write', cause: 'near changed' });
		expect(plan({ wanted: 'b', fresh: '' })).toMatchObject({ do: 'write', cause: 'filled' });
		expect(plan({ wanted: 'b', fresh: 'c' })).toMatchObject({ do: 'review', cause: 'first contact' });
		expect(plan({ wanted: 'b', fresh: 'c', first: 'source' })).toMatchObject({ do: 'write', cause: 'first contact' });
		expect(plan({ wanted: 'b', fresh: 'c', onlyWhenEmpty: true })).toMatchObject({ do: 'decline', cause: 'only when empty' });
	});

	it('a lossy store is no change: what came back is compared with what came back', () => {
		expect(plan({ wanted: 'longer name', base: { asked: 'long name', seen: 'long n' }, fresh: 'long n', rule: 'destination' })?.do).toBe('write');
		expect(plan({ wanted: 'long name', base: { asked: 'long name', seen: 'long n' }, fresh: 'long n' })).toBeUndefined();
	});

	it('a field that the far record does not have is an empty one', () => {
		expect(plan({ wanted: 'b' })).toMatchObject({ do: 'write', cause: 'filled' });
		for (const fresh of [undefined, '']) expect(plan({ wanted: ['a'], fresh })).toMatchObject({ do: 'merge', add: ['a'], remove: [], agreed: ['#a'] });
	});

	describe('with what the other direction knows', () => {
		const opposite = (asked: string, seen: string, rev: number, farVersion?: number): DirectionBase => ({ ...emptyBase, fields: { f: row(asked, seen, rev, farVersion) } });

		it('what the other direction wrote here is no change of a user', () => {
			expect(plan({ wanted: 'b', base: { asked: 'a', seen: 'a' }, fresh: 'c', rev: 1, opposite: opposite('b', 'b', 2, T - 5) })).toBeUndefined();
		});
		it('an edit after it is one, and the far value that it carried is not', () => {
			expect(plan({ wanted: 'c', base: { asked: 'a', seen: 'a' }, fresh: 'b', rev: 1, opposite: opposite('b', 'b', 2, T) })).toMatchObject({ do: 'write', cause: 'near changed' });
		});
		it('a member that begins to feed a head leaves what the head has from the one before, and fills what is empty', () => {
			const inherited = { ...emptyBase, fields: { f: { asked: '', seen: '#b', rev: 0 } } };
			expect(plan({ wanted: 'b', fresh: 'c', opposite: inherited, first: 'source' })).toBeUndefined();
			expect(plan({ wanted: 'b', fresh: '', opposite: inherited })).toMatchObject({ do: 'write', cause: 'filled' });
			expect(plan({ wanted: 'd', fresh: 'c', opposite: inherited, first: 'source' })).toMatchObject({ do: 'write', cause: 'first contact' });
		});
		it('setting back what it wrote is one too', () => {
			expect(plan({ wanted: 'a', base: { asked: 'a', seen: 'a' }, fresh: 'b', rev: 1, opposite: opposite('b', 'b', 2, T) })?.do).toBe('write');
		});
		it('a picture from before it has nothing to say', () => {
			expect(plan({ wanted: 'c', base: { asked: 'a', seen: 'a' }, fresh: 'b', rev: 1, opposite: opposite('b', 'b', 2, T + 1) })).toBeUndefined();
		});
		it('older knowledge, knowledge of no version, and another field\'s count for nothing', () => {
			for (const known of [opposite('b', 'b', 1, T - 5), opposite('b', 'b', 2)]) expect(plan({ wanted: 'b', base: { asked: 'a', seen: 'a' }, fresh: 'c', rev: 1, opposite: known })).toMatchObject({ do: 'review', cause: 'both changed' });
			expect(plan({ wanted: 'b', fresh: 'c', opposite: opposite('b', 'b', 2) })).toMatchObject({ do: 'review', cause: 'first contact' });
			expect(plan({ wanted: 'b', base: { asked: 'a', seen: 'a' }, fresh: 'c', from: 'g', opposite: opposite('b', 'b', 2, T - 5) })?.do).toBe('review');
			expect(plan({ wanted: 'b', base: { asked: 'a', seen: 'a' }, fresh: 'c', from: null, opposite: opposite('b', 'b', 2, T - 5) })?.do).toBe('review');
		});
		it('a near field of another name is found by `from`, and without a version the picture counts as current', () => {
			const known = { ...emptyBase, fields: { g: row('b', 'b', 2, T) } };
			expect(plan({ wanted: 'b', base: { asked: 'a', seen: 'a' }, fresh: 'c', from: 'g', opposite: known })).toBeUndefined();
			expect(plan({ wanted: 'b', base: { asked: 'a', seen: 'a' }, fresh: 'c', from: 'g', opposite: known, nearVersion: undefined })).toBeUndefined();
		});
		it('a conflict that it lost is won here, also on first contact', () => {
			const lost = { ...emptyBase, declined: { f: { wanted: '#c', far: '#b', rev: 1 } } };
			expect(plan({ wanted: 'b', base: { asked: 'a', seen: 'a' }, fresh: 'c', rule: 'newest', opposite: lost })).toMatchObject({ do: 'write', cause: 'newest' });
			expect(plan({ wanted: 'b', base: { asked: 'a', seen: 'a' }, fresh: 'c', rule: 'destination', opposite: lost })).toMatchObject({ do: 'write', cause: 'source' });
			expect(plan({ wanted: 'b', fresh: 'c', opposite: lost })).toMatchObject({ do: 'write', cause: 'first contact' });
			expect(plan({ wanted: 'x', base: { asked: 'a', seen: 'a' }, fresh: 'c', rule: 'newest', opposite: lost })?.do).toBe('review');
			expect(plan({ wanted: 'b', base: { asked: 'a', seen: 'a' }, fresh: 'x', rule: 'newest', opposite: lost })?.do).toBe('review');
		});
	});

	describe('what lost once', () => {
		const own = { fields: { f: row('a', 'a', 1) }, declined: { f: { wanted: '#b', far: '#c', rev: 1 } } };
		it('is not asked again', () => expect(plan({ wanted: 'b', fresh: 'c', own, rule: 'source' })).toBeUndefined());
		it('stays lost while nothing was ever agreed on', () => expect(plan({ wanted: 'b', fresh: 'c', own: { declined: own.declined }, rule: 'source', first: 'source' })).toBeUndefined());
		it('is asked again as another value, or after a later agreement of either direction', () => {
			expect(plan({ wanted: 'd', fresh: 'c', own, rule: 'source' })?.do).toBe('write');
			expect(plan({ wanted: 'b', fresh: 'c', own: { ...own, fields: { f: row('a', 'a', 2) } }, rule: 'source' })?.do).toBe('write');
			expect(plan({ wanted: 'b', fresh: 'x', own, rule: 'source', opposite: { ...emptyBase, fields: { f: row('x', 'x', 2, T) } } })?.do).toBe('write');
		});
	});

	describe('a value that let this one win', () => {
		const lost = (wanted: string, far: string, rev: number, farVersion?: number) => ({ ...emptyBase, declined: { f: { wanted: `#${wanted}`, far: `#${far}`, rev, ...(farVersion === undefined ? {} : { farVersion }) } } });
		const both = { fields: { f: row('a', 'a', 1) }, declined: { f: { wanted: '#b', far: '#c', rev: 2 } } };
		it('and lost against it before, as another one, is replaced now', () => {
			const one: Case = { wanted: 'b', fresh: 'd', own: both, rule: 'destination' };
			expect(plan({ ...one, opposite: lost('d', 'b', 3) })).toMatchObject({ do: 'write', cause: 'source' });
			expect(plan({ ...one, opposite: lost('d', 'b', 2) })).toBeUndefined();
			expect(plan({ ...one, opposite: lost('d', 'x', 3) })).toBeUndefined();
		});
		it('meets the agreed one when that was set back since, by the rule', () => {
			const one: Case = { wanted: 'a', fresh: 'd', own: { fields: { f: row('a', 'a', 1) } }, rule: 'source', opposite: lost('d', 'b', 2, T - 1) };
			expect(plan(one)).toMatchObject({ do: 'write', cause: 'source' });
			expect(plan({ ...one, rule: 'destination' })?.do).toBe('decline');
			expect(plan({ ...one, opposite: lost('d', 'b', 2), nearVersion: undefined })?.do).toBe('write');
		});
		it('is carried though it is the agreed one: an unconfirmed write had replaced it, and it was set back before it won', () => {
			const one: Case = { wanted: 'a', fresh: 'd', own: { fields: { f: row('a', 'a', 1) } }, rule: 'destination', opposite: lost('d', 'a', 2, T) };
			expect(plan(one)).toMatchObject({ do: 'write', cause: 'source' });
			expect(plan({ ...one, fresh: 'e' })?.do).toBe('decline');
			expect(plan({ ...one, fresh: 'a' })?.do).toBe('adopt');
		});
		it('clears nothing where clearing is off', () => {
			const one: Case = { wanted: '', fresh: 'd', own: { fields: { f: row('', '', 1) } }, opposite: lost('d', '', 2, T), rule: 'source' };
			expect(plan(one)).toBeUndefined();
			expect(plan({ ...one, clear: true })?.do).toBe('write');
		});
		it('has not won where the far field is only filled when empty', () => {
			const opposite = { ...emptyBase, declined: { f: { wanted: '#d', rev: 2, farVersion: T - 1 } } };
			expect(plan({ wanted: 'a', fresh: 'd', own: { fields: { f: row('a', 'a', 1) } }, rule: 'source', opposite })).toBeUndefined();
			expect(plan({ wanted: 'a', fresh: 'd', opposite })).toMatchObject({ do: 'review', cause: 'first contact' });
		});
		it('does not in a picture from before it, or after a later agreement or decision', () => {
			const one: Case = { wanted: 'a', fresh: 'd', own: { fields: { f: row('a', 'a', 1) } }, rule: 'source' };
			for (const opposite of [lost('d', 'b', 2, T + 1), lost('d', 'b', 2)]) expect(plan({ ...one, opposite })).toBeUndefined();
			expect(plan({ ...one, own: { fields: { f: row('a', 'a', 3) } }, opposite: lost('d', 'b', 2, T - 1) })).toBeUndefined();
			expect(plan({ ...one, own: { ...one.own, declined: { f: { wanted: '#a', far: '#d', rev: 3 } } }, opposite: lost('d', 'b', 2, T - 1) })).toBeUndefined();
			expect(plan({ ...one, opposite: { ...lost('d', 'b', 2, T - 1), fields: { f: row('a', 'a', 3, T - 1) } } })).toBeUndefined();
		});
	});

	describe('a person\'s verdict', () => {
		const edited: Case = { wanted: 'b', base: { asked: 'a', seen: 'a' }, fresh: 'c' };
		const verdict = (winner: 'near' | 'far', wanted = '#b', far = '#c') => ({ f: { winner, wanted, far } });
		it('decides the two values it was about', () => {
			expect(plan({ ...edited, verdicts: verdict('near') })).toMatchObject({ do: 'write', cause: 'verdict' });
			expect(plan({ ...edited, verdicts: verdict('far') })).toMatchObject({ do: 'decline', cause: 'verdict' });
			expect(plan({ wanted: 'b', fresh: 'c', verdicts: verdict('near') })).toMatchObject({ do: 'write', cause: 'verdict' });
		});
		it('and no others', () => {
			expect(plan({ ...edited, verdicts: verdict('near', '#x') })?.do).toBe('review');
			expect(plan({ ...edited, verdicts: verdict('near', '#b', '#x') })?.do).toBe('review');
		});
		it('reopens what had been declined', () => {
			const declined = { f: { wanted: '#b', far: '#c', rev: 5 } };
			expect(plan({ ...edited, own: { fields: { f: row('a', 'a') }, declined }, verdicts: verdict('near') })?.do).toBe('write');
		});
	});

	describe('after a write without an answer', () => {
		const asking = (readVersion?: number, asked = '#b') => ({ fields: { f: row('a', 'a', 1) }, asking: { fields: { f: asked }, before: { f: '#a' }, rev: 1, ...(readVersion === undefined ? {} : { readVersion }) } });
		it('a far record of the same version was not written: the write is made', () => expect(plan({ wanted: 'b', fresh: 'a', own: asking(T) })?.do).toBe('write'));
		it('a far record that holds the value was: it is adopted, and the next edit is one', () => {
			expect(plan({ wanted: 'b', fresh: 'b', own: asking(T - 1) })).toBeUndefined();
			expect(plan({ wanted: 'd', fresh: 'b', own: asking(T - 1), rule: 'destination' })).toMatchObject({ do: 'write', cause: 'near changed' });
		});
		it('a third value may be an edit of ours, and stays', () => expect(plan({ wanted: 'b', fresh: 'z', own: asking(T - 1), rule: 'source' })).toMatchObject({ do: 'assume' }));
		it('a third value against a newer one of ours follows the rule', () => expect(plan({ wanted: 'd', fresh: 'z', own: asking(T - 1), rule: 'source' })).toMatchObject({ do: 'write', cause: 'source' }));
		it('the value of before means that nothing was written', () => expect(plan({ wanted: 'b', fresh: 'a', own: asking(T - 1), rule: 'review' })).toMatchObject({ do: 'write', cause: 'near changed' }));
		it('a third value may also be an edit of what filled an empty field for the first time', () => {
			const filling = { fields: {}, asking: { ...asking(T - 1).asking, before: { f: '' } } };
			expect(plan({ wanted: 'b', fresh: 'z', own: filling })?.do).toBe('assume');
			expect(plan({ wanted: 'd', fresh: 'z', own: filling, first: 'source', rule: 'review' })).toMatchObject({ do: 'review', cause: 'both changed' });
			expect(plan({ wanted: 'd', fresh: '', own: filling, rule: 'review' })).toMatchObject({ do: 'write', cause: 'filled' });
		});
		it('what the other direction has settled since is left to it', () => {
			const settled = { ...emptyBase, fields: { f: row('z', 'z', 2, T) } };
			expect(plan({ wanted: 'z', fresh: 'b', own: asking(T - 1), opposite: settled })).toBeUndefined();
		});
		it('what it had settled before is not', () => {
			const settled = { ...emptyBase, fields: { f: row('a', 'a', 1, T) } };
			expect(plan({ wanted: 'd', fresh: 'b', own: asking(T - 1), opposite: settled, rule: 'review' })).toMatchObject({ do: 'write', cause: 'near changed' });
		});
		it('elements of a set that are there were added, and those that are not stay to be', () => {
			const own = { fields: { f: row(['a', 'r'], ['a', 'r'], 1) }, asking: { fields: { f: ['#a', '#n'] }, before: { f: ['#a', '#r'] }, rev: 1, readVersion: T - 1 } };
			expect(plan({ wanted: ['a', 'n'], fresh: ['a', 'r'], own })).toMatchObject({ do: 'merge', add: ['n'], remove: ['r'] });
			expect(plan({ wanted: ['a', 'n'], fresh: ['a', 'n'], own })).toBeUndefined();
			expect(plan({ wanted: ['a'], fresh: ['a', 'n'], own })).toMatchObject({ do: 'merge', add: [], remove: ['n'] });
			const between = { fields: { f: row(['a', 'z'], ['a', 'z'], 1) }, asking: { fields: { f: ['#a', '#n', '#z'] }, before: { f: ['#a', '#z'] }, rev: 1, readVersion: T - 1 } };
			expect(plan({ wanted: ['a', 'n', 'z'], fresh: ['a', 'n', 'z'], own: between })).toBeUndefined();
		});
		it('the other direction takes elements of such a write for known', () => {
			const opposite = { ...emptyBase, asking: { fields: { f: ['#a', '#n'] }, before: { f: ['#a', '#r'] }, rev: 1, readVersion: T - 1 } };
			const base = { asked: ['a', 'r'], seen: ['a', 'r'] };
			expect(plan({ wanted: ['a', 'n'], base, fresh: ['a'], opposite })).toBeUndefined();
			expect(plan({ wanted: ['a', 'n', 'u'], base, fresh: ['a'], opposite })).toMatchObject({ do: 'merge', add: ['u'], remove: [], agreed: ['#a', '#n', '#u'] });
			expect(plan({ wanted: ['a', 'r'], base, fresh: ['a', 'n'], opposite })).toBeUndefined();
			expect(plan({ wanted: ['a', 'r', 'u'], base, fresh: ['a', 'n'], opposite })).toMatchObject({ do: 'merge', add: ['u'], remove: [] });
		});

		const towards = (readVersion?: number) => ({ ...emptyBase, asking: { fields: { f: '#b' }, before: { f: '#a' }, rev: 1, ...(readVersion === undefined ? {} : { readVersion }) } });
		it('the other direction takes its value for an echo, not for an edit', () => {
			expect(plan({ wanted: 'b', base: { asked: 'a', seen: 'a' }, fresh: 'c', opposite: towards(T - 1) })).toBeUndefined();
			expect(plan({ wanted: 'b', base: { asked: 'a', seen: 'a' }, fresh: 'c', opposite: towards(), nearVersion: undefined })).toBeUndefined();
			expect(plan({ wanted: 'b', base: { asked: 'a', seen: 'a' }, fresh: 'c', opposite: towards() })).toBeUndefined();
			expect(plan({ wanted: 'b', fresh: 'c', opposite: towards(T - 1) })).toBeUndefined();
			expect(plan({ wanted: 'b', base: { asked: 'a', seen: 'a' }, fresh: 'c', opposite: towards(T - 1), nearVersion: undefined })).toBeUndefined();
		});
		it('a value that came after it is an edit of somebody who may have seen it', () => expect(plan({ wanted: 'z', base: { asked: 'a', seen: 'a' }, fresh: 'b', opposite: towards(T - 1) })).toMatchObject({ do: 'write', cause: 'near changed' }));
		it('the value of before is no edit', () => expect(plan({ wanted: 'a', base: { asked: 'a', seen: 'a' }, fresh: 'b', opposite: towards(T - 1) })).toBeUndefined());
		it('a picture from before it, of the value that it was to replace, agrees on nothing, though the far side holds the same', () => {
			expect(plan({ wanted: 'a', base: { asked: 'z', seen: 'z' }, fresh: 'a', opposite: towards(T) })).toBeUndefined();
			expect(plan({ wanted: 'a', base: { asked: 'z', seen: 'z' }, fresh: 'a' })).toMatchObject({ do: 'adopt' });
			expect(plan({ wanted: 'a', base: { asked: 'z', seen: 'z' }, rev: 2, fresh: 'a', opposite: towards(T) })).toMatchObject({ do: 'adopt' });
		});
		it('a picture from before it, and a field agreed on since, are planned as ever', () => {
			expect(plan({ wanted: 'b', base: { asked: 'a', seen: 'a' }, fresh: 'c', opposite: towards(T) })?.do).toBe('review');
			expect(plan({ wanted: 'b', base: { asked: 'a', seen: 'a' }, rev: 2, fresh: 'c', opposite: towards(T - 1) })?.do).toBe('review');
		});
	});

	describe('sets', () => {
		const merged = (one: Case) => {
			const decision = plan(one);
			return decision?.do === 'merge' ? { add: decision.add, remove: decision.remove, agreed: decision.agreed } : decision;
		};
		it('carry what was added and removed, and leave the rest', () => {
			expect(merged({ wanted: ['a', 'n'], base: { asked: ['a', 'r'], seen: ['a', 'r'] }, fresh: ['a', 'r', 'far'] })).toEqual({ add: ['n'], remove: ['r'], agreed: ['#a', '#n'] });
		});
		it('know what holds when elements were added and none removed yet', () => {
			const decision = plan({ wanted: ['a', 'n'], base: { asked: ['a', 'r'], seen: ['a', 's'] }, fresh: ['a', 'r'] });
			expect(decision?.do === 'merge' && decision.halfway).toEqual({ asked: ['#a', '#n', '#r'], seen: ['#a', '#n', '#s'] });
		});
		it('add nothing that is there, and remove nothing that is gone', () => {
			expect(merged({ wanted: ['a', 'n'], base: { asked: ['a', 'r'], seen: ['a', 'r'] }, fresh: ['a', 'n'] })).toEqual({ add: [], remove: [], agreed: ['#a', '#n'] });
		});
		it('join on first contact', () => expect(merged({ wanted: ['a', 'n'], fresh: ['a', 'far'] })).toEqual({ add: ['n'], remove: [], agreed: ['#a', '#n'] }));
		it('are emptied only where clearing is on', () => {
			const emptied: Case = { wanted: [], base: { asked: ['a'], seen: ['a'] }, fresh: ['a', 'far'] };
			expect(merged(emptied)).toBeUndefined();
			expect(merged({ ...emptied, clear: true })).toEqual({ add: [], remove: ['a'], agreed: [] });
		});
		it('join where the field was text before, and are not taken for what the other direction holds as text', () => {
			expect(merged({ wanted: ['n'], base: { asked: 'a', seen: 'a' }, fresh: ['far'] })).toEqual({ add: ['n'], remove: [], agreed: ['#n'] });
			const text = { ...emptyBase, fields: { f: row('a, r', 'a, r', 2, T) } };
			expect(merged({ wanted: ['a'], base: { asked: ['a', 'r'], seen: ['a', 'r'] }, fresh: ['a', 'r'], opposite: text })).toMatchObject({ add: [], remove: ['r'] });
			expect(sameHash(['a'], 'a')).toBe(false);
		});
		it('are the same whatever order their hashes have, and are sent in that of their names', () => {
			const turned = (text: string) => `#${String(999 - text.charCodeAt(0))}`;
			expect(hashForm(turned, ['a', 'b', 'c'])).toEqual(hashForm(turned, ['a', 'b', 'c'].reverse()));
			const input: PlanInput = {
				wanted: { f: { kind: 'tags', form: ['b', 'c', 'd'], asked: hashForm(turned, ['b', 'c', 'd']) } }, own: { ...emptyBase, fields: { f: { asked: hashForm(turned, ['x', 'y']), seen: hashForm(turned, ['x', 'y']), rev: 1 } } },
				opposite: emptyBase, options: { rule: 'review', firstContact: 'review', clear: false, fields: {} }, hash: turned,
			};
			expect(planFields(input, { forms: { f: ['a', 'x', 'y'] } })).toMatchObject([{ do: 'merge', add: ['b', 'c', 'd'], remove: ['x', 'y'] }]);
		});
		it('say nothing when nothing changed', () => expect(merged({ wanted: ['A', 'b'], base: { asked: ['b', 'a'], seen: ['a'] }, fresh: [] })).toBeUndefined());

		it('equal a set-merge oracle, and a second run finds nothing to do', () => {
			const set = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'));
			fc.assert(fc.property(set, set, set, (base, near, far) => {
				const decision = plan({ wanted: near, base: { asked: base, seen: base }, fresh: far, clear: true });
				const result = decision?.do === 'merge' ? [...far.filter((tag) => !decision.remove.includes(tag)), ...decision.add] : far;
				const expected = (['a', 'b', 'c', 'd', 'e'] as const).filter((tag) => {
					const [was, here, there] = [base, near, far].map((list) => list.includes(tag));
					return here === was ? there : here;
				});
				expect([...result].sort()).toEqual(expected);
			}), { numRuns: figure(10_000, 10_000) });
		});
	});
});

describe('the far fields that somebody has changed', () => {
	const input = (own: Partial<DirectionBase>, opposite: Partial<DirectionBase> = {}): PlanInput => ({
		wanted: {}, own: { ...emptyBase, ...own }, opposite: { ...emptyBase, ...opposite }, hash, options: { rule: 'review', firstContact: 'review', clear: false, fields: {} },
	});
	const agreed = { fields: { name: row('ann', 'ann'), city: row('bath', 'bath'), tags: row(['a'], ['a']), phone: row('', '') } };
	const asAgreed = { name: mark('ann'), city: mark('bath'), tags: mark(['a']), phone: mark('') };

	it('are those that hold something else than what was agreed on', () => {
		expect(farChanges(input(agreed), { forms: asAgreed }, 9)).toEqual([]);
		expect(farChanges(input(agreed), { forms: { ...asAgreed, city: mark('york'), phone: mark('202') } }, 9)).toEqual(['city', 'phone']);
		expect(farChanges(input(agreed), { forms: { ...asAgreed, name: mark(''), tags: mark([]) } }, 9)).toEqual(['name', 'tags']);
	});

	it('are not those of which nothing is known, nor an empty one that is empty as text or as a set', () => {
		expect(farChanges(input(agreed), { forms: { ...asAgreed, remark: mark('new') } }, 9)).toEqual([]);
		expect(farChanges(input({ fields: { tags: row([], []), phone: row('', '') } }), { forms: { tags: mark(''), phone: mark([]) } }, 9)).toEqual([]);
	});

	it('are not those that the near record was being given, nor what an unconfirmed write of ours left there', () => {
		const york = { ...asAgreed, city: mark('york') };
		const write = { fields: { city: '#york' }, before: { city: '#bath' }, rev: 1, readVersion: T - 1 };
		expect(farChanges(input(agreed, { asking: write }), { forms: york }, 9)).toEqual([]);
		expect(farChanges(input({ ...agreed, asking: write }), { forms: york, version: T }, 9)).toEqual([]);
		expect(farChanges(input({ ...agreed, asking: write }), { forms: { ...asAgreed, city: mark('ely') }, version: T }, 9)).toEqual(['city']);
	});
});
