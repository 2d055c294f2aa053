import { removeLink, resolveReview } from '../../../sync/manage/links';
import { bodies, counted, family, madeByTheDead, oneNote } from '../../support/sync/childFamily';
import { MINUTE } from '../../support/sync/timeline';

describe('a child that is deleted', () => {
	it.each([
		['ignore', 'unchanged', 1],
		['unlink', 'unlinked', 1],
		['delete', 'deleted', 0],
		['archive', 'review', 1],
	] as const)('%s', async (deletes, outcome, alive) => {
		for (const name of ['crm', 'rental'] as const) {
			const { timeline, source, target, id } = await oneNote(name, { options: { deletes } });
			source.remove('user', id);
			expect((await timeline.sync(source, id)).outcome).toBe(outcome);
			expect(target.alive()).toHaveLength(alive);
			await timeline.repair();
			expect([source.alive().length, target.alive().length]).toEqual([0, alive]);
		}
	});

	it.each(['crm', 'rental'] as const)(
		'in %s stays away where the target one was edited before: that edit wins, whichever side had made it',
		async (maker) => {
			const { timeline, id, targetId } = await oneNote(maker, { rental: { isEditable: true } });
			const [contactNote, customerNote] = maker === 'crm' ? [id, targetId] : [targetId, id];
			timeline.rental.update('user', customerNote, { body: 'Call tomorrow' });
			timeline.crm.remove('user', contactNote);
			expect((await timeline.sync(timeline.crm, contactNote)).outcome).toBe('unlinked');
			await timeline.repair();
			expect([bodies(timeline.crm), bodies(timeline.rental)]).toEqual([['Call tomorrow'], ['Call tomorrow']]);
		},
	);

	it('stays away where the target one was edited before, though that edit had lost against one of the record that is gone', async () => {
		const { timeline, source, target, id, targetId } = await oneNote('crm', { rental: { isEditable: true } });
		source.update('user', id, { body: 'Call tomorrow' });
		target.update('user', targetId, { body: 'Call today' });
		expect((await timeline.sync(target, targetId)).outcome).toBe('conflict');
		source.remove('user', id);
		expect((await timeline.sync(source, id)).outcome).toBe('unlinked');
		await timeline.repair();
		expect([bodies(timeline.crm), bodies(timeline.rental)]).toEqual([['Call today'], ['Call today']]);
	});

	it('after a run that was interrupted while it wrote over an edit of the target one leaves none without a linked record', async () => {
		for (let diesAfter = 1; diesAfter <= 30; diesAfter++) {
			const { timeline, source, target, id, targetId } = await oneNote('crm', { rental: { isEditable: true } });
			target.update('user', targetId, { body: 'Call today' });
			source.update('user', id, { body: 'Call tomorrow' });
			const { writes } = timeline.calls;
			timeline.start(source, id, {
				diesAfter,
				faults: {
					get limited() {
						return timeline.calls.writes > writes ? 1 : 0;
					},
				},
			});
			await timeline.pass(4 * MINUTE);
			source.remove('user', id);
			await timeline.sync(source, id);
			await timeline.repair();
			expect({ diesAfter, crm: bodies(timeline.crm), rental: bodies(timeline.rental) }).toMatchObject({
				diesAfter,
				crm: bodies(timeline.rental),
			});
		}
	});

	it('after an unclear write of ours is no edit of a person', async () => {
		const { timeline, source, target, id } = await oneNote('crm', { rental: { isEditable: true } });
		source.update('user', id, { body: 'Call tomorrow' });
		await timeline.sync(source, id, { faults: { failedAfter: 1 } });
		expect(bodies(target)).toEqual(['Call tomorrow']);
		source.remove('user', id);
		expect((await timeline.sync(source, id)).outcome).toBe('deleted');
	});

	it('with its parent is left to what is done about the target parent', async () => {
		const { timeline, source, target, id } = await oneNote('crm');
		const [parents] = await timeline.ledger.links('contacts', timeline.parent('crm'));
		await removeLink(timeline.ledger, parents);
		source.remove('user', id);
		expect(await counted(timeline, source, id)).toEqual({ outcome: 'unlinked', reads: 0, writes: 0 });
		expect(target.alive()).toHaveLength(1);
	});

	it('takes its linked record with it after its parent was gone for a time, whichever comes first: the delete or the new link of the parents', async () => {
		for (const order of ['linked, deleted', 'deleted, linked', 'deleted while only the target parent was gone']) {
			const { timeline, source, target, id } = await oneNote('crm');
			const [parents] = await timeline.ledger.links('contacts', timeline.parent('crm'));
			await removeLink(timeline.ledger, parents);
			if (order !== 'deleted while only the target parent was gone') {
				source.remove('user', id);
				expect(await timeline.sync(source, id)).toMatchObject({
					outcome: 'unlinked',
					reason: 'Its parent was deleted too',
				});
				source.restore('user', id);
			}
			expect((await timeline.sync(source, id)).outcome).toBe('waiting');
			if (order === 'linked, deleted') await timeline.linkParents();
			source.remove('user', id);
			if (order !== 'linked, deleted') {
				expect((await timeline.sync(source, id)).outcome).toBe('waiting');
				await timeline.linkParents();
				expect((await timeline.ledger.due(10)).map((due) => due.source.id)).toEqual([id]);
			}
			expect({ order, ...(await timeline.sync(source, id)) }).toMatchObject({ order, outcome: 'deleted' });
			expect(target.alive()).toEqual([]);
			expect(await timeline.ledger.counts()).toMatchObject({ due: { waiting: 0 } });
		}
	});

	it('waits a day for its parents, and is done with then', async () => {
		const { timeline, source, id } = await oneNote('crm');
		const [parents] = await timeline.ledger.links('contacts', timeline.parent('crm'));
		await removeLink(timeline.ledger, parents);
		await timeline.sync(source, id);
		source.remove('user', id);
		await timeline.pass(24 * 60 * MINUTE - MINUTE);
		expect((await timeline.sync(source, id)).outcome).toBe('waiting');
		await timeline.pass(MINUTE);
		expect((await timeline.sync(source, id)).outcome).toBe('unlinked');
		expect(await timeline.ledger.counts()).toMatchObject({ due: { waiting: 0 } });
	});

	it('that was replaced, and not deleted yet, is left to the direction that replaced it', async () => {
		const { timeline, source, target, id, targetId } = await oneNote('crm');
		source.update('user', id, { body: 'Call tomorrow' });
		const { writes } = timeline.calls;
		expect(
			(
				await timeline.sync(source, id, {
					faults: {
						get limited() {
							return timeline.calls.writes > writes + 1 ? 1 : 0;
						},
					},
				})
			).outcome,
		).toBe('failed');
		const [made] = target.alive().filter((note) => note.id !== targetId);
		target.update('user', made.id, { body: 'Call tomorrow at noon' });
		expect(await timeline.sync(target, made.id)).toMatchObject({ outcome: 'updated', changed: ['body'] });
		expect(target.records.get(targetId)?.archived).not.toBe(true);
		await timeline.repair();
		expect([bodies(source), bodies(target)]).toEqual([['Call tomorrow at noon'], ['Call tomorrow at noon']]);
	});

	it('that was replaced by a newer one concerns nobody, whatever it had announced', async () => {
		const { timeline, source, target, id, targetId } = await oneNote('crm');
		source.update('user', id, { body: 'Call tomorrow' });
		expect((await timeline.sync(source, id)).outcome).toBe('updated');
		expect(target.records.get(targetId)?.archived).toBe(true);
		expect(await timeline.sync(target, targetId)).toMatchObject({
			outcome: 'unchanged',
			reason: 'A newer record has taken its place',
			calls: 0,
		});
		expect(bodies(source)).toEqual(['Call tomorrow']);
	});

	it('and whose parent is gone leaves no open create behind', async () => {
		const gone = new Set<string>();
		const timeline = await family({ gone });
		const { id } = timeline.make(timeline.crm, { body: 'Call back' });
		await timeline.sync(timeline.crm, id, {
			faults: {
				get failed() {
					return timeline.calls.creates > 0 ? 1 : 0;
				},
			},
		});
		const [parents] = await timeline.ledger.links('contacts', timeline.parent('crm'));
		await removeLink(timeline.ledger, parents);
		gone.add('c1').add('r1');
		timeline.crm.remove('user', id);
		await timeline.pass(10 * MINUTE);
		expect((await timeline.sync(timeline.crm, id)).outcome).toBe('unlinked');
		expect(await timeline.ledger.counts()).toMatchObject({ intents: 0, due: { pending: 0, failed: 0 } });
	});

	it('and whose parent is gone for a time keeps what its unclear create made as its linked record', async () => {
		const gone = new Set<string>();
		const timeline = await family({ gone });
		const { id } = timeline.make(timeline.crm, { body: 'Call back' });
		const isMade = () => timeline.rental.alive().length > 0;
		await timeline.sync(timeline.crm, id, {
			faults: {
				get failedAfter() {
					return timeline.calls.creates > 0 && !isMade() ? 1 : 0;
				},
				get failed() {
					return isMade() ? 1 : 0;
				},
			},
		});
		expect([isMade(), await timeline.ledger.counts()]).toMatchObject([true, { intents: 1 }]);
		const [parents] = await timeline.ledger.links('contacts', timeline.parent('crm'));
		await removeLink(timeline.ledger, parents);
		gone.add('c1');
		timeline.crm.remove('user', id);
		expect((await timeline.sync(timeline.crm, id)).outcome).toBe('pending');
		await timeline.pass(10 * MINUTE);
		expect((await timeline.sync(timeline.crm, id)).outcome).toBe('unlinked');
		gone.delete('c1');
		timeline.crm.restore('user', id);
		await timeline.linkParents();
		expect((await timeline.sync(timeline.crm, id)).outcome).toBe('linked');
		expect(timeline.rental.alive()).toHaveLength(1);
	});

	it.each([true, false])(
		'or stays, while its parent lost its linked record after an unclear create (made: %s): that is settled all the same, and nothing waits for it',
		async (isMade) => {
			const timeline = await family();
			const { id } = timeline.make(timeline.rental, { body: 'Call back' });
			const made = () => timeline.crm.alive();
			await timeline.sync(timeline.rental, id, {
				faults: {
					get failedAfter() {
						return isMade && timeline.calls.creates > 0 && made().length === 0 ? 1 : 0;
					},
					get failed() {
						return made().length > 0 || (!isMade && timeline.calls.creates > 0) ? 1 : 0;
					},
				},
			});
			expect([made().length, await timeline.ledger.counts()]).toMatchObject([isMade ? 1 : 0, { intents: 1 }]);
			const [parents] = await timeline.ledger.links('contacts', timeline.parent('crm'));
			await removeLink(timeline.ledger, parents);
			const early = await timeline.sync(timeline.rental, id);
			expect(early).toMatchObject({ outcome: 'waiting', calls: 0 });
			expect((early.dueAt ?? 0) - timeline.scheduler.now).toBeLessThan(10 * MINUTE);
			await timeline.pass(10 * MINUTE);
			expect((await timeline.sync(timeline.rental, id)).outcome).toBe('waiting');
			expect(await timeline.ledger.counts()).toMatchObject({ intents: 0, due: { waiting: 1 } });
			expect((await timeline.ledger.listLinks('notes', undefined, 9)).length).toBe(isMade ? 1 : 0);
			await timeline.linkParents();
			expect((await timeline.sync(timeline.rental, id)).outcome).toBe(isMade ? 'unchanged' : 'created');
			expect(made()).toHaveLength(1);
		},
	);

	it.each(['source', 'target'] as const)(
		'while its create had no clear answer, and one that may be what it made is not: a person answers (%s) once, and that is left alone',
		async (winner) => {
			const timeline = await family();
			const { id } = timeline.make(timeline.rental, { body: 'Call back' });
			const { actor } = timeline.start(timeline.rental, id, { faults: { failed: 1 } });
			await timeline.pass(100);
			actor.alive = false;
			const other = timeline.make(timeline.crm, { body: 'Likes tents' });
			timeline.crm.update('user', other.id, { body: 'Likes chairs' });
			timeline.rental.remove('user', id);
			await timeline.pass(10 * MINUTE);
			expect((await timeline.sync(timeline.rental, id)).outcome).toBe('review');
			const [review] = await timeline.ledger.reviews();
			await resolveReview(timeline.ledger, review, winner);
			expect((await timeline.sync(timeline.rental, id)).outcome).toBe('unlinked');
			expect(await timeline.ledger.counts()).toMatchObject({ intents: 0, reviews: 0, due: { pending: 0 } });
			await timeline.repair();
			expect([bodies(timeline.crm), bodies(timeline.rental)]).toEqual([['Likes chairs'], ['Likes chairs']]);
		},
	);

	describe('or not, whose parent lost its linked record while a review asks which one its create had made', () => {
		/**
		 * The create had no clear answer; a user's note of that time was changed since. Then the contact's link ended, and
		 * with `isGone` it is deleted.
		 */
		async function asked(isGone: boolean) {
			const gone = new Set<string>();
			const timeline = await family({ gone });
			const { id } = timeline.make(timeline.rental, { body: 'Call back' });
			const { actor } = timeline.start(timeline.rental, id, { faults: { failed: 1 } });
			await timeline.pass(100);
			actor.alive = false;
			timeline.crm.update('user', timeline.make(timeline.crm, { body: 'Likes tents' }).id, { body: 'Likes chairs' });
			await timeline.pass(10 * MINUTE);
			expect((await timeline.sync(timeline.rental, id)).outcome).toBe('review');
			const [parents] = await timeline.ledger.links('contacts', timeline.parent('crm'));
			await removeLink(timeline.ledger, parents);
			if (isGone) gone.add('c1');
			return { timeline, id };
		}

		it('the question is over when the parent is gone, with all that was created under it', async () => {
			const { timeline, id } = await asked(true);
			expect((await timeline.sync(timeline.rental, id)).outcome).toBe('waiting');
			expect(await timeline.ledger.counts()).toMatchObject({ intents: 0, reviews: 0, due: { waiting: 1 } });
		});

		it('the question stays while the parent exists, and the record is checked within the hour', async () => {
			const { timeline, id } = await asked(false);
			const { outcome, dueAt = Number.POSITIVE_INFINITY } = await timeline.sync(timeline.rental, id);
			expect(outcome).toBe('waiting');
			expect(dueAt - timeline.scheduler.now).toBeGreaterThan(10 * MINUTE);
			expect(dueAt - timeline.scheduler.now).toBeLessThanOrEqual(60 * MINUTE);
			expect(await timeline.ledger.counts()).toMatchObject({ intents: 1, reviews: 1 });
		});

		it('and whom a person left without a linked record has none when the parents are linked again', async () => {
			const { timeline, id } = await asked(false);
			const [review] = await timeline.ledger.reviews();
			await resolveReview(timeline.ledger, review, 'target');
			const before = timeline.calls.reads;
			expect((await timeline.sync(timeline.rental, id)).outcome).toBe('waiting');
			expect([timeline.calls.reads - before, await timeline.ledger.counts()]).toMatchObject([0, { intents: 0 }]);
			await timeline.linkParents();
			expect(await timeline.sync(timeline.rental, id)).toMatchObject({
				outcome: 'unlinked',
				reason: 'A person decided to leave it unlinked',
			});
			expect(bodies(timeline.crm)).toEqual(['Likes chairs']);
		});
	});

	it('while its create had no clear answer takes along what that has created', async () => {
		const timeline = await family();
		const { id } = timeline.make(timeline.crm, { body: 'Call back' });
		await madeByTheDead(timeline, id);
		timeline.crm.remove('user', id);
		await timeline.repair();
		expect([timeline.crm.alive().length, timeline.rental.alive().length]).toEqual([0, 0]);
		expect(await timeline.ledger.counts()).toMatchObject({ intents: 0, due: { pending: 0, failed: 0 } });
	});
});
