import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSqliteLedger } from '../../../sync/ledger/openSqlite';
import { removeLink, resolveReview, saveLink } from '../../../sync/manage/links';
import { ServiceError } from '../../../sync/model/ports';
import { bodies, counted, family, madeByTheDead, oneNote } from '../../support/sync/childFamily';
import { ChildTimeline } from '../../support/sync/childTimeline';
import { MINUTE } from '../../support/sync/timeline';
import type { StoredRecord } from '../../support/sync/simulator/service';

const newLedger = () => openSqliteLedger(path.join(mkdtempSync(path.join(tmpdir(), 'child-')), 'ledger.sqlite')).ledger;

describe('a child', () => {
	it.each(['crm', 'rental'] as const)(
		'made in %s is made once under the record that its parent is linked to',
		async (name) => {
			const { timeline, source, target, id, targetId } = await oneNote(name);
			expect(target.alive()).toMatchObject([
				{ id: targetId, fields: { body: 'Call back', parent: name === 'crm' ? 'r1' : 'c1' } },
			]);
			expect(await counted(timeline, source, id)).toEqual({ outcome: 'unchanged', reads: 0, writes: 0 });
			expect(await counted(timeline, target, targetId)).toEqual({ outcome: 'unchanged', reads: 0, writes: 0 });
		},
	);

	it.each(['in memory', 'in SQLite'])(
		'waits for the link of its parent, makes none, and is due at that moment: ledger %s',
		async (where) => {
			const timeline = new ChildTimeline(where === 'in SQLite' ? { ledgers: [newLedger()] } : {});
			const { id } = timeline.make(timeline.crm, { body: 'Call back' });
			expect(await counted(timeline, timeline.crm, id)).toEqual({ outcome: 'waiting', reads: 0, writes: 0 });
			expect(await timeline.ledger.due(10)).toEqual([]);
			await timeline.linkParents(2);
			expect(await timeline.ledger.due(10)).toEqual([]);
			await timeline.linkParents(1);
			expect(await timeline.ledger.due(10)).toMatchObject([
				{ pair: 'notes', source: { id }, parent: { pair: 'contacts', id: 'c1' }, status: 'waiting' },
			]);
			expect((await timeline.sync(timeline.crm, id)).outcome).toBe('created');
			expect(await timeline.ledger.counts()).toMatchObject({ due: { waiting: 0 }, intents: 0 });
		},
	);

	it('an edit where records can be edited is one read and one write of the changed field', async () => {
		const { timeline, source, target, id, targetId } = await oneNote('rental', { rental: { isEditable: true } });
		source.update('user', id, { body: 'Call tomorrow' });
		expect(await counted(timeline, source, id)).toEqual({ outcome: 'updated', reads: 1, writes: 1 });
		expect(await counted(timeline, target, targetId)).toMatchObject({ outcome: 'unchanged', writes: 0 });
		expect(bodies(target)).toEqual(['Call tomorrow']);
	});

	it('an edit where records can not be edited is one new record and one deletion; the events of both make no call that writes', async () => {
		const { timeline, source, target, id, targetId } = await oneNote('crm');
		source.update('user', id, { body: 'Call tomorrow' });
		expect(await counted(timeline, source, id)).toEqual({ outcome: 'updated', reads: 1, writes: 2 });
		expect(bodies(target)).toEqual(['Call tomorrow']);
		const [made] = target.alive();
		expect(made.id).not.toBe(targetId);
		const old = target.records.get(targetId);
		for (const settings of [{}, { snapshot: { ...old, archived: false } as StoredRecord }])
			expect(await counted(timeline, target, targetId, settings)).toMatchObject({ reads: 0, writes: 0 });
		expect(await counted(timeline, target, made.id)).toEqual({ outcome: 'unchanged', reads: 0, writes: 0 });
		expect(await counted(timeline, source, id)).toEqual({ outcome: 'unchanged', reads: 0, writes: 0 });
		expect([bodies(source), bodies(target)]).toEqual([['Call tomorrow'], ['Call tomorrow']]);
		expect(
			(await timeline.ledger.history({ system: 'rental', account: 'main', id: targetId }, 10)).map(
				({ call, state }) => [call, state],
			),
		).toEqual([
			['replace', 'done'],
			['create', 'done'],
		]);
	});

	it('many with the same body are as many on the other side, and each edit meets its own', async () => {
		const timeline = await family();
		const ids = Array.from({ length: 5 }, () => timeline.make(timeline.crm, { body: 'Call back' }).id);
		for (const id of ids) await timeline.sync(timeline.crm, id);
		timeline.crm.update('user', ids[2], { body: 'Called' });
		await timeline.repair();
		expect(bodies(timeline.rental).sort()).toEqual(['Call back', 'Call back', 'Call back', 'Call back', 'Called']);
	});

	it.each(['note', 'task'] as const)(
		'that both sides held before their parents were linked is linked, not made again: %s',
		async (kind) => {
			const timeline = new ChildTimeline({ kind });
			const fields =
				kind === 'note'
					? { body: 'Call back' }
					: { title: 'Call', body: '', dueDate: '2026-12-01T09:00:00.000Z', completed: false };
			const ids = [1, 2].map(() => timeline.make(timeline.crm, fields).id);
			for (let one = 0; one < 2; one++) timeline.make(timeline.rental, fields);
			await timeline.pass(MINUTE);
			await timeline.linkParents();
			for (const id of ids) expect((await timeline.sync(timeline.crm, id)).outcome).toBe('linked');
			await timeline.repair();
			expect([timeline.crm.alive().length, timeline.rental.alive().length, timeline.calls.writes]).toEqual([2, 2, 0]);
		},
	);

	it('that was created on both sides after that counts as two', async () => {
		const timeline = await family();
		for (const store of [timeline.crm, timeline.rental]) timeline.make(store, { body: 'Call back' });
		await timeline.repair();
		expect([timeline.crm.alive().length, timeline.rental.alive().length]).toEqual([2, 2]);
	});

	it('is created again by an edit when the target one is gone, and not without one', async () => {
		const { timeline, source, target, id, targetId } = await oneNote('crm', { options: { deletes: 'ignore' } });
		target.remove('user', targetId);
		await timeline.sync(target, targetId);
		expect(await counted(timeline, source, id)).toMatchObject({ outcome: 'unchanged', writes: 0 });
		expect(target.alive()).toEqual([]);
		source.update('user', id, { body: 'Call tomorrow' });
		expect((await timeline.sync(source, id)).outcome).toBe('created');
		expect(bodies(target)).toEqual(['Call tomorrow']);
	});

	it('that a person has cut off stays alone', async () => {
		const { timeline, source, target, id } = await oneNote('crm');
		const [link] = await timeline.ledger.links('notes', { system: 'crm', account: 'main', id });
		await removeLink(timeline.ledger, link);
		await timeline.repair();
		expect([source.alive().length, target.alive().length, (await timeline.ledger.counts()).links]).toEqual([1, 1, 1]);
	});
});

