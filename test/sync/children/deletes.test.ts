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
			const { lab, source, target, id } = await oneNote(name, { options: { deletes } });
			source.remove('user', id);
			expect((await lab.sync(source, id)).outcome).toBe(outcome);
			expect(target.alive()).toHaveLength(alive);
			await lab.repair();
			expect([source.alive().length, target.alive().length]).toEqual([0, alive]);
		}
	});

	it.each(['crm', 'rental'] as const)(
		'in %s stays away where the target one was edited before: that edit wins, whichever side had made it',
		async (maker) => {
			const { lab, id, targetId } = await oneNote(maker, { rental: { isEditable: true } });
			const [contactNote, customerNote] = maker === 'crm' ? [id, targetId] : [targetId, id];
			lab.rental.update('user', customerNote, { body: 'Call tomorrow' });
			lab.crm.remove('user', contactNote);
			expect((await lab.sync(lab.crm, contactNote)).outcome).toBe('unlinked');
			await lab.repair();
			expect([bodies(lab.crm), bodies(lab.rental)]).toEqual([['Call tomorrow'], ['Call tomorrow']]);
		},
	);

	it('stays away where the target one was edited before, though that edit had lost against one of the record that is gone', async () => {
		const { lab, source, target, id, targetId } = await oneNote('crm', { rental: { isEditable: true } });
		source.update('user', id, { body: 'Call tomorrow' });
		target.update('user', targetId, { body: 'Call today' });
		expect((await lab.sync(target, targetId)).outcome).toBe('conflict');
		source.remove('user', id);
		expect((await lab.sync(source, id)).outcome).toBe('unlinked');
		await lab.repair();
		expect([bodies(lab.crm), bodies(lab.rental)]).toEqual([['Call today'], ['Call today']]);
	});

	it('after a run that broke off while it wrote over an edit of the target one leaves none without a partner', async () => {
		for (let diesAfter = 1; diesAfter <= 30; diesAfter++) {
			const { lab, source, target, id, targetId } = await oneNote('crm', { rental: { isEditable: true } });
			target.update('user', targetId, { body: 'Call today' });
			source.update('user', id, { body: 'Call tomorrow' });
			const { writes } = lab.calls;
			lab.start(source, id, {
				diesAfter,
				faults: {
					get limited() {
						return lab.calls.writes > writes ? 1 : 0;
					},
				},
			});
			await lab.pass(4 * MINUTE);
			source.remove('user', id);
			await lab.sync(source, id);
			await lab.repair();
			expect({ diesAfter, crm: bodies(lab.crm), rental: bodies(lab.rental) }).toMatchObject({
				diesAfter,
				crm: bodies(lab.rental),
			});
		}
	});

	it('after an unclear write of ours is no edit of a person', async () => {
		const { lab, source, target, id } = await oneNote('crm', { rental: { isEditable: true } });
		source.update('user', id, { body: 'Call tomorrow' });
		await lab.sync(source, id, { faults: { failedAfter: 1 } });
		expect(bodies(target)).toEqual(['Call tomorrow']);
		source.remove('user', id);
		expect((await lab.sync(source, id)).outcome).toBe('deleted');
	});

	it('with its parent is left to what is done about the target parent', async () => {
		const { lab, source, target, id } = await oneNote('crm');
		const [parents] = await lab.ledger.links('contacts', lab.parent('crm'));
		await removeLink(lab.ledger, parents);
		source.remove('user', id);
		expect(await counted(lab, source, id)).toEqual({ outcome: 'unlinked', reads: 0, writes: 0 });
		expect(target.alive()).toHaveLength(1);
	});

	it('takes its partner with it after its parent was gone for a time, whichever comes first: the delete or the new link of the parents', async () => {
		for (const order of ['linked, deleted', 'deleted, linked', 'deleted while only the target parent was gone']) {
			const { lab, source, target, id } = await oneNote('crm');
			const [parents] = await lab.ledger.links('contacts', lab.parent('crm'));
			await removeLink(lab.ledger, parents);
			if (order !== 'deleted while only the target parent was gone') {
				source.remove('user', id);
				expect(await lab.sync(source, id)).toMatchObject({ outcome: 'unlinked', reason: 'Its parent was deleted too' });
				source.restore('user', id);
			}
			expect((await lab.sync(source, id)).outcome).toBe('waiting');
			if (order === 'linked, deleted') await lab.linkParents();
			source.remove('user', id);
			if (order !== 'linked, deleted') {
				expect((await lab.sync(source, id)).outcome).toBe('waiting');
				await lab.linkParents();
				expect((await lab.ledger.due(10)).map((due) => due.source.id)).toEqual([id]);
			}
			expect({ order, ...(await lab.sync(source, id)) }).toMatchObject({ order, outcome: 'deleted' });
			expect(target.alive()).toEqual([]);
			expect(await lab.ledger.counts()).toMatchObject({ due: { waiting: 0 } });
		}
	});

	it('waits a day for its parents, and is done with then', async () => {
		const { lab, source, id } = await oneNote('crm');
		const [parents] = await lab.ledger.links('contacts', lab.parent('crm'));
		await removeLink(lab.ledger, parents);
		await lab.sync(source, id);
		source.remove('user', id);
		await lab.pass(24 * 60 * MINUTE - MINUTE);
		expect((await lab.sync(source, id)).outcome).toBe('waiting');
		await lab.pass(MINUTE);
		expect((await lab.sync(source, id)).outcome).toBe('unlinked');
		expect(await lab.ledger.counts()).toMatchObject({ due: { waiting: 0 } });
	});

	it('that was replaced, and not deleted yet, is left to the direction that replaced it', async () => {
		const { lab, source, target, id, targetId } = await oneNote('crm');
		source.update('user', id, { body: 'Call tomorrow' });
		const { writes } = lab.calls;
		expect(
			(
				await lab.sync(source, id, {
					faults: {
						get limited() {
							return lab.calls.writes > writes + 1 ? 1 : 0;
						},
					},
				})
			).outcome,
		).toBe('failed');
		const [made] = target.alive().filter((note) => note.id !== targetId);
		target.update('user', made.id, { body: 'Call tomorrow at noon' });
		expect(await lab.sync(target, made.id)).toMatchObject({ outcome: 'updated', changed: ['body'] });
		expect(target.records.get(targetId)?.archived).not.toBe(true);
		await lab.repair();
		expect([bodies(source), bodies(target)]).toEqual([['Call tomorrow at noon'], ['Call tomorrow at noon']]);
	});

	it('that was replaced by a newer one concerns nobody, whatever it had announced', async () => {
		const { lab, source, target, id, targetId } = await oneNote('crm');
		source.update('user', id, { body: 'Call tomorrow' });
		expect((await lab.sync(source, id)).outcome).toBe('updated');
		expect(target.records.get(targetId)?.archived).toBe(true);
		expect(await lab.sync(target, targetId)).toMatchObject({
			outcome: 'unchanged',
			reason: 'A newer record has taken its place',
			calls: 0,
		});
		expect(bodies(source)).toEqual(['Call tomorrow']);
	});

	it('and whose parent is gone leaves no open create behind', async () => {
		const gone = new Set<string>();
		const lab = await family({ gone });
		const { id } = lab.make(lab.crm, { body: 'Call back' });
		await lab.sync(lab.crm, id, {
			faults: {
				get failed() {
					return lab.calls.creates > 0 ? 1 : 0;
				},
			},
		});
		const [parents] = await lab.ledger.links('contacts', lab.parent('crm'));
		await removeLink(lab.ledger, parents);
		gone.add('c1').add('r1');
		lab.crm.remove('user', id);
		await lab.pass(10 * MINUTE);
		expect((await lab.sync(lab.crm, id)).outcome).toBe('unlinked');
		expect(await lab.ledger.counts()).toMatchObject({ intents: 0, due: { pending: 0, failed: 0 } });
	});

	it('and whose parent is gone for a time leaves what its unclear create made to be its partner again', async () => {
		const gone = new Set<string>();
		const lab = await family({ gone });
		const { id } = lab.make(lab.crm, { body: 'Call back' });
		const isMade = () => lab.rental.alive().length > 0;
		await lab.sync(lab.crm, id, {
			faults: {
				get failedAfter() {
					return lab.calls.creates > 0 && !isMade() ? 1 : 0;
				},
				get failed() {
					return isMade() ? 1 : 0;
				},
			},
		});
		expect([isMade(), await lab.ledger.counts()]).toMatchObject([true, { intents: 1 }]);
		const [parents] = await lab.ledger.links('contacts', lab.parent('crm'));
		await removeLink(lab.ledger, parents);
		gone.add('c1');
		lab.crm.remove('user', id);
		expect((await lab.sync(lab.crm, id)).outcome).toBe('pending');
		await lab.pass(10 * MINUTE);
		expect((await lab.sync(lab.crm, id)).outcome).toBe('unlinked');
		gone.delete('c1');
		lab.crm.restore('user', id);
		await lab.linkParents();
		expect((await lab.sync(lab.crm, id)).outcome).toBe('linked');
		expect(lab.rental.alive()).toHaveLength(1);
	});

	it.each([true, false])(
		'or stays, while its parent lost its partner after an unclear create (made: %s): that is settled all the same, and nothing waits for it',
		async (isMade) => {
			const lab = await family();
			const { id } = lab.make(lab.rental, { body: 'Call back' });
			const made = () => lab.crm.alive();
			await lab.sync(lab.rental, id, {
				faults: {
					get failedAfter() {
						return isMade && lab.calls.creates > 0 && made().length === 0 ? 1 : 0;
					},
					get failed() {
						return made().length > 0 || (!isMade && lab.calls.creates > 0) ? 1 : 0;
					},
				},
			});
			expect([made().length, await lab.ledger.counts()]).toMatchObject([isMade ? 1 : 0, { intents: 1 }]);
			const [parents] = await lab.ledger.links('contacts', lab.parent('crm'));
			await removeLink(lab.ledger, parents);
			const early = await lab.sync(lab.rental, id);
			expect(early).toMatchObject({ outcome: 'waiting', calls: 0 });
			expect((early.dueAt ?? 0) - lab.scheduler.now).toBeLessThan(10 * MINUTE);
			await lab.pass(10 * MINUTE);
			expect((await lab.sync(lab.rental, id)).outcome).toBe('waiting');
			expect(await lab.ledger.counts()).toMatchObject({ intents: 0, due: { waiting: 1 } });
			expect((await lab.ledger.listLinks('notes', undefined, 9)).length).toBe(isMade ? 1 : 0);
			await lab.linkParents();
			expect((await lab.sync(lab.rental, id)).outcome).toBe(isMade ? 'unchanged' : 'created');
			expect(made()).toHaveLength(1);
		},
	);

	it.each(['source', 'target'] as const)(
		'while its create had no clear answer, and one that may be what it made is not: a person answers (%s) once, and that is left alone',
		async (winner) => {
			const lab = await family();
			const { id } = lab.make(lab.rental, { body: 'Call back' });
			const { actor } = lab.start(lab.rental, id, { faults: { failed: 1 } });
			await lab.pass(100);
			actor.alive = false;
			const other = lab.make(lab.crm, { body: 'Likes tents' });
			lab.crm.update('user', other.id, { body: 'Likes chairs' });
			lab.rental.remove('user', id);
			await lab.pass(10 * MINUTE);
			expect((await lab.sync(lab.rental, id)).outcome).toBe('review');
			const [review] = await lab.ledger.reviews();
			await resolveReview(lab.ledger, review, winner);
			expect((await lab.sync(lab.rental, id)).outcome).toBe('unlinked');
			expect(await lab.ledger.counts()).toMatchObject({ intents: 0, reviews: 0, due: { pending: 0 } });
			await lab.repair();
			expect([bodies(lab.crm), bodies(lab.rental)]).toEqual([['Likes chairs'], ['Likes chairs']]);
		},
	);

	describe('or not, whose parent lost its partner while a person was asked which one its create had made', () => {
		/**
		 * The create had no clear answer; a user's note of that time was changed since. Then the contact's link ended, and
		 * with `isGone` it is deleted.
		 */
		async function asked(isGone: boolean) {
			const gone = new Set<string>();
			const lab = await family({ gone });
			const { id } = lab.make(lab.rental, { body: 'Call back' });
			const { actor } = lab.start(lab.rental, id, { faults: { failed: 1 } });
			await lab.pass(100);
			actor.alive = false;
			lab.crm.update('user', lab.make(lab.crm, { body: 'Likes tents' }).id, { body: 'Likes chairs' });
			await lab.pass(10 * MINUTE);
			expect((await lab.sync(lab.rental, id)).outcome).toBe('review');
			const [parents] = await lab.ledger.links('contacts', lab.parent('crm'));
			await removeLink(lab.ledger, parents);
			if (isGone) gone.add('c1');
			return { lab, id };
		}

		it('the question is over when the parent is gone, and all that was made under it', async () => {
			const { lab, id } = await asked(true);
			expect((await lab.sync(lab.rental, id)).outcome).toBe('waiting');
			expect(await lab.ledger.counts()).toMatchObject({ intents: 0, reviews: 0, due: { waiting: 1 } });
		});

		it('the question stays while the parent is there, and the record is looked at within the hour', async () => {
			const { lab, id } = await asked(false);
			const { outcome, dueAt = Number.POSITIVE_INFINITY } = await lab.sync(lab.rental, id);
			expect(outcome).toBe('waiting');
			expect(dueAt - lab.scheduler.now).toBeGreaterThan(10 * MINUTE);
			expect(dueAt - lab.scheduler.now).toBeLessThanOrEqual(60 * MINUTE);
			expect(await lab.ledger.counts()).toMatchObject({ intents: 1, reviews: 1 });
		});

		it('and whom a person left without a partner has none when the parents are linked again', async () => {
			const { lab, id } = await asked(false);
			const [review] = await lab.ledger.reviews();
			await resolveReview(lab.ledger, review, 'target');
			const before = lab.calls.reads;
			expect((await lab.sync(lab.rental, id)).outcome).toBe('waiting');
			expect([lab.calls.reads - before, await lab.ledger.counts()]).toMatchObject([0, { intents: 0 }]);
			await lab.linkParents();
			expect(await lab.sync(lab.rental, id)).toMatchObject({
				outcome: 'unlinked',
				reason: 'A person decided to leave it unlinked',
			});
			expect(bodies(lab.crm)).toEqual(['Likes chairs']);
		});
	});

	it('while its create had no clear answer takes along what the create made', async () => {
		const lab = await family();
		const { id } = lab.make(lab.crm, { body: 'Call back' });
		await madeByTheDead(lab, id);
		lab.crm.remove('user', id);
		await lab.repair();
		expect([lab.crm.alive().length, lab.rental.alive().length]).toEqual([0, 0]);
		expect(await lab.ledger.counts()).toMatchObject({ intents: 0, due: { pending: 0, failed: 0 } });
	});
});
