import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Ledger } from '../../../sync/ledger/ledger';
import { openSqliteLedger } from '../../../sync/ledger/openSqlite';
import { resolveReview } from '../../../sync/manage/links';
import type { Hash } from '../../../sync/model/ports';
import { ChildTimeline } from '../../support/sync/childTimeline';
import { Timeline, MINUTE } from '../../support/sync/timeline';
import { SeededRandom } from '../../support/sync/simulator/random';

/** Both stores write their rows in one place; of a file all bytes can be looked at. */
function newStore() {
	const directory = mkdtempSync(path.join(tmpdir(), 'privacy-'));
	const dump = (): string =>
		readdirSync(directory)
			.map((name) => readFileSync(path.join(directory, name), 'latin1'))
			.join('\n');
	return { ...openSqliteLedger(path.join(directory, 'ledger.sqlite')), dump };
}

const PERSONS = 100;
const CHILDREN = 50;

/** Personal values that nobody else has: five of each person, and one or two of each note and task. */
const person = (number: number) => ({
	name: `Canary${number}x Surname${number}x`,
	email: `canary${number}x@example.com`,
	phone: `+1202555${1_000 + number}`,
	city: `Street${number}x`,
	tag: `secret${number}x`,
});
const child = (number: number) => ({ title: `Title${number}x of a task`, body: `Diary${number}x of a person` });
const planted = [
	...Array.from({ length: PERSONS }, (_, number) => Object.values(person(number))),
	...Array.from({ length: CHILDREN }, (_, number) => [child(number).body, child(number).title]),
].flat();

/** Every planted value holds one of these. */
const STEMS = /(?:canary|surname|street|secret|title|diary)\d+x|202555\d{4}/g;

/** As much of a hash as is looked for. */
const HASH = 22;

/** What hashes without a key make of the planted values: who has a list of names could guess them back. */
const guessable = new Set(
	planted
		.flatMap((value) => [value, value.toLowerCase()])
		.flatMap((form) =>
			['md5', 'sha1', 'sha256'].flatMap((name) =>
				(['hex', 'base64', 'base64url'] as const).map((encoding) =>
					createHash(name).update(form).digest(encoding).slice(0, HASH).toLowerCase(),
				),
			),
		),
);

/** The planted values, and guessable hashes of them, in a text. */
function found(summary: string): string[] {
	const hashes: string[] = [];
	for (const [run] of summary.matchAll(/[\w+/-]{22,}/g)) {
		for (let at = 0; at + HASH <= run.length; at++)
			if (guessable.has(run.slice(at, at + HASH))) hashes.push(run.slice(at, at + HASH));
	}
	return [...new Set([...summary.matchAll(STEMS)].map(([value]) => value)), ...hashes];
}

/**
 * Syncs persons in all the ways that leave rows: made, matched, edited, asked about, refused, without an answer,
 * deleted.
 */
async function syncPersons(ledger: Ledger, hash: Hash, told: unknown[]): Promise<void> {
	const random = new SeededRandom(13, 'privacy');
	const timeline = new Timeline({ ledgers: [ledger], hash, options: { rule: 'review', deletes: 'archive' } });
	for (let number = 0; number < PERSONS; number++) {
		const { name, email, phone, city, tag } = person(number);
		const [source, target] = random.chance(0.5) ? [timeline.rental, timeline.crm] : [timeline.crm, timeline.rental];
		if (number % 4 === 0) target.create('user', { name, email, phone, city: 'elsewhere', tags: [tag] });
		const { id } = source.create('user', { name, email, phone, city, tags: [tag] });
		const outcome = await timeline.sync(source, id, {
			faults: random.pick([{}, {}, { refusedAfter: 1 }, { lost: 1 }, { limited: 1 }, { failed: 0.5 }]),
		});
		told.push(outcome);
		source.update('user', id, { city: `${city} 2`, ...(random.chance(0.3) ? { phone: '' } : {}) });
		source.changeTags('user', id, [`${tag} 2`], [tag]);
		if (outcome.target && 'id' in outcome.target) target.update('user', outcome.target.id, { city: `${city} 3` });
		told.push(
			await timeline.sync(source, id, {
				faults: random.pick([{}, { lost: 1 }, { failedAfter: 1 }]),
				dryRun: random.chance(0.1),
			}),
		);
		if (random.chance(0.2)) source.remove('user', id);
		await timeline.pass(MINUTE);
		told.push(await timeline.sync(source, id));
	}
	const throwing = timeline.crm.alive().at(-1)?.id ?? '';
	timeline.crm.update = (_, id, fields) => {
		throw new TypeError(`cannot write ${JSON.stringify(fields)} to ${id}`);
	};
	for (const { id } of timeline.rental.alive()) {
		timeline.rental.update('user', id, { source: `again ${id === throwing}`, name: 'Canary1x Again' });
		told.push(await timeline.sync(timeline.rental, id));
	}
	told.push(await ledger.reviews(), await ledger.due(1_000));
	const [review] = await ledger.reviews();
	await resolveReview(ledger, review, 'source');
	told.push(await ledger.history(review.source, 100), await ledger.listLinks('contacts', undefined, 1_000));
}

async function syncChildren(ledger: Ledger, hash: Hash, told: unknown[]): Promise<void> {
	for (const kind of ['note', 'task'] as const) {
		const timeline = new ChildTimeline({ kind, ledgers: [ledger], hash });
		await timeline.linkParents();
		for (let number = 0; number < CHILDREN; number++) {
			const { title, body } = child(number);
			const source = number % 2 ? timeline.crm : timeline.rental;
			const { id } = timeline.make(source, kind === 'note' ? { body } : { title, body, dueDate: '', completed: false });
			told.push(await timeline.sync(source, id, number % 3 ? {} : { faults: { lost: 1 } }));
			source.update('user', id, { body: `${body} 2` });
			told.push(await timeline.sync(source, id, number % 5 ? {} : { faults: { failedAfter: 1 } }));
		}
		told.push(await ledger.reviews(), await ledger.due(1_000));
	}
}

it(`${planted.length} planted values, and hashes of them without the key, are in no row, outcome, reason or log (criterion 13)`, async () => {
	const printed: string[] = [];
	const spies = (['log', 'error', 'warn', 'info', 'debug'] as const).map((name) =>
		jest.spyOn(console, name).mockImplementation((...summary) => void printed.push(summary.join(' '))),
	);
	const { ledger, hash, dump } = newStore();
	const told: unknown[] = [];
	await syncPersons(ledger, hash, told);
	await syncChildren(ledger, hash, told);
	const whileOpen = dump();
	const { history, reviews, links } = await ledger.counts();
	await ledger.close();
	spies.forEach((spy) => spy.mockRestore());
	const summary = [whileOpen, dump(), JSON.stringify(told), ...printed].join('\n').toLowerCase();
	expect(planted.length).toBeGreaterThanOrEqual(500);
	expect(planted.filter((value) => found(value.toLowerCase()).length === 0)).toEqual([]);
	expect(found(summary)).toEqual([]);
	// What was looked through must hold what the syncs have left.
	expect([
		history > PERSONS,
		reviews > 0,
		links > 0,
		summary.includes('crm-1'),
		summary.includes('"outcome":"failed"'),
	]).toEqual(Array(5).fill(true));
}, 120_000);