describe('a snapshot of a task in an app without versions', () => {
	const TASK = { title: 'Call', body: '', dueDate: '', completed: false };
	const [DAY, LATER] = ['2026-12-01T09:00:00.000Z', '2026-12-02T09:00:00.000Z'];

	async function oneTask(seed = 1) {
		const timeline = await family({ kind: 'task', seed });
		const { id } = timeline.make(timeline.rental, TASK);
		const targetId = (await timeline.sync(timeline.rental, id)).target?.id ?? '';
		await timeline.sync(timeline.crm, targetId);
		return { timeline, id, targetId };
	}

	it('that was taken before our write to it does not undo that write, however long its run waits', async () => {
		const { timeline, id, targetId } = await oneTask();
		for (let number = 0; number < 40; number++) {
			const dueDate = number % 2 ? '' : DAY;
			timeline.rental.update('user', id, { dueDate });
			const started = [timeline.start(timeline.rental, id)];
			await timeline.pass(number * 10);
			const isWritten = timeline.crm.records.get(targetId)?.fields.dueDate === dueDate;
			timeline.crm.update('user', targetId, { title: `Call ${number}` });
			started.push(timeline.start(timeline.crm, targetId, { snapshot: timeline.crm.records.get(targetId) }));
			await timeline.pass(2 * MINUTE, () => started.every(({ outcome }) => outcome !== undefined));
			await timeline.repair();
			expect({
				number,
				isWritten,
				crm: timeline.crm.alive()[0].fields,
				rental: timeline.rental.alive()[0].fields,
			}).toMatchObject({ crm: { title: `Call ${number}`, dueDate }, rental: { title: `Call ${number}`, dueDate } });
		}
	});

	it('that was taken after our write, before that was answered, shows edits of a person', async () => {
		let unanswered = 0;
		for (let number = 0; number < 20; number++) {
			const { timeline, id, targetId } = await oneTask(number);
			timeline.rental.update('user', id, { dueDate: DAY });
			const started = [timeline.start(timeline.rental, id)];
			for (let ms = 0; ms < MINUTE && timeline.crm.records.get(targetId)?.fields.dueDate !== DAY; ms += 10)
				await timeline.pass(10);
			if (started[0].outcome === undefined) unanswered += 1;
			timeline.crm.update('user', targetId, { dueDate: LATER });
			started.push(timeline.start(timeline.crm, targetId));
			await timeline.pass(3 * MINUTE, () => started.every(({ outcome }) => outcome !== undefined));
			expect(started[1].outcome?.outcome).toBe('updated');
			expect([timeline.crm.alive()[0].fields.dueDate, timeline.rental.alive()[0].fields.dueDate]).toEqual([
				LATER,
				LATER,
			]);
		}
		expect(unanswered).toBeGreaterThan(10);
	});
});

