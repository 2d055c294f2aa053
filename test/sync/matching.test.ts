import { readFileSync } from 'node:fs';
import path from 'node:path';
import { keysOf, matchAmong, matches, namesAgree } from '../../sync/match';

interface Person { name: string; email: string; phone: string }
interface Label { id: number; category: string; near: Person; far: Person; same: boolean }

// The labels were written before the matcher, from what a person would say of each pair.
const labels: Label[] = JSON.parse(readFileSync(path.join(__dirname, 'matching.labels.json'), 'utf8'));
const options = { keyFields: { email: 'email', phone: 'phone', name: ['name'] }, region: 'US' };
const isLinked = ({ near, far }: Label): boolean => {
	const wanted = keysOf({ ...near }, options);
	const candidate = keysOf({ ...far }, options);
	return matches('email', wanted, candidate) || matches('phone', wanted, candidate);
};

describe('matching', () => {
	it('has at least 500 labelled pairs', () => {
		expect(labels.length).toBeGreaterThanOrEqual(500);
	});

	it('never takes one person for another', () => {
		expect(labels.filter((label) => !label.same && isLinked(label)).map(({ id, category }) => `${id} ${category}`)).toEqual([]);
	});

	it('finds at least 98 % of those who are the same', () => {
		const same = labels.filter((label) => label.same);
		const missed = same.filter((label) => !isLinked(label));
		expect(1 - missed.length / same.length).toBeGreaterThanOrEqual(0.98);
	});

	it('says the same whichever side is asked', () => {
		const turned = labels.map((label) => ({ ...label, near: label.far, far: label.near }));
		expect(turned.map(isLinked)).toEqual(labels.map(isLinked));
	});

	it.each<[string, string, boolean]>([
		['Ann Berg', 'BERG, Ann', true],
		['Ann Lee Berg', 'Ann Berg', true],
		['A. Berg', 'Ann Berg', true],
		['A. B.', 'Ann Berg', false],
		['Ann', 'Ann Berg', false],
		['Ann', 'ann', true],
		['', 'Ann', false],
		['Ann Ann', 'Ann Berg', false],
		['Ann Berg', 'Dan Berg', false],
		['Zoë Weiß', 'Zoe Weiss', true],
	])('%s and %s: %s', (one, other, agree) => {
		expect(namesAgree(one, other)).toBe(agree);
		expect(namesAgree(other, one)).toBe(agree);
	});

	it('archived records and repeats of a search are no candidates, and two people are a question', () => {
		const record = (id: string, archived = false) => ({ id, archived, fields: { name: 'Ann Berg', email: 'ann@example.com' } });
		const wanted = keysOf({ name: 'Ann Berg', email: 'ANN@example.com' }, options);
		expect(matchAmong('email', wanted, [], options)).toEqual({ kind: 'none' });
		expect(matchAmong('email', wanted, [record('1', true)], options)).toEqual({ kind: 'none' });
		expect(matchAmong('email', wanted, [record('1'), record('1')], options)).toEqual({ kind: 'one', record: record('1') });
		expect(matchAmong('email', wanted, [record('1'), record('2')], options)).toEqual({ kind: 'several', by: 'email' });
	});
});
