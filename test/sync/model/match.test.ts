import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isRoleEmail, keysOf, matchAmong, matches, namesAgree, type MatchKeys } from '../../../sync/model/match';
import { Timeline } from '../../support/sync/timeline';

interface Person {
	name: string;
	email: string;
	phone: string;
}
interface Label {
	id: number;
	category: string;
	source: Person;
	target: Person;
	same: boolean;
}

// The labels were written before the matcher, from what a person would say of each pair.
const labels: Label[] = JSON.parse(readFileSync(path.join(__dirname, 'match.labels.json'), 'utf8'));
const options = { keyFields: { email: 'email', phone: 'phone', name: ['name'] }, region: 'US' };
const isLinked = ({ source, target }: Label): boolean => {
	const wanted = keysOf({ ...source }, options);
	const candidate = keysOf({ ...target }, options);
	return matches('email', wanted, candidate) || matches('phone', wanted, candidate);
};

describe('matching', () => {
	it('has at least 500 labeled pairs', () => {
		expect(labels.length).toBeGreaterThanOrEqual(500);
	});

	it('never takes one person for another', () => {
		expect(
			labels.filter((label) => !label.same && isLinked(label)).map(({ id, category }) => `${id} ${category}`),
		).toEqual([]);
	});

	it('finds at least 98 % of those who are the same', () => {
		const same = labels.filter((label) => label.same);
		const missed = same.filter((label) => !isLinked(label));
		expect(1 - missed.length / same.length).toBeGreaterThanOrEqual(0.98);
	});

	it('decides the same from either side', () => {
		const turned = labels.map((label) => ({ ...label, source: label.target, target: label.source }));
		expect(turned.map(isLinked)).toEqual(labels.map(isLinked));
	});

	it.each([
		['rental', 'crm'],
		['crm', 'rental'],
	] as const)(
		'a Sync from %s to %s links at least 98 % of those who are the same, and makes a record of its own for everybody else',
		async (sourceName, targetName) => {
			const linked: Label[] = [];
			for (const label of labels) {
				const timeline = new Timeline({ lag: 0, options: { firstContact: 'target' } });
				const [source, target] = [timeline[sourceName], timeline[targetName]];
				target.create('user', { ...label.target });
				const { outcome } = await timeline.sync(source, source.create('user', { ...label.source }).id);
				if (outcome === 'linked') linked.push(label);
				expect({ id: label.id, outcome, records: target.alive().length }).toEqual({
					id: label.id,
					outcome: outcome === 'linked' ? 'linked' : 'created',
					records: outcome === 'linked' ? 1 : 2,
				});
			}
			expect(linked.filter(({ same }) => !same).map(({ id, category }) => `${id} ${category}`)).toEqual([]);
			expect(linked.length / labels.filter(({ same }) => same).length).toBeGreaterThanOrEqual(0.98);
		},
	);

	it('persons with swapped emails, both of whom are there, are not linked to each other', async () => {
		for (const { source, target } of labels.filter(({ category }) => category === 'swapped e-mails')) {
			const timeline = new Timeline({ lag: 0 });
			const [one, other] = [source, target].map(
				({ name, phone }, at) =>
					timeline.crm.create('user', { name, phone, email: at === 0 ? 'their.own@example.com' : target.email }).id,
			);
			const outcomes = [];
			for (const [person, email] of [
				[source, target.email],
				[target, 'their.own@example.com'],
			] as const)
				outcomes.push(await timeline.sync(timeline.rental, timeline.rental.create('user', { ...person, email }).id));
			for (const [at, { target: found }] of outcomes.entries()) expect(found?.id).not.toBe([other, one][at]);
		}
	});

	it.each<[string, string, boolean]>([
		['Ann Berg', 'BERG, Ann', true],
		['Ann Lee Berg', 'Ann Berg', true],
		['A. Berg', 'Ann Berg', true],
		['A. B.', 'Ann Berg', false],
		['Ann', 'Ann Berg', false],
		['Ann', 'ann', true],
		['Ann', 'Bo', false],
		['Jo Berg', 'John Berg', false],
		['', 'Ann', false],
		['Ann Ann', 'Ann Berg', false],
		['Ann Berg', 'Dan Berg', false],
		['Zoë Weiß', 'Zoe Weiss', true],
		['Łukasz Bør', 'Lukasz Bor', true],
		['Đorđe Berg', 'Dorde Berg', true],
		['Ann O’Brien', "ann o'brien", true],
		['Ann O`Brien', 'Ann OBrien', true],
		['Ann-Lee Berg', 'Berg Ann Lee', true],
		['  Ann  Berg ', 'Ann, Berg', true],
		['A. Ann', 'Ann Alice', true],
		['Ann A.', 'Alice Ann', true],
		['Ann A. Berg', 'Ann Bo Berg', false],
		['A. C. Berg', 'Ann Berg Clara', true],
		['A. Berg', 'A. Berg', true],
		['A. B', 'A. B', false],
		['李', '李', true],
		['...', '...', false],
	])('%s and %s: %s', (one, other, agree) => {
		expect(namesAgree(one, other)).toBe(agree);
		expect(namesAgree(other, one)).toBe(agree);
	});

	it('keys come from the fields that hold them, and only valid emails and phones are keys', () => {
		const fields = { mail: ' Ann@Example.com ', tel: 2025550100, first: 'Ann', last: ' Berg ', nick: null };
		const keyFields = { email: 'mail', phone: 'tel', name: ['first', 'nick', 'last'] };
		expect(keysOf(fields, { keyFields, region: 'US' })).toEqual({
			email: 'ann@example.com',
			phone: '+12025550100',
			name: 'Ann Berg',
		});
		expect(keysOf({ mail: 'none', tel: '12' }, { keyFields, region: 'US' })).toEqual({ name: '' });
		expect('email' in keysOf({}, { keyFields })).toBe(false);
	});

	const ann: MatchKeys = { email: 'ann@example.com', phone: '+12025550100', name: 'Ann Berg' };
	const office: MatchKeys = { email: 'office@example.com', phone: '+12025550199', name: 'Bo Lund' };

	it('one email is one person, unless both name and phone say somebody else', () => {
		expect(matches('email', ann, { ...office, email: ann.email })).toBe(false);
		expect(matches('email', ann, { ...ann, phone: office.phone })).toBe(true);
		for (const same of [{ phone: ann.phone }, { phone: undefined }, { name: '' }]) {
			expect(matches('email', ann, { ...office, email: ann.email, ...same })).toBe(true);
			expect(matches('email', { ...office, email: ann.email, ...same }, ann)).toBe(true);
		}
		expect(matches('email', { name: 'Ann Berg' }, { name: 'Ann Berg' })).toBe(false);
		expect(matches('email', ann, { ...ann, email: 'other@example.com' })).toBe(false);
	});

	it('a shared mailbox belongs to several people, so the name must agree too', () => {
		expect(['info@a.co', 'info+web@a.co', 'no-reply@a.co', 'information@a.co', 'ann@info.co'].map(isRoleEmail)).toEqual(
			[true, true, true, false, false],
		);
		expect(matches('email', office, { ...office, name: 'Ann Berg' })).toBe(false);
		expect(matches('email', office, { ...office, name: 'Lund, Bo' })).toBe(true);
	});

	it('one phone is one person where the names agree and no two personal emails differ', () => {
		const withPhone = (changes: Partial<MatchKeys>): MatchKeys => ({ ...ann, ...changes });
		expect(matches('phone', ann, withPhone({ name: 'Bo Berg', email: undefined }))).toBe(false);
		expect(matches('phone', ann, withPhone({ email: 'father@example.com' }))).toBe(false);
		for (const email of [ann.email, undefined, 'office@example.com']) {
			expect(matches('phone', ann, withPhone({ email }))).toBe(true);
			expect(matches('phone', withPhone({ email }), ann)).toBe(true);
		}
		expect(matches('phone', withPhone({ phone: undefined }), withPhone({ phone: undefined }))).toBe(false);
		expect(matches('phone', ann, withPhone({ phone: '+12025550111' }))).toBe(false);
	});

	it('archived records and repeated search results are not candidates, and two people are a question', () => {
		const record = (id: string, archived = false) => ({
			id,
			archived,
			fields: { name: 'Ann Berg', email: 'ann@example.com' },
		});
		const wanted = keysOf({ name: 'Ann Berg', email: 'ANN@example.com' }, options);
		expect(matchAmong('email', wanted, [], options)).toEqual({ kind: 'none' });
		expect(matchAmong('email', wanted, [record('1', true)], options)).toEqual({ kind: 'none' });
		expect(matchAmong('email', wanted, [record('1'), record('1')], options)).toEqual({
			kind: 'one',
			record: record('1'),
		});
		expect(matchAmong('email', wanted, [record('1'), record('2')], options)).toEqual({ kind: 'several', by: 'email' });
	});
});