describe('an unclear create of a child', () => {
	it('that a person links by hand began with the desired values: edits since are kept', async () => {
		const timeline = await family({ kind: 'task' });
		const { id } = timeline.make(timeline.crm, { title: 'Call', body: 'Call back' });
		const made = await madeByTheDead(timeline, id);
		timeline.rental.update('user', made.id, { title: 'Call at noon', body: 'Call at noon' });
		await timeline.pass(10 * MINUTE);
		expect((await timeline.sync(timeline.crm, id)).outcome).toBe('review');
		const ref = (system: string, of: string) => ({ system, account: 'main', id: of });
		await saveLink(timeline.ledger, timeline.random, {
			pair: 'tasks',
			head: ref('crm', id),
			member: ref('rental', made.id),
		});
		expect(await timeline.ledger.counts()).toMatchObject({ intents: 0, reviews: 0 });
		expect((await timeline.sync(timeline.crm, id)).outcome).toBe('unchanged');
		expect(await timeline.sync(timeline.rental, made.id)).toMatchObject({
			outcome: 'updated',
			changed: ['title', 'body'],
		});
		expect(bodies(timeline.crm)).toEqual(['Call at noon']);
	});

	it('that is found after all is no question any more, even if the write that follows fails', async () => {
		const timeline = await family({ kind: 'task' });
		const { id } = timeline.make(timeline.crm, { title: 'Call', body: 'Call back' });
		const made = await madeByTheDead(timeline, id);
		timeline.rental.update('user', made.id, { title: 'Write', body: 'Write a letter' });
		await timeline.pass(10 * MINUTE);
		expect((await timeline.sync(timeline.crm, id)).outcome).toBe('review');
		timeline.rental.update('user', made.id, { title: 'Call', body: 'Call back' });
		timeline.crm.update('user', id, { body: 'Call at noon' });
		const { writes } = timeline.calls;
		expect(
			(
				await timeline.sync(timeline.crm, id, {
					faults: {
						get failed() {
							return timeline.calls.writes > writes ? 1 : 0;
						},
					},
				})
			).outcome,
		).toBe('failed');
		expect(await timeline.ledger.counts()).toMatchObject({ links: 2, intents: 0, reviews: 0 });
	});

	it('may have created a child that is under another parent by now: that waits for as long as this is possible', async () => {
		const timeline = await family();
		await timeline.linkParents(2);
		const { id } = timeline.make(timeline.crm, { body: 'Call back' });
		const made = await madeByTheDead(timeline, id);
		timeline.rental.update('user', made.id, { body: 'Call at noon', parent: 'r2' });
		expect(await timeline.sync(timeline.rental, made.id)).toMatchObject({ outcome: 'pending', calls: 0 });
		const later = timeline.make(timeline.rental, { body: 'Call at noon' }, 2);
		expect((await timeline.sync(timeline.rental, later.id)).outcome).toBe('created');
		await timeline.pass(6 * 60 * MINUTE);
		expect((await timeline.sync(timeline.rental, made.id)).outcome).toBe('created');
	});

	it('is looked for at once: what was carried out is linked in the same run', async () => {
		const timeline = await family();
		const { id } = timeline.make(timeline.crm, { body: 'Call back' });
		expect(
			await timeline.sync(timeline.crm, id, {
				faults: {
					get failedAfter() {
						return timeline.calls.creates > 0 ? 1 : 0;
					},
				},
			}),
		).toMatchObject({ outcome: 'created', calls: 2 });
		expect(timeline.rental.alive()).toHaveLength(1);
	});

	it('that was not carried out is not taken for another, different child that existed at the time', async () => {
		const timeline = await family({ kind: 'task', seed: 2 }); // whose calls are quick
		timeline.make(timeline.crm, { title: 'Own', body: '', dueDate: '', completed: false });
		const { id } = timeline.make(timeline.rental, { title: 'Call', body: '', dueDate: '', completed: false });
		expect(
			(
				await timeline.sync(timeline.rental, id, {
					faults: {
						get failed() {
							return timeline.calls.reads > 0 ? 0 : 1;
						},
					},
				})
			).outcome,
		).toBe('pending');
		await timeline.pass(3 * MINUTE);
		expect((await timeline.sync(timeline.rental, id)).outcome).toBe('created');
		expect(timeline.crm.alive().map(({ fields }) => fields.title)).toEqual(['Own', 'Call']);
	});

	it('that may have created a child which somebody has changed since is a question; answered with "source", it is created', async () => {
		for (const answer of ['source', undefined] as const) {
			const timeline = await family();
			const { id } = timeline.make(timeline.crm, { body: 'Call back' });
			const made = await madeByTheDead(timeline, id);
			timeline.rental.update('user', made.id, { body: 'Changed' });
			expect((await timeline.sync(timeline.crm, id)).outcome).toBe('review');
			expect((await timeline.sync(timeline.rental, made.id)).outcome).toBe('pending');
			const [review] = await timeline.ledger.reviews();
			if (answer) {
				await resolveReview(timeline.ledger, review, answer);
				expect((await timeline.ledger.due(10)).find(({ source }) => source.id === id)).toMatchObject({
					parent: { pair: 'contacts', id: 'c1' },
				});
			}
			await timeline.repair();
			expect(bodies(timeline.rental).sort()).toEqual(answer ? ['Call back', 'Changed'] : ['Changed']);
			if (answer) expect(await timeline.ledger.counts()).toMatchObject({ intents: 0, reviews: 0, due: { pending: 0 } });
		}
	});

	it('is searched for under the parent it was created for, though that is linked to another one by now', async () => {
		const timeline = await family();
		const { id } = timeline.make(timeline.crm, { body: 'Call back' });
		await madeByTheDead(timeline, id);
		const [parents] = await timeline.ledger.links('contacts', timeline.parent('crm'));
		await timeline.ledger.commit([
			{ put: 'link', row: { ...parents, state: 'ended', rev: parents.rev + 1 }, expect: parents.rev },
		]);
		await timeline.ledger.commit([
			{ put: 'link', row: { ...parents, id: 'moved', member: timeline.parent('rental', 2), rev: 0 } },
		]);
		await timeline.pass(3 * MINUTE);
		expect((await timeline.sync(timeline.crm, id)).outcome).toBe('linked');
		expect(timeline.rental.alive()).toHaveLength(1);
	});

	it('that may have made a child which somebody has changed since is a question, too, where its parent is not linked any more: others wait for the answer', async () => {
		for (const answer of ['source', 'target'] as const) {
			const timeline = await family();
			const { id } = timeline.make(timeline.crm, { body: 'Call back' });
			const made = await madeByTheDead(timeline, id);
			timeline.rental.update('user', made.id, { body: 'Changed' });
			const [parents] = await timeline.ledger.links('contacts', timeline.parent('crm'));
			await removeLink(timeline.ledger, parents);
			await timeline.pass(10 * MINUTE);
			expect(await timeline.sync(timeline.crm, id)).toMatchObject({ outcome: 'waiting', newQuestion: true });
			await timeline.pass(2 * 60 * MINUTE);
			expect(await timeline.sync(timeline.crm, id)).toMatchObject({ outcome: 'waiting', newQuestion: false });
			const [review, ...others] = await timeline.ledger.reviews();
			expect([review.cause, others]).toEqual([expect.stringContaining('it may be the one'), []]);
			await resolveReview(timeline.ledger, review, answer);
			expect((await timeline.sync(timeline.crm, id)).outcome).toBe('waiting');
			expect(await timeline.ledger.counts()).toMatchObject({ intents: 0, reviews: 0 });
		}
	});
});

