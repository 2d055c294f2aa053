import type { Link } from '../../../sync/ledger/ledger';
import { driftOf } from '../../../sync/manage/drift';
import { emptyBaseline, type DirectionBaseline, type FieldBaseline } from '../../../sync/model/baseline';

const row = (desired: string, observed: string, rev: number): FieldBaseline => ({
	desired: desired && `#${desired}`,
	observed: observed && `#${observed}`,
	rev,
});
const knows = (city: FieldBaseline): DirectionBaseline => ({ ...emptyBaseline, fields: { city } });
const lost = (desired: string, target: string | undefined): DirectionBaseline => ({
	...emptyBaseline,
	declined: { city: { desired: `#${desired}`, ...(target !== undefined && { target: `#${target}` }), rev: 1 } },
});

/** What differs of a city, from what the two directions of a link know. */
function drift(
	here: string,
	there: string,
	{
		toTarget = emptyBaseline,
		toSource = emptyBaseline,
	}: { toTarget?: DirectionBaseline; toSource?: DirectionBaseline },
	isHead = false,
): string {
	const [toHead, toMember] = isHead ? [toSource, toTarget] : [toTarget, toSource];
	const { differing, isDecided } = driftOf(
		{ toHead, toMember } as unknown as Link, // nothing else of it is looked at
		{ record: here, valueOf: (value) => value, isHead },
		{ record: there, valueOf: (value) => value },
		{
			fields: [{ target: 'city', source: 'city', kind: 'text' }],
			options: {},
			hash: (text) => `#${text}`,
		},
	);
	return [...differing.map(({ changed }) => changed), ...(isDecided ? ['decided'] : [])].join(' ');
}

describe.each([false, true])('two linked records (the source is the head: %s)', (isHead) => {
	const of = (here: string, there: string, known: Parameters<typeof drift>[2]) => drift(here, there, known, isHead);

	it('do not differ where both are the same, or what was agreed on is kept in another form', () => {
		expect(of('York', 'York', {})).toBe('');
		expect(of('York', 'YORK', { toTarget: knows(row('York', 'YORK', 1)) })).toBe('');
		expect(of('York', 'YORK', { toSource: knows(row('YORK', 'York', 1)) })).toBe('');
	});

	it('differ in what one of them holds since', () => {
		for (const known of [{ toTarget: knows(row('York', 'YORK', 1)) }, { toSource: knows(row('YORK', 'York', 1)) }]) {
			expect(of('Bath', 'YORK', known)).toBe('source');
			expect(of('York', 'BATH', known)).toBe('target');
			expect(of('Bath', 'EXETER', known)).toBe('both');
		}
		expect(of('York', 'YORK', {})).toBe('never');
	});

	it('are compared with what the direction knows that agreed later', () => {
		const [toTarget, toSource] = [knows(row('York', 'YORK', 2)), knows(row('BATH', 'Bath', 3))];
		expect(of('Bath', 'BATH', { toTarget, toSource })).toBe('');
		expect(of('York', 'YORK', { toTarget, toSource })).toBe('both');
		expect(of('York', 'YORK', { toTarget, toSource: knows(row('BATH', 'Bath', 1)) })).toBe('');
		expect(of('York', 'YORK', { toTarget, toSource: knows(row('BATH', 'Bath', 2)) })).toBe('');
	});

	it('differ as it was decided while both hold what lost and what won', () => {
		for (const known of [{ toTarget: lost('Bath', 'YORK') }, { toSource: lost('YORK', 'Bath') }]) {
			expect(of('Bath', 'YORK', known)).toBe('decided');
			expect(of('Truro', 'YORK', known)).toBe('never');
			expect(of('Bath', 'EXETER', known)).toBe('never');
		}
		// only filled when empty: whatever it holds
		expect(of('Bath', 'EXETER', { toTarget: lost('Bath', undefined) })).toBe('decided');
		expect(of('Bath', 'EXETER', { toTarget: lost('York', undefined) })).toBe('never');
	});
});
