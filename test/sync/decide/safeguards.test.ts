import type { HistoryRow } from '../../../sync/ledger/ledger';
import { fieldWrites, isMassDelete, isPingPong, type FieldWrite } from '../../../sync/decide/safeguards';

/** "target a, source b": the writes of a field, oldest first. */
const writes = (text: string): FieldWrite[] =>
	text.split(', ').map((one) => {
		const [side, after] = one.split(' ');
		return { side: side === 'target' ? 'target' : 'source', after };
	});

describe('the ping-pong fuse', () => {
	it('lets a field be set back twice, with the other side between, and not a third time', () => {
		expect(isPingPong(writes('target a, source b, target a, source b'))).toBe(false);
		expect(isPingPong(writes('target a, source b, target a, source b, target a'))).toBe(true);
	});

	it('lets another value pass, however often the field was set back before', () => {
		expect(isPingPong(writes('target a, source b, target a, source b, target a, target c'))).toBe(false);
	});

	it('does not see one side alone, nor an echo that writes the same', () => {
		expect(isPingPong(writes('target a, target b, target a, target b, target a, target b, target a'))).toBe(false);
		expect(isPingPong(writes('target a, source a, target a, source a, target a, source a, target a'))).toBe(false);
	});

	it('looks back four writes, not five', () => {
		expect(
			isPingPong(writes('target a, source b, source c, source d, target a, source b, source c, source d, target a')),
		).toBe(true);
		expect(
			isPingPong(
				writes(
					'target a, source b, source c, source d, source e, target a, source b, source c, source d, source e, target a',
				),
			),
		).toBe(false);
	});

	it('counts from the last time that the value was written', () => {
		expect(isPingPong(writes('target a, source b, target a, source b, target a, target a'))).toBe(false);
	});

	it('does not take the same value on the other side for a return of this one', () => {
		expect(
			isPingPong(writes('source a, source b, target a, source c, source d, target c, source e, source f, target e')),
		).toBe(false);
	});
});

describe('the writes that the fuse sees', () => {
	const source = { system: 'crm', account: 'main', id: 'c1' };
	const target = { system: 'rental', account: 'main', id: 'r1' };
	const row = (id: string, to: HistoryRow['target'], after: string, changes: Partial<HistoryRow> = {}): HistoryRow => ({
		id,
		at: 0,
		pair: 'contacts',
		source: to === source ? target : source,
		target: to,
		call: 'update',
		state: 'done',
		fields: [
			{ name: 'city', cause: '', before: '', after },
			{ name: 'name', cause: '', before: '', after: 'x' },
		],
		...changes,
	});

	it('are those of the field under its name on either side, the create too, and none that was refused', () => {
		const rows = [
			row('1', { system: 'rental', account: 'main' }, 'a', { call: 'create' }),
			row('2', source, 'b'),
			row('3', target, 'c', { state: 'refused' }),
			row('4', target, 'd', { state: 'unclear' }),
		];
		expect(fieldWrites(rows, source, target, 'city', 'city')).toEqual(writes('target a, source b, target d'));
		expect(fieldWrites(rows, source, target, 'city', 'town')).toEqual(writes('target a, target d'));
	});

	it('are all to the source side where its field is not known', () => {
		expect(fieldWrites([row('1', target, 'a'), row('2', source, 'b')], source, target, 'city', undefined)).toEqual(
			writes('target a, source 2'),
		);
	});
});

describe('the writes that the fuse leaves out', () => {
	it('are those that a third system has the source side hold', () => {
		const [source, target, third] = ['crm', 'rental', 'copy'].map((system) => ({ system, account: 'main', id: '1' }));
		const row = (from: typeof source, after: string): HistoryRow => ({
			id: after,
			at: 0,
			pair: 'contacts',
			source: from,
			target: source,
			call: 'update',
			state: 'done',
			fields: [{ name: 'city', cause: '', before: '', after }],
		});
		expect(fieldWrites([row(third, 'a'), row(target, 'b')], source, target, 'city', 'city')).toEqual(
			writes('source b'),
		);
	});
});

describe('the mass-delete fuse', () => {
	it('blows at ten, and at one in twenty where there are more links', () => {
		expect([9, 10].map((deletes) => isMassDelete(deletes, 100))).toEqual([false, true]);
		expect([19, 20].map((deletes) => isMassDelete(deletes, 400))).toEqual([false, true]);
	});
});
