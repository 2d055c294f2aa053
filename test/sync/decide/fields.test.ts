import fc from 'fast-check';
import {
	emptyBaseline,
	hashForm,
	sameHash,
	type DirectionBaseline,
	type FieldBaseline,
} from '../../../sync/model/baseline';
import { canonical } from '../../../sync/model/canonical';
import { NEWEST_MARGIN } from '../../../sync/model/times';
import {
	targetChanges,
	sourceChanges,
	planFields,
	withSettledPendingWrite,
	type Decision,
	type TargetState,
	type PlanInput,
} from '../../../sync/decide/fields';
import type { FirstRule, Rule } from '../../../sync/model/types';
import { figure } from '../../support/sync/size';

const hash = (text: string) => `#${text}`;
const rules: readonly Rule[] = ['source', 'target', 'newest', 'review'];
const firsts: readonly FirstRule[] = ['source', 'target', 'review'];
const T = 1_000_000_000;

interface Case {
	desired: string | string[];
	base?: { desired: string | string[]; observed: string | string[] };
	/** Absent where the target record has no such field. */
	fresh?: string | string[];
	rule?: Rule;
	first?: FirstRule;
	clear?: boolean;
	onlyWhenEmpty?: boolean;
	sourceVersion?: number;
	targetVersion?: number;
	opposite?: DirectionBaseline;
	own?: Partial<DirectionBaseline>;
	from?: string | null;
	rev?: number;
	verdicts?: PlanInput['verdicts'];
	age?: number;
}

const mark = (value: string | string[]) =>
	hashForm(hash, canonical(typeof value === 'string' ? 'text' : 'tags', value));
const row = (
	desired: string | string[],
	observed: string | string[],
	rev = 1,
	targetVersion?: number,
): FieldBaseline => ({
	desired: mark(desired),
	observed: mark(observed),
	rev,
	...(targetVersion === undefined ? {} : { targetVersion }),
});

function plan(one: Case): Decision | undefined {
	const kind = typeof one.desired === 'string' ? 'text' : 'tags';
	const input: PlanInput = {
		desired: { f: { kind, form: canonical(kind, one.desired), hash: mark(one.desired) } },
		own: {
			...emptyBaseline,
			...(one.base ? { fields: { f: row(one.base.desired, one.base.observed, one.rev) } } : {}),
			...one.own,
		},
		opposite: one.opposite ?? emptyBaseline,
		...('sourceVersion' in one ? { sourceVersion: one.sourceVersion } : { sourceVersion: T }),
		age: one.age,
		hash,
		verdicts: one.verdicts,
		options: {
			rule: one.rule ?? 'review',
			firstContact: one.first ?? 'review',
			clear: one.clear ?? false,
			fields: { f: { onlyWhenEmpty: one.onlyWhenEmpty ?? false, from: one.from } },
		},
	};
	const target: TargetState = {
		forms: one.fresh === undefined ? {} : { f: canonical(typeof one.fresh === 'string' ? 'text' : 'tags', one.fresh) },
		...('targetVersion' in one ? { version: one.targetVersion } : { version: T }),
	};
	const decisions = planFields(withSettledPendingWrite(input, target, 9), target);
	if (decisions.length > 0 && !one.own?.pendingWrite) expect(sourceChanges(input)).toEqual(['f']);
	return decisions[0];
}

interface TableCase {
	desired: string;
	base: Case['base'];
	fresh: string;
	rule: Rule;
	first: FirstRule;
	clear: boolean;
	onlyWhenEmpty: boolean;
	sourceVersion: number;
	targetVersion: number;
}

/** The table of the specification, once more and in other words. */
function byTheTable({
	desired,
	base,
	fresh,
	rule,
	first,
	clear,
	onlyWhenEmpty,
	sourceVersion,
	targetVersion,
}: TableCase): string {
	const isChange = base === undefined ? desired !== '' : desired !== base.desired && (desired !== '' || clear);
	if (!isChange) return 'nothing';
	if (desired === fresh) return 'adopt';
	if (onlyWhenEmpty && fresh !== '') return 'decline';
	if (base === undefined)
		return fresh === '' ? 'write' : { source: 'write', target: 'decline', review: 'review' }[first];
	if (fresh === base.observed) return 'write';
	if (rule !== 'newest') return { source: 'write', target: 'decline', review: 'review' }[rule];
	if (sourceVersion - targetVersion >= 300_000) return 'write';
	return targetVersion - sourceVersion >= 300_000 ? 'decline' : 'review';
}