describe('records that can only be created', () => {
	const onlyCreates = { rental: { createOnly: true } };

	it('are created once; a change names the fields to enter by hand, and resolving it confirms that this was done', async () => {
		const timeline = await family(onlyCreates);
		const { id } = timeline.make(timeline.crm, { body: 'Call back' });
		expect(await counted(timeline, timeline.crm, id)).toEqual({ outcome: 'created', reads: 0, writes: 1 });
		expect(await counted(timeline, timeline.crm, id)).toEqual({ outcome: 'unchanged', reads: 0, writes: 0 });
		timeline.crm.update('user', id, { body: 'Call tomorrow' });
		expect(await timeline.sync(timeline.crm, id)).toMatchObject({
			outcome: 'review',
			review: ['body'],
			calls: 0,
			reason: expect.stringContaining('body'),
		});
		const [review] = await timeline.ledger.reviews();
		await resolveReview(timeline.ledger, review, 'source');
		expect(await counted(timeline, timeline.crm, id)).toEqual({ outcome: 'unchanged', reads: 0, writes: 0 });
		expect(await timeline.ledger.counts()).toMatchObject({ reviews: 0, due: { pending: 0 } });
		expect(await counted(timeline, timeline.crm, id)).toEqual({ outcome: 'unchanged', reads: 0, writes: 0 });
	});

	it.each(['lost', 'failedAfter', 'failed'] as const)(
		'an unclear create (%s) is a question, and never a second call',
		async (fault) => {
			const timeline = await family(onlyCreates);
			const { id } = timeline.make(timeline.crm, { body: 'Call back' });
			expect((await timeline.sync(timeline.crm, id, { faults: { [fault]: 1 } })).outcome).toBe('review');
			for (let day = 0; day < 3; day++) {
				await timeline.pass(24 * 60 * MINUTE, () => true);
				expect((await timeline.sync(timeline.crm, id)).outcome).toBe('review');
			}
			expect(timeline.calls.creates).toBe(1);
			const [review] = await timeline.ledger.reviews();
			await resolveReview(timeline.ledger, review, 'source');
			expect((await timeline.sync(timeline.crm, id)).outcome).toBe('created');
			expect(timeline.calls.creates).toBe(2);
		},
	);

	it('a delete is a question, also after an unclear create', async () => {
		const timeline = await family(onlyCreates);
		const ids = [0, 1].map((fails) => ({ id: timeline.make(timeline.crm, { body: 'Call back' }).id, fails }));
		for (const { id, fails } of ids) {
			await timeline.sync(timeline.crm, id, { faults: { lost: fails } });
			timeline.crm.remove('user', id);
			expect(await timeline.sync(timeline.crm, id)).toMatchObject({ outcome: 'review', calls: 0 });
		}
		expect(timeline.rental.alive()).toHaveLength(2);
	});
});

