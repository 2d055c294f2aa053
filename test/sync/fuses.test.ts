import type { HistoryRow } from '../../sync/ledger/ledger';
import { fieldWrites, isMassDelete, isPingPong, type FieldWrite } from '../../sync/decide/safeguards';

/** "far a, near b": the writes of a field, oldest first. */
const writes = (text: string): FieldWrite[] => text.split(', ').map((one) => {
	const [side, after] = one.split(' ');
	return { side: side === 'far' ? 'far' : 'near', after };
});

describe('the ping-pong fuse', () => {
	it('lets a field be set back twice, with the other side between, and not a third time', () => {
		expect(isPingPong(writes('far a, near b, far a, near b'))).toBe(false);
		expect(isPingPong(writes('far a, near b, far a, near b, far a'))).toBe(true);
	});

	it('lets another value pass, however often the field was set back before', () => {
		expect(isPingPong(writes('far a, near b, far a, near b, far a, far c'))).toBe(false);
	});

	it('does not see one side alone, nor an echo that writes the same', () => {
		expect(isPingPong(writes('far a, far b, far a, far b, far a, far b, far a'))).toBe(false);
		expect(isPingPong(writes('far a, near a, far a, near a, far a, near a, far a'))).toBe(false);
	});

	it('looks back four writes, not five', () => {
		expect(isPingPong(writes('far a, near b, near c, near d, far a, near b, near c, near d, far a'))).toBe(true);
		expect(isPingPong(writes('far a, near b, near c, near d, near e, far a, near b, near c, near d, near e, far a'))).toBe(false);
	});

	it('counts from the last time that the value was written', () => {
		expect(isPingPong(writes('far a, near b, far a, near b, far a, far a'))).toBe(false);
	});

	it('does not take the same value on the other side for a return of this one', () => {
		expect(isPingPong(writes('near a, near b, far a, near c, near d, far c, near e, near f, far e'))).toBe(false);
	});
});

describe('the writes that the fuse sees', () => {
	const near = { system: 'crm', account: 'main', id: 'c1' };
	const far = { system: 'rental', account: 'main', id: 'r1' };
	const row = (id: string, to: HistoryRow['far'], after: string, changes: Partial<HistoryRow> = {}): HistoryRow => ({
		id, at: 0, pair: 'contacts', near: to === near ? far : near, far: to, call: 'update', state: 'done', fields: [{ name: 'city', cause: '', before: '', after }, { name: 'name', cause: '', before: '', after: 'x' }], ...changes,
	});

	it('are those of the field under its name on either side, the create too, and none that was refused', () => {
		const rows = [row('1', { system: 'rental', account: 'main' }, 'a', { call: 'create' }), row('2', near, 'b'), row('3', far, 'c', { state: 'refused' }), row('4', far, 'd', { state: 'unclear' })];
		expect(fieldWrites(rows, near, far, 'city', 'city')).toEqual(writes('far a, near b, far d'));
		expect(fieldWrites(rows, near, far, 'city', 'town')).toEqual(writes('far a, far d'));
	});

	it('are all to the near side where its field is not known', () => {
		expect(fieldWrites([row('1', far, 'a'), row('2', near, 'b')], near, far, 'city', undefined)).toEqual(writes('far a, near 2'));
	});
});

describe('the writes that the fuse leaves out', () => {
	it('are those that a third system has the near side hold', () => {
		const [near, far, third] = ['crm', 'rental', 'copy'].map((system) => ({ system, account: 'main', id: '1' }));
		const row = (from: typeof near, after: string): HistoryRow => ({ id: after, at: 0, pair: 'contacts', near: from, far: near, call: 'update', state: 'done', fields: [{ name: 'city', cause: '', before: '', after }] });
		expect(fieldWrites([row(third, 'a'), row(far, 'b')], near, far, 'city', 'city')).toEqual(writes('near b'));
	});
});

describe('the mass-delete fuse', () => {
	it('blows at ten, and at one in twenty where there are more links', () => {
		expect([9, 10].map((deletes) => isMassDelete(deletes, 100))).toEqual([false, true]);
		expect([19, 20].map((deletes) => isMassDelete(deletes, 400))).toEqual([false, true]);
	});
});