describe('the planner', () => {
	it('follows the table for every combination of desired, base, fresh, rule, clock and switch', () => {
		const values = ['', 'a', 'b', 'c'];
		const bases: Case['base'][] = [
			undefined,
			...['', 'a', 'b'].flatMap((desired) => ['', 'a', 'b'].map((observed) => ({ desired, observed }))),
		];
		const all = 4 * 10 * 4 * 4 * 3 * 2 * 2 * 5;
		// 47 shares no factor with the sides of the table: each of their values has its turn.
		const step = figure(all, all) === all ? 1 : 47;
		let cases = 0;
		for (const desired of values)
			for (const base of bases)
				for (const fresh of values)
					for (const rule of rules)
						for (const first of firsts) {
							for (const clear of [true, false])
								for (const onlyWhenEmpty of [true, false])
									for (const ahead of [-NEWEST_MARGIN, 1 - NEWEST_MARGIN, 0, NEWEST_MARGIN - 1, NEWEST_MARGIN]) {
										cases += 1;
										if (cases % step !== 0) continue;
										const one = {
											desired,
											base,
											fresh,
											rule,
											first,
											clear,
											onlyWhenEmpty,
											sourceVersion: T + ahead,
											targetVersion: T,
										};
										const decision = plan(one)?.do ?? 'nothing';
										if (decision !== byTheTable(one)) throw new Error(`${JSON.stringify(one)} gave ${decision}`);
									}
						}
		expect(cases).toBe(all);
	});

	it('newest needs both times', () => {
		const edited: Case = { desired: 'b', base: { desired: 'a', observed: 'a' }, fresh: 'c', rule: 'newest' };
		expect(plan({ ...edited, sourceVersion: undefined })?.do).toBe('review');
		expect(plan({ ...edited, targetVersion: undefined })?.do).toBe('review');
	});

	it('says why', () => {
		const edited: Case = { desired: 'b', base: { desired: 'a', observed: 'a' }, fresh: 'c' };
		expect(plan({ ...edited, rule: 'source' })).toEqual({
			field: 'f',
			desired: '#b',
			target: '#c',
			do: 'write',
			cause: 'source',
		});
		expect(plan({ ...edited, rule: 'target' })).toMatchObject({ do: 'decline', cause: 'target' });
		expect(plan({ ...edited, rule: 'newest', sourceVersion: T * 2 })).toMatchObject({ do: 'write', cause: 'newest' });
		expect(plan({ ...edited, rule: 'newest' })).toMatchObject({
			do: 'review',
			cause: 'changed at nearly the same time',
		});
		expect(plan({ ...edited, rule: 'review' })).toMatchObject({ do: 'review', cause: 'both changed' });
		expect(plan({ ...edited, fresh: 'a' })).toMatchObject({ do: 'write', cause: 'source changed' });
		expect(plan({ desired: 'b', fresh: '' })).toMatchObject({ do: 'write', cause: 'filled' });
		expect(plan({ desired: 'b', fresh: 'c' })).toMatchObject({ do: 'review', cause: 'first contact' });
		expect(plan({ desired: 'b', fresh: 'c', first: 'source' })).toMatchObject({ do: 'write', cause: 'first contact' });
		expect(plan({ desired: 'b', fresh: 'c', onlyWhenEmpty: true })).toMatchObject({
			do: 'decline',
			cause: 'only when empty',
		});
	});

	it('a lossy store is not a change: what came back is compared with what came back', () => {
		expect(
			plan({
				desired: 'longer name',
				base: { desired: 'long name', observed: 'long n' },
				fresh: 'long n',
				rule: 'target',
			})?.do,
		).toBe('write');
		expect(
			plan({ desired: 'long name', base: { desired: 'long name', observed: 'long n' }, fresh: 'long n' }),
		).toBeUndefined();
	});

	it('a field that the target record does not have is an empty one', () => {
		expect(plan({ desired: 'b' })).toMatchObject({ do: 'write', cause: 'filled' });
		for (const fresh of [undefined, ''])
			expect(plan({ desired: ['a'], fresh })).toMatchObject({ do: 'merge', add: ['a'], remove: [], agreed: ['#a'] });
	});

	describe('with what the other direction knows', () => {
		const opposite = (desired: string, observed: string, rev: number, targetVersion?: number): DirectionBaseline => ({
			...emptyBaseline,
			fields: { f: row(desired, observed, rev, targetVersion) },
		});

		it('what the other direction wrote here is not an edit of a user', () => {
			expect(
				plan({
					desired: 'b',
					base: { desired: 'a', observed: 'a' },
					fresh: 'c',
					rev: 1,
					opposite: opposite('b', 'b', 2, T - 5),
				}),
			).toBeUndefined();
		});
		it('an edit after it is one, and the target value that it carried is not', () => {
			expect(
				plan({
					desired: 'c',
					base: { desired: 'a', observed: 'a' },
					fresh: 'b',
					rev: 1,
					opposite: opposite('b', 'b', 2, T),
				}),
			).toMatchObject({ do: 'write', cause: 'source changed' });
		});
		it('a member that begins to feed a head leaves what the head has from the one before, and fills what is empty', () => {
			const inherited = { ...emptyBaseline, fields: { f: { desired: '', observed: '#b', rev: 0 } } };
			expect(plan({ desired: 'b', fresh: 'c', opposite: inherited, first: 'source' })).toBeUndefined();
			expect(plan({ desired: 'b', fresh: '', opposite: inherited })).toMatchObject({ do: 'write', cause: 'filled' });
			expect(plan({ desired: 'd', fresh: 'c', opposite: inherited, first: 'source' })).toMatchObject({
				do: 'write',
				cause: 'first contact',
			});
		});
		it('a late event that holds what the target was edited to since agrees on nothing, and one after it does', () => {
			const [syncs, minutes] = [{ ...emptyBaseline, lastProcessedVersion: 1 }, 60_000];
			const late = {
				desired: 'b',
				base: { desired: 'a', observed: 'a' },
				fresh: 'b',
				opposite: syncs,
				targetVersion: T + 1,
				age: 6 * minutes,
			};
			for (const rule of ['target', 'newest'] as const) expect(plan({ ...late, rule })).toBeUndefined();
			for (const rule of ['source', 'review'] as const) expect(plan({ ...late, rule })?.do).toBe('adopt');
			for (const changes of [
				{ age: 5 * minutes },
				{ targetVersion: T },
				{ sourceVersion: undefined },
				// the target was not edited, or both meet for the first time
				{ base: { desired: 'a', observed: 'b' } },
				{ base: undefined },
				// nobody brings the edit of the target
				{ opposite: emptyBaseline },
				{ from: null },
			])
				expect(plan({ ...late, rule: 'target', ...changes })?.do).toBe('adopt');
		});
		it('setting back what it wrote is one too', () => {
			expect(
				plan({
					desired: 'a',
					base: { desired: 'a', observed: 'a' },
					fresh: 'b',
					rev: 1,
					opposite: opposite('b', 'b', 2, T),
				})?.do,
			).toBe('write');
		});
		it('a snapshot from before it has nothing to say', () => {
			expect(
				plan({
					desired: 'c',
					base: { desired: 'a', observed: 'a' },
					fresh: 'b',
					rev: 1,
					opposite: opposite('b', 'b', 2, T + 1),
				}),
			).toBeUndefined();
		});
		it('knowledge of no version counts where nothing else is known: what it wrote is no edit, another value is one', () => {
			const known = { opposite: opposite('b', 'b', 2) };
			expect(plan({ desired: 'b', fresh: 'c', ...known })).toBeUndefined();
			expect(plan({ desired: 'd', fresh: 'b', ...known })?.do).toBe('write');
			expect(plan({ desired: 'd', fresh: 'c', ...known })).toMatchObject({ do: 'review', cause: 'both changed' });
		});
		it("older knowledge, knowledge of no version, and another field's count for nothing", () => {
			for (const known of [opposite('b', 'b', 1, T - 5), opposite('b', 'b', 2)])
				expect(
					plan({ desired: 'b', base: { desired: 'a', observed: 'a' }, fresh: 'c', rev: 1, opposite: known }),
				).toMatchObject({ do: 'review', cause: 'both changed' });
			expect(
				plan({
					desired: 'b',
					base: { desired: 'a', observed: 'a' },
					fresh: 'c',
					from: 'g',
					opposite: opposite('b', 'b', 2, T - 5),
				})?.do,
			).toBe('review');
			expect(
				plan({
					desired: 'b',
					base: { desired: 'a', observed: 'a' },
					fresh: 'c',
					from: null,
					opposite: opposite('b', 'b', 2, T - 5),
				})?.do,
			).toBe('review');
		});
		it('a source field of another name is found by `from`, and without a version the snapshot counts as current', () => {
			const known = { ...emptyBaseline, fields: { g: row('b', 'b', 2, T) } };
			expect(
				plan({ desired: 'b', base: { desired: 'a', observed: 'a' }, fresh: 'c', from: 'g', opposite: known }),
			).toBeUndefined();
			expect(
				plan({
					desired: 'b',
					base: { desired: 'a', observed: 'a' },
					fresh: 'c',
					from: 'g',
					opposite: known,
					sourceVersion: undefined,
				}),
			).toBeUndefined();
		});
		it('a conflict that it lost is won here, also on first contact', () => {
			const lost = { ...emptyBaseline, declined: { f: { desired: '#c', target: '#b', rev: 1 } } };
			expect(
				plan({ desired: 'b', base: { desired: 'a', observed: 'a' }, fresh: 'c', rule: 'newest', opposite: lost }),
			).toMatchObject({ do: 'write', cause: 'newest' });
			expect(
				plan({ desired: 'b', base: { desired: 'a', observed: 'a' }, fresh: 'c', rule: 'target', opposite: lost }),
			).toMatchObject({ do: 'write', cause: 'source' });
			expect(plan({ desired: 'b', fresh: 'c', opposite: lost })).toMatchObject({ do: 'write', cause: 'first contact' });
			expect(
				plan({ desired: 'x', base: { desired: 'a', observed: 'a' }, fresh: 'c', rule: 'newest', opposite: lost })?.do,
			).toBe('review');
			expect(
				plan({ desired: 'b', base: { desired: 'a', observed: 'a' }, fresh: 'x', rule: 'newest', opposite: lost })?.do,
			).toBe('review');
		});
	});

	describe('what lost once', () => {
		const own = { fields: { f: row('a', 'a', 1) }, declined: { f: { desired: '#b', target: '#c', rev: 1 } } };
		it('is not tried again', () => expect(plan({ desired: 'b', fresh: 'c', own, rule: 'source' })).toBeUndefined());
		it('stays lost while nothing was ever agreed on', () =>
			expect(
				plan({ desired: 'b', fresh: 'c', own: { declined: own.declined }, rule: 'source', first: 'source' }),
			).toBeUndefined());
		it('is tried again as another value, or after a later agreement of either direction', () => {
			expect(plan({ desired: 'd', fresh: 'c', own, rule: 'source' })?.do).toBe('write');
			expect(
				plan({ desired: 'b', fresh: 'c', own: { ...own, fields: { f: row('a', 'a', 2) } }, rule: 'source' })?.do,
			).toBe('write');
			expect(
				plan({
					desired: 'b',
					fresh: 'x',
					own,
					rule: 'source',
					opposite: { ...emptyBaseline, fields: { f: row('x', 'x', 2, T) } },
				})?.do,
			).toBe('write');
		});
	});

	describe('a value that let this one win', () => {
		const lost = (desired: string, target: string, rev: number, targetVersion?: number) => ({
			...emptyBaseline,
			declined: {
				f: {
					desired: `#${desired}`,
					target: `#${target}`,
					rev,
					...(targetVersion === undefined ? {} : { targetVersion }),
				},
			},
		});
		const both = { fields: { f: row('a', 'a', 1) }, declined: { f: { desired: '#b', target: '#c', rev: 2 } } };
		it('and lost against it before, as another one, is replaced now', () => {
			const one: Case = { desired: 'b', fresh: 'd', own: both, rule: 'target' };
			expect(plan({ ...one, opposite: lost('d', 'b', 3) })).toMatchObject({ do: 'write', cause: 'source' });
			expect(plan({ ...one, opposite: lost('d', 'b', 2) })).toBeUndefined();
			expect(plan({ ...one, opposite: lost('d', 'x', 3) })).toBeUndefined();
		});
		it('meets the agreed one when that was set back since, by the rule', () => {
			const one: Case = {
				desired: 'a',
				fresh: 'd',
				own: { fields: { f: row('a', 'a', 1) } },
				rule: 'source',
				opposite: lost('d', 'b', 2, T - 1),
			};
			expect(plan(one)).toMatchObject({ do: 'write', cause: 'source' });
			expect(plan({ ...one, rule: 'target' })?.do).toBe('decline');
			expect(plan({ ...one, opposite: lost('d', 'b', 2), sourceVersion: undefined })?.do).toBe('write');
		});
		it('is carried though it is the agreed one: an unconfirmed write had replaced it, and it was set back before it won', () => {
			const one: Case = {
				desired: 'a',
				fresh: 'd',
				own: { fields: { f: row('a', 'a', 1) } },
				rule: 'target',
				opposite: lost('d', 'a', 2, T),
			};
			expect(plan(one)).toMatchObject({ do: 'write', cause: 'source' });
			expect(plan({ ...one, fresh: 'e' })?.do).toBe('decline');
			expect(plan({ ...one, fresh: 'a' })?.do).toBe('adopt');
		});
		it('clears nothing where clearing is off', () => {
			const one: Case = {
				desired: '',
				fresh: 'd',
				own: { fields: { f: row('', '', 1) } },
				opposite: lost('d', '', 2, T),
				rule: 'source',
			};
			expect(plan(one)).toBeUndefined();
			expect(plan({ ...one, clear: true })?.do).toBe('write');
		});
		it('has not won where the target field is only filled when empty', () => {
			const opposite = { ...emptyBaseline, declined: { f: { desired: '#d', rev: 2, targetVersion: T - 1 } } };
			expect(
				plan({ desired: 'a', fresh: 'd', own: { fields: { f: row('a', 'a', 1) } }, rule: 'source', opposite }),
			).toBeUndefined();
			expect(plan({ desired: 'a', fresh: 'd', opposite })).toMatchObject({ do: 'review', cause: 'first contact' });
		});
		it('does not in a snapshot from before it, or after a later agreement or decision', () => {
			const one: Case = { desired: 'a', fresh: 'd', own: { fields: { f: row('a', 'a', 1) } }, rule: 'source' };
			for (const opposite of [lost('d', 'b', 2, T + 1), lost('d', 'b', 2)])
				expect(plan({ ...one, opposite })).toBeUndefined();
			expect(
				plan({ ...one, own: { fields: { f: row('a', 'a', 3) } }, opposite: lost('d', 'b', 2, T - 1) }),
			).toBeUndefined();
			expect(
				plan({
					...one,
					own: { ...one.own, declined: { f: { desired: '#a', target: '#d', rev: 3 } } },
					opposite: lost('d', 'b', 2, T - 1),
				}),
			).toBeUndefined();
			expect(
				plan({ ...one, opposite: { ...lost('d', 'b', 2, T - 1), fields: { f: row('a', 'a', 3, T - 1) } } }),
			).toBeUndefined();
		});
	});

	describe("a person's verdict", () => {
		const edited: Case = { desired: 'b', base: { desired: 'a', observed: 'a' }, fresh: 'c' };
		const verdict = (winner: 'source' | 'target', desired = '#b', target = '#c') => ({
			f: { winner, desired, target },
		});
		it('decides the two values it was about', () => {
			expect(plan({ ...edited, verdicts: verdict('source') })).toMatchObject({
				do: 'write',
				cause: 'decided by a person',
			});
			expect(plan({ ...edited, verdicts: verdict('target') })).toMatchObject({
				do: 'decline',
				cause: 'decided by a person',
			});
			expect(plan({ desired: 'b', fresh: 'c', verdicts: verdict('source') })).toMatchObject({
				do: 'write',
				cause: 'decided by a person',
			});
		});
		it('and no others', () => {
			expect(plan({ ...edited, verdicts: verdict('source', '#x') })?.do).toBe('review');
			expect(plan({ ...edited, verdicts: verdict('source', '#b', '#x') })?.do).toBe('review');
		});
		it('reopens what had been declined', () => {
			const declined = { f: { desired: '#b', target: '#c', rev: 5 } };
			expect(
				plan({ ...edited, own: { fields: { f: row('a', 'a') }, declined }, verdicts: verdict('source') })?.do,
			).toBe('write');
		});
	});

	describe('after a write without an answer', () => {
		const writing = (readVersion?: number, desired = '#b') => ({
			fields: { f: row('a', 'a', 1) },
			pendingWrite: {
				fields: { f: desired },
				before: { f: '#a' },
				rev: 1,
				...(readVersion === undefined ? {} : { readVersion }),
			},
		});
		it('a target record of the same version was not written: the write is repeated', () =>
			expect(plan({ desired: 'b', fresh: 'a', own: writing(T) })?.do).toBe('write'));
		it('a target record that holds the value was: it is adopted, and the next edit is one', () => {
			expect(plan({ desired: 'b', fresh: 'b', own: writing(T - 1) })).toBeUndefined();
			expect(plan({ desired: 'd', fresh: 'b', own: writing(T - 1), rule: 'target' })).toMatchObject({
				do: 'write',
				cause: 'source changed',
			});
		});
		it('a third value may be an edit of ours, and stays', () =>
			expect(plan({ desired: 'b', fresh: 'z', own: writing(T - 1), rule: 'source' })).toMatchObject({ do: 'assume' }));
		it('a third value against a newer one of ours follows the rule', () =>
			expect(plan({ desired: 'd', fresh: 'z', own: writing(T - 1), rule: 'source' })).toMatchObject({
				do: 'write',
				cause: 'source',
			}));
		it('the previous value means that nothing was written', () =>
			expect(plan({ desired: 'b', fresh: 'a', own: writing(T - 1), rule: 'review' })).toMatchObject({
				do: 'write',
				cause: 'source changed',
			}));
		it('a third value may also be an edit of what filled an empty field for the first time', () => {
			const filling = { fields: {}, pendingWrite: { ...writing(T - 1).pendingWrite, before: { f: '' } } };
			expect(plan({ desired: 'b', fresh: 'z', own: filling })?.do).toBe('assume');
			expect(plan({ desired: 'd', fresh: 'z', own: filling, first: 'source', rule: 'review' })).toMatchObject({
				do: 'review',
				cause: 'both changed',
			});
			expect(plan({ desired: 'd', fresh: '', own: filling, rule: 'review' })).toMatchObject({
				do: 'write',
				cause: 'filled',
			});
		});
		it('what the other direction has settled since is left to it', () => {
			const settled = { ...emptyBaseline, fields: { f: row('z', 'z', 2, T) } };
			expect(plan({ desired: 'z', fresh: 'b', own: writing(T - 1), opposite: settled })).toBeUndefined();
		});
		it('what it had settled before is not', () => {
			const settled = { ...emptyBaseline, fields: { f: row('a', 'a', 1, T) } };
			expect(plan({ desired: 'd', fresh: 'b', own: writing(T - 1), opposite: settled, rule: 'review' })).toMatchObject({
				do: 'write',
				cause: 'source changed',
			});
		});
		it('elements of a set that are there were added, and those that are not stay to be', () => {
			const own = {
				fields: { f: row(['a', 'r'], ['a', 'r'], 1) },
				pendingWrite: { fields: { f: ['#a', '#n'] }, before: { f: ['#a', '#r'] }, rev: 1, readVersion: T - 1 },
			};
			expect(plan({ desired: ['a', 'n'], fresh: ['a', 'r'], own })).toMatchObject({
				do: 'merge',
				add: ['n'],
				remove: ['r'],
			});
			expect(plan({ desired: ['a', 'n'], fresh: ['a', 'n'], own })).toBeUndefined();
			expect(plan({ desired: ['a'], fresh: ['a', 'n'], own })).toMatchObject({ do: 'merge', add: [], remove: ['n'] });
			const between = {
				fields: { f: row(['a', 'z'], ['a', 'z'], 1) },
				pendingWrite: { fields: { f: ['#a', '#n', '#z'] }, before: { f: ['#a', '#z'] }, rev: 1, readVersion: T - 1 },
			};
			expect(plan({ desired: ['a', 'n', 'z'], fresh: ['a', 'n', 'z'], own: between })).toBeUndefined();
		});
		it('the other direction takes elements of such a write for known', () => {
			const opposite = {
				...emptyBaseline,
				pendingWrite: { fields: { f: ['#a', '#n'] }, before: { f: ['#a', '#r'] }, rev: 1, readVersion: T - 1 },
			};
			const base = { desired: ['a', 'r'], observed: ['a', 'r'] };
			expect(plan({ desired: ['a', 'n'], base, fresh: ['a'], opposite })).toBeUndefined();
			expect(plan({ desired: ['a', 'n', 'u'], base, fresh: ['a'], opposite })).toMatchObject({
				do: 'merge',
				add: ['u'],
				remove: [],
				agreed: ['#a', '#n', '#u'],
			});
			expect(plan({ desired: ['a', 'r'], base, fresh: ['a', 'n'], opposite })).toBeUndefined();
			expect(plan({ desired: ['a', 'r', 'u'], base, fresh: ['a', 'n'], opposite })).toMatchObject({
				do: 'merge',
				add: ['u'],
				remove: [],
			});
		});

		const towards = (readVersion?: number) => ({
			...emptyBaseline,
			pendingWrite: {
				fields: { f: '#b' },
				before: { f: '#a' },
				rev: 1,
				...(readVersion === undefined ? {} : { readVersion }),
			},
		});
		it('the other direction takes its value for an echo, not for an edit', () => {
			expect(
				plan({ desired: 'b', base: { desired: 'a', observed: 'a' }, fresh: 'c', opposite: towards(T - 1) }),
			).toBeUndefined();
			expect(
				plan({
					desired: 'b',
					base: { desired: 'a', observed: 'a' },
					fresh: 'c',
					opposite: towards(),
					sourceVersion: undefined,
				}),
			).toBeUndefined();
			expect(
				plan({ desired: 'b', base: { desired: 'a', observed: 'a' }, fresh: 'c', opposite: towards() }),
			).toBeUndefined();
			expect(plan({ desired: 'b', fresh: 'c', opposite: towards(T - 1) })).toBeUndefined();
			expect(
				plan({
					desired: 'b',
					base: { desired: 'a', observed: 'a' },
					fresh: 'c',
					opposite: towards(T - 1),
					sourceVersion: undefined,
				}),
			).toBeUndefined();
		});
		it('a value that came after it is an edit of somebody who may have seen it', () =>
			expect(
				plan({ desired: 'z', base: { desired: 'a', observed: 'a' }, fresh: 'b', opposite: towards(T - 1) }),
			).toMatchObject({ do: 'write', cause: 'source changed' }));
		it('the previous value is not an edit', () =>
			expect(
				plan({ desired: 'a', base: { desired: 'a', observed: 'a' }, fresh: 'b', opposite: towards(T - 1) }),
			).toBeUndefined());
		it('a snapshot from before it, of the value that it was to replace, agrees on nothing, though the target side holds the same', () => {
			expect(
				plan({ desired: 'a', base: { desired: 'z', observed: 'z' }, fresh: 'a', opposite: towards(T) }),
			).toBeUndefined();
			expect(plan({ desired: 'a', base: { desired: 'z', observed: 'z' }, fresh: 'a' })).toMatchObject({ do: 'adopt' });
			expect(
				plan({ desired: 'a', base: { desired: 'z', observed: 'z' }, rev: 2, fresh: 'a', opposite: towards(T) }),
			).toMatchObject({ do: 'adopt' });
		});
		it('a snapshot from before it, and a field agreed on since, are planned as ever', () => {
			expect(plan({ desired: 'b', base: { desired: 'a', observed: 'a' }, fresh: 'c', opposite: towards(T) })?.do).toBe(
				'review',
			);
			expect(
				plan({ desired: 'b', base: { desired: 'a', observed: 'a' }, rev: 2, fresh: 'c', opposite: towards(T - 1) })?.do,
			).toBe('review');
		});
	});

	describe('sets', () => {
		const merged = (one: Case) => {
			const decision = plan(one);
			return decision?.do === 'merge'
				? { add: decision.add, remove: decision.remove, agreed: decision.agreed }
				: decision;
		};
		it('carry what was added and removed, and leave the rest', () => {
			expect(
				merged({
					desired: ['a', 'n'],
					base: { desired: ['a', 'r'], observed: ['a', 'r'] },
					fresh: ['a', 'r', 'target'],
				}),
			).toEqual({ add: ['n'], remove: ['r'], agreed: ['#a', '#n'] });
		});
		it('know what holds when elements were added and none removed yet', () => {
			const decision = plan({
				desired: ['a', 'n'],
				base: { desired: ['a', 'r'], observed: ['a', 's'] },
				fresh: ['a', 'r'],
			});
			expect(decision?.do === 'merge' && decision.halfway).toEqual({
				desired: ['#a', '#n', '#r'],
				observed: ['#a', '#n', '#s'],
			});
		});
		it('add nothing that is there, and remove nothing that is gone', () => {
			expect(
				merged({ desired: ['a', 'n'], base: { desired: ['a', 'r'], observed: ['a', 'r'] }, fresh: ['a', 'n'] }),
			).toEqual({ add: [], remove: [], agreed: ['#a', '#n'] });
		});
		it('join on first contact', () =>
			expect(merged({ desired: ['a', 'n'], fresh: ['a', 'target'] })).toEqual({
				add: ['n'],
				remove: [],
				agreed: ['#a', '#n'],
			}));
		it('are emptied only where clearing is on', () => {
			const emptied: Case = { desired: [], base: { desired: ['a'], observed: ['a'] }, fresh: ['a', 'target'] };
			expect(merged(emptied)).toBeUndefined();
			expect(merged({ ...emptied, clear: true })).toEqual({ add: [], remove: ['a'], agreed: [] });
		});
		it('join where the field was text before, and are not taken for what the other direction holds as text', () => {
			expect(merged({ desired: ['n'], base: { desired: 'a', observed: 'a' }, fresh: ['target'] })).toEqual({
				add: ['n'],
				remove: [],
				agreed: ['#n'],
			});
			const text = { ...emptyBaseline, fields: { f: row('a, r', 'a, r', 2, T) } };
			expect(
				merged({
					desired: ['a'],
					base: { desired: ['a', 'r'], observed: ['a', 'r'] },
					fresh: ['a', 'r'],
					opposite: text,
				}),
			).toMatchObject({ add: [], remove: ['r'] });
			expect(sameHash(['a'], 'a')).toBe(false);
		});
		it('are the same whatever order their hashes have, and are sent in that of their names', () => {
			const turned = (text: string) => `#${String(999 - text.charCodeAt(0))}`;
			expect(hashForm(turned, ['a', 'b', 'c'])).toEqual(hashForm(turned, ['a', 'b', 'c'].reverse()));
			const input: PlanInput = {
				desired: { f: { kind: 'tags', form: ['b', 'c', 'd'], hash: hashForm(turned, ['b', 'c', 'd']) } },
				own: {
					...emptyBaseline,
					fields: { f: { desired: hashForm(turned, ['x', 'y']), observed: hashForm(turned, ['x', 'y']), rev: 1 } },
				},
				opposite: emptyBaseline,
				options: { rule: 'review', firstContact: 'review', clear: false, fields: {} },
				hash: turned,
			};
			expect(planFields(input, { forms: { f: ['a', 'x', 'y'] } })).toMatchObject([
				{ do: 'merge', add: ['b', 'c', 'd'], remove: ['x', 'y'] },
			]);
		});
		it('do nothing when nothing changed', () =>
			expect(
				merged({ desired: ['A', 'b'], base: { desired: ['b', 'a'], observed: ['a'] }, fresh: [] }),
			).toBeUndefined());

		it('equal a set-merge oracle, and a second run finds nothing to do', () => {
			const set = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'));
			fc.assert(
				fc.property(set, set, set, (base, source, target) => {
					const decision = plan({
						desired: source,
						base: { desired: base, observed: base },
						fresh: target,
						clear: true,
					});
					const result =
						decision?.do === 'merge'
							? [...target.filter((tag) => !decision.remove.includes(tag)), ...decision.add]
							: target;
					const expected = (['a', 'b', 'c', 'd', 'e'] as const).filter((tag) => {
						const [was, here, there] = [base, source, target].map((list) => list.includes(tag));
						return here === was ? there : here;
					});
					expect([...result].sort()).toEqual(expected);
				}),
				{ numRuns: figure(10_000, 10_000) },
			);
		});
	});
});

