import { TtlMap } from '../../../nodes/shared/ttlMap';

test('an entry expires by itself, and another one takes its place', () => {
	let now = 1_000;
	const map = new TtlMap<string, string>(() => now);
	map.set('a', 'first', 500);
	now = 1_499;
	expect(map.get('a')).toBe('first');
	now = 1_500;
	expect(map.get('a')).toBeUndefined();
	map.set('a', 'second', 500);
	expect(map.get('a')).toBe('second');
	map.delete('a');
	expect(map.get('a')).toBeUndefined();
});

test('expired entries are removed when another is added', () => {
	let now = 0;
	const map = new TtlMap<number, string>(() => now);
	for (let key = 0; key < 100; key++) map.set(key, 'x', 10);
	now = 10;
	map.set(100, 'x', 10);
	expect((map as unknown as { entries: Map<number, unknown> }).entries.size).toBe(1); // its own field
});