describe('a dry run', () => {
	it('makes no write call, leaves no row, and plans what the run then does', async () => {
		for (const source of ['crm', 'rental'] as const) {
			const timeline = await family();
			const linked = timeline.make(timeline[source], { body: 'Call back' }).id;
			await timeline.sync(timeline[source], linked);
			if (source === 'crm') timeline.crm.update('user', linked, { body: 'Call tomorrow' });
			const deleted = timeline.make(timeline[source], { body: 'Gone' }).id;
			await timeline.sync(timeline[source], deleted);
			timeline[source].remove('user', deleted);
			const fresh = timeline.make(timeline[source], { body: 'New' }).id;
			for (const id of [linked, deleted, fresh]) {
				const [calls, counts] = [{ ...timeline.calls }, await timeline.ledger.counts()];
				const planned = await timeline.sync(timeline[source], id, { dryRun: true });
				expect(timeline.calls).toMatchObject({ writes: calls.writes, creates: calls.creates });
				expect(await timeline.ledger.counts()).toEqual({ ...counts, lag: expect.any(Number) });
				const done = await timeline.sync(timeline[source], id);
				const rows = (await timeline.ledger.history({ system: source, account: 'main', id }, 10))
					.slice(0, timeline.calls.writes - calls.writes)
					.reverse();
				expect((planned.plan ?? []).map(({ call, fields }) => [call, fields])).toEqual(
					rows.map(({ call, fields }) => [call === 'replace' ? 'delete' : call, fields.map(({ name }) => name)]),
				);
				expect(planned.outcome).toBe(done.outcome === 'unchanged' ? 'unchanged' : 'planned');
			}
		}
	});
});

it('a service that refuses to list leaves the create pending, and no second one is sent', async () => {
	const timeline = await family();
	const { id } = timeline.make(timeline.crm, { body: 'Call back' });
	const alive = timeline.rental.alive.bind(timeline.rental);
	timeline.rental.alive = () => {
		throw new ServiceError('HTTP 500', { written: 'no', again: true });
	};
	expect(
		(
			await timeline.sync(timeline.crm, id, {
				faults: {
					get failedAfter() {
						return timeline.calls.creates > 0 ? 1 : 0;
					},
				},
			})
		).outcome,
	).toBe('pending');
	await timeline.pass(30 * MINUTE);
	expect((await timeline.sync(timeline.crm, id)).outcome).toBe('failed');
	timeline.rental.alive = alive;
	expect((await timeline.sync(timeline.crm, id)).outcome).toBe('linked');
	expect(timeline.calls.creates).toBe(1);
});