describe('the target fields that somebody has changed', () => {
	const input = (own: Partial<DirectionBaseline>, opposite: Partial<DirectionBaseline> = {}): PlanInput => ({
		desired: {},
		own: { ...emptyBaseline, ...own },
		opposite: { ...emptyBaseline, ...opposite },
		hash,
		options: { rule: 'review', firstContact: 'review', clear: false, fields: {} },
	});
	const agreed = {
		fields: { name: row('ann', 'ann'), city: row('bath', 'bath'), tags: row(['a'], ['a']), phone: row('', '') },
	};
	const asAgreed = { name: mark('ann'), city: mark('bath'), tags: mark(['a']), phone: mark('') };

	it('are those that hold something else than what was agreed on', () => {
		expect(targetChanges(input(agreed), { forms: asAgreed }, 9)).toEqual([]);
		expect(targetChanges(input(agreed), { forms: { ...asAgreed, city: mark('york'), phone: mark('202') } }, 9)).toEqual(
			['city', 'phone'],
		);
		expect(targetChanges(input(agreed), { forms: { ...asAgreed, name: mark(''), tags: mark([]) } }, 9)).toEqual([
			'name',
			'tags',
		]);
	});

	it('are not those of which nothing is known, nor an empty one that is empty as text or as a set', () => {
		expect(targetChanges(input(agreed), { forms: { ...asAgreed, remark: mark('new') } }, 9)).toEqual([]);
		expect(
			targetChanges(
				input({ fields: { tags: row([], []), phone: row('', '') } }),
				{ forms: { tags: mark(''), phone: mark([]) } },
				9,
			),
		).toEqual([]);
	});

	it('are not those that the source record was being given, nor what an unconfirmed write of ours left there', () => {
		const york = { ...asAgreed, city: mark('york') };
		const write = { fields: { city: '#york' }, before: { city: '#bath' }, rev: 1, readVersion: T - 1 };
		expect(targetChanges(input(agreed, { pendingWrite: write }), { forms: york }, 9)).toEqual([]);
		expect(targetChanges(input({ ...agreed, pendingWrite: write }), { forms: york, version: T }, 9)).toEqual([]);
		expect(
			targetChanges(
				input({ ...agreed, pendingWrite: write }),
				{ forms: { ...asAgreed, city: mark('ely') }, version: T },
				9,
			),
		).toEqual(['city']);
	});
});
