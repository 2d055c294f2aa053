import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSqliteLedger } from '../../sync/ledger/open';
import { removeLink, resolveReview } from '../../sync/links';
import { ServiceError } from '../../sync/ports';
import { ChildLab, type ChildLabSettings } from './childLab';
import { MINUTE } from './lab';
import type { ChildStore } from './simulator/children';
import type { StoredRecord } from './simulator/service';

const newLedger = () => openSqliteLedger(path.join(mkdtempSync(path.join(tmpdir(), 'child-')), 'ledger.sqlite')).ledger;

async function family(settings: ChildLabSettings = {}): Promise<ChildLab> {
	const lab = new ChildLab(settings);
	await lab.linkParents();
	await lab.pass(MINUTE);
	return lab;
}

/** A note on the near side and its partner, both agreed on. */
async function oneNote(nearName: 'crm' | 'rental', settings: ChildLabSettings = {}) {
	const lab = await family(settings);
	const near = lab[nearName];
	const far = lab.otherSide(near);
	const { id } = lab.make(near, { body: 'Call back' });
	const farId = (await lab.sync(near, id)).far?.id ?? '';
	await lab.sync(far, farId);
	return { lab, near, far, id, farId };
}

const bodies = (store: ChildStore): unknown[] => store.alive().map(({ fields }) => fields.body);

/** The create of a note of the CRM is carried out, and its execution dies before the answer. */
async function madeByTheDead(lab: ChildLab, id: string): Promise<StoredRecord> {
	const { actor } = lab.start(lab.crm, id, { faults: { lost: 1 } });
	await lab.pass(2 * MINUTE, () => lab.rental.alive().length > 0);
	actor.alive = false;
	await lab.pass(3 * MINUTE);
	return lab.rental.alive()[0];
}

/** Calls that one sync makes, and what it says. */
async function counted(lab: ChildLab, store: ChildStore, id: string, settings: Parameters<ChildLab['sync']>[2] = {}) {
	const before = { ...lab.calls };
	const outcome = await lab.sync(store, id, settings);
	return { outcome: outcome.outcome, reads: lab.calls.reads - before.reads, writes: lab.calls.writes - before.writes };
}

describe('a child', () => {
	it.each(['crm', 'rental'] as const)('made in %s is made once under the record that its parent is linked to', async (name) => {
		const { lab, near, far, id, farId } = await oneNote(name);
		expect(far.alive()).toMatchObject([{ id: farId, fields: { body: 'Call back', parent: name === 'crm' ? 'r1' : 'c1' } }]);
		expect(await counted(lab, near, id)).toEqual({ outcome: 'unchanged', reads: 0, writes: 0 });
		expect(await counted(lab, far, farId)).toEqual({ outcome: 'unchanged', reads: 0, writes: 0 });
	});

	it.each(['in memory', 'in SQLite'])('waits for the link of its parent, makes none, and is due at that moment: ledger %s', async (where) => {
		const lab = new ChildLab(where === 'in SQLite' ? { ledgers: [newLedger()] } : {});
		const { id } = lab.make(lab.crm, { body: 'Call back' });
		expect(await counted(lab, lab.crm, id)).toEqual({ outcome: 'waiting', reads: 0, writes: 0 });
		expect(await lab.ledger.due(10)).toEqual([]);
		await lab.linkParents(2);
		expect(await lab.ledger.due(10)).toEqual([]);
		await lab.linkParents(1);
		expect(await lab.ledger.due(10)).toMatchObject([{ pair: 'notes', near: { id }, parent: { pair: 'contacts', id: 'c1' }, status: 'waiting' }]);
		expect((await lab.sync(lab.crm, id)).outcome).toBe('created');
		expect(await lab.ledger.counts()).toMatchObject({ due: { waiting: 0 }, intents: 0 });
	});

	it('an edit where records can be edited is one read and one write of the changed field', async () => {
		const { lab, near, far, id, farId } = await oneNote('rental', { rental: { isEditable: true } });
		near.update('user', id, { body: 'Call tomorrow' });
		expect(await counted(lab, near, id)).toEqual({ outcome: 'updated', reads: 1, writes: 1 });
		expect(await counted(lab, far, farId)).toMatchObject({ outcome: 'unchanged', writes: 0 });
		expect(bodies(far)).toEqual(['Call tomorrow']);
	});

	it('an edit where records can not be edited is one new record and one deletion; the events of both make no call that writes', async () => {
		const { lab, near, far, id, farId } = await oneNote('crm');
		near.update('user', id, { body: 'Call tomorrow' });
		expect(await counted(lab, near, id)).toEqual({ outcome: 'updated', reads: 1, writes: 2 });
		expect(bodies(far)).toEqual(['Call tomorrow']);
		const [made] = far.alive();
		expect(made.id).not.toBe(farId);
		const old = far.records.get(farId);
		for (const settings of [{}, { picture: { ...old, archived: false } as StoredRecord }]) expect(await counted(lab, far, farId, settings)).toMatchObject({ reads: 0, writes: 0 });
		expect(await counted(lab, far, made.id)).toEqual({ outcome: 'unchanged', reads: 0, writes: 0 });
		expect(await counted(lab, near, id)).toEqual({ outcome: 'unchanged', reads: 0, writes: 0 });
		expect([bodies(near), bodies(far)]).toEqual([['Call tomorrow'], ['Call tomorrow']]);
		expect((await lab.ledger.history({ system: 'rental', account: 'main', id: farId }, 10)).map(({ call, state }) => [call, state])).toEqual([['replace', 'done'], ['create', 'done']]);
	});

	it('many with the same body are as many on the other side, and each edit meets its own', async () => {
		const lab = await family();
		const ids = Array.from({ length: 5 }, () => lab.make(lab.crm, { body: 'Call back' }).id);
		for (const id of ids) await lab.sync(lab.crm, id);
		lab.crm.update('user', ids[2], { body: 'Called' });
		await lab.repair();
		expect(bodies(lab.rental).sort()).toEqual(['Call back', 'Call back', 'Call back', 'Call back', 'Called']);
	});

	it.each(['note', 'task'] as const)('that both sides held before their parents were linked is linked, not made again: %s', async (kind) => {
		const lab = new ChildLab({ kind });
		const fields = kind === 'note' ? { body: 'Call back' } : { title: 'Call', body: '', dueDate: '2026-12-01T09:00:00.000Z', completed: false };
		const ids = [1, 2].map(() => lab.make(lab.crm, fields).id);
		for (let one = 0; one < 2; one++) lab.make(lab.rental, fields);
		await lab.pass(MINUTE);
		await lab.linkParents();
		for (const id of ids) expect((await lab.sync(lab.crm, id)).outcome).toBe('linked');
		await lab.repair();
		expect([lab.crm.alive().length, lab.rental.alive().length, lab.calls.writes]).toEqual([2, 2, 0]);
	});

	it('that was made on both sides after that is two', async () => {
		const lab = await family();
		for (const store of [lab.crm, lab.rental]) lab.make(store, { body: 'Call back' });
		await lab.repair();
		expect([lab.crm.alive().length, lab.rental.alive().length]).toEqual([2, 2]);
	});

	it('is made anew by an edit when the far one is gone, and not without one', async () => {
		const { lab, near, far, id, farId } = await oneNote('crm', { options: { deletes: 'ignore' } });
		far.remove('user', farId);
		await lab.sync(far, farId);
		expect(await counted(lab, near, id)).toMatchObject({ outcome: 'unchanged', writes: 0 });
		expect(far.alive()).toEqual([]);
		near.update('user', id, { body: 'Call tomorrow' });
		expect((await lab.sync(near, id)).outcome).toBe('created');
		expect(bodies(far)).toEqual(['Call tomorrow']);
	});

	it('that a person has cut off stays alone', async () => {
		const { lab, near, far, id } = await oneNote('crm');
		const [link] = await lab.ledger.links('notes', { system: 'crm', account: 'main', id });
		await removeLink(lab.ledger, link);
		await lab.repair();
		expect([near.alive().length, far.alive().length, (await lab.ledger.counts()).links]).toEqual([1, 1, 1]);
	});
});

describe('a child that is deleted', () => {
	it.each([['ignore', 'unchanged', 1], ['unlink', 'unlinked', 1], ['delete', 'deleted', 0], ['archive', 'review', 1]] as const)('%s', async (deletes, outcome, alive) => {
		for (const name of ['crm', 'rental'] as const) {
			const { lab, near, far, id } = await oneNote(name, { options: { deletes } });
			near.remove('user', id);
			expect((await lab.sync(near, id)).outcome).toBe(outcome);
			expect(far.alive()).toHaveLength(alive);
			await lab.repair();
			expect([near.alive().length, far.alive().length]).toEqual([0, alive]);
		}
	});

	it.each(['crm', 'rental'] as const)('in %s stays away where the far one was edited before: that edit wins, whichever side had made it', async (maker) => {
		const { lab, id, farId } = await oneNote(maker, { rental: { isEditable: true } });
		const [contactNote, customerNote] = maker === 'crm' ? [id, farId] : [farId, id];
		lab.rental.update('user', customerNote, { body: 'Call tomorrow' });
		lab.crm.remove('user', contactNote);
		expect((await lab.sync(lab.crm, contactNote)).outcome).toBe('unlinked');
		await lab.repair();
		expect([bodies(lab.crm), bodies(lab.rental)]).toEqual([['Call tomorrow'], ['Call tomorrow']]);
	});

	it('after an unclear write of ours is no edit of a person', async () => {
		const { lab, near, far, id } = await oneNote('crm', { rental: { isEditable: true } });
		near.update('user', id, { body: 'Call tomorrow' });
		await lab.sync(near, id, { faults: { failedAfter: 1 } });
		expect(bodies(far)).toEqual(['Call tomorrow']);
		near.remove('user', id);
		expect((await lab.sync(near, id)).outcome).toBe('deleted');
	});

	it('with its parent is left to what is done about the far parent', async () => {
		const { lab, near, far, id } = await oneNote('crm');
		const [parents] = await lab.ledger.links('contacts', lab.parent('crm'));
		await removeLink(lab.ledger, parents);
		near.remove('user', id);
		expect(await counted(lab, near, id)).toEqual({ outcome: 'unlinked', reads: 0, writes: 0 });
		expect(far.alive()).toHaveLength(1);
	});

	it('and whose parent is gone leaves no open create behind', async () => {
		const gone = new Set<string>();
		const lab = await family({ gone });
		const { id } = lab.make(lab.crm, { body: 'Call back' });
		await lab.sync(lab.crm, id, { faults: { get failed() { return lab.calls.creates > 0 ? 1 : 0; } } });
		const [parents] = await lab.ledger.links('contacts', lab.parent('crm'));
		await removeLink(lab.ledger, parents);
		gone.add('c1').add('r1');
		lab.crm.remove('user', id);
		expect((await lab.sync(lab.crm, id)).outcome).toBe('unlinked');
		expect(await lab.ledger.counts()).toMatchObject({ intents: 0, due: { pending: 0, failed: 0 } });
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

describe('an unclear create of a child', () => {
	it('is looked for at once: what was carried out is linked in the same run', async () => {
		const lab = await family();
		const { id } = lab.make(lab.crm, { body: 'Call back' });
		expect(await lab.sync(lab.crm, id, { faults: { get failedAfter() { return lab.calls.creates > 0 ? 1 : 0; } } })).toMatchObject({ outcome: 'created', calls: 2 });
		expect(lab.rental.alive()).toHaveLength(1);
	});

	it('that made nothing is not taken for another child, made and unlike it, that was there at the time', async () => {
		const lab = await family({ kind: 'task', seed: 2 }); // whose calls are quick
		lab.make(lab.crm, { title: 'Own', body: '', dueDate: '', completed: false });
		const { id } = lab.make(lab.rental, { title: 'Call', body: '', dueDate: '', completed: false });
		expect((await lab.sync(lab.rental, id, { faults: { get failed() { return lab.calls.reads > 0 ? 0 : 1; } } })).outcome).toBe('pending');
		await lab.pass(3 * MINUTE);
		expect((await lab.sync(lab.rental, id)).outcome).toBe('created');
		expect(lab.crm.alive().map(({ fields }) => fields.title)).toEqual(['Own', 'Call']);
	});

	it('that may have made a child which somebody has changed since is a question; answered with "that of the record", it is made', async () => {
		for (const answer of ['near', undefined] as const) {
			const lab = await family();
			const { id } = lab.make(lab.crm, { body: 'Call back' });
			const made = await madeByTheDead(lab, id);
			lab.rental.update('user', made.id, { body: 'Changed' });
			expect((await lab.sync(lab.crm, id)).outcome).toBe('review');
			expect((await lab.sync(lab.rental, made.id)).outcome).toBe('pending');
			const [review] = await lab.ledger.reviews();
			if (answer) await resolveReview(lab.ledger, review, answer);
			await lab.repair();
			expect(bodies(lab.rental).sort()).toEqual(answer ? ['Call back', 'Changed'] : ['Changed']);
			if (answer) expect(await lab.ledger.counts()).toMatchObject({ intents: 0, reviews: 0, due: { pending: 0 } });
		}
	});

	it('is looked for under the parent it was made for, though that is linked to another one by now', async () => {
		const lab = await family();
		const { id } = lab.make(lab.crm, { body: 'Call back' });
		await madeByTheDead(lab, id);
		const [parents] = await lab.ledger.links('contacts', lab.parent('crm'));
		await lab.ledger.commit([{ put: 'link', row: { ...parents, state: 'ended', rev: parents.rev + 1 }, expect: parents.rev }]);
		await lab.ledger.commit([{ put: 'link', row: { ...parents, id: 'moved', member: lab.parent('rental', 2), rev: 0 } }]);
		await lab.pass(3 * MINUTE);
		expect((await lab.sync(lab.crm, id)).outcome).toBe('linked');
		expect(lab.rental.alive()).toHaveLength(1);
	});
});

describe('records that can only be made', () => {
	const onlyCreates = { rental: { createOnly: true } };

	it('are made once; a change names the fields to enter by hand, and resolving it says that this was done', async () => {
		const lab = await family(onlyCreates);
		const { id } = lab.make(lab.crm, { body: 'Call back' });
		expect(await counted(lab, lab.crm, id)).toEqual({ outcome: 'created', reads: 0, writes: 1 });
		expect(await counted(lab, lab.crm, id)).toEqual({ outcome: 'unchanged', reads: 0, writes: 0 });
		lab.crm.update('user', id, { body: 'Call tomorrow' });
		expect(await lab.sync(lab.crm, id)).toMatchObject({ outcome: 'review', review: ['body'], calls: 0, reason: expect.stringContaining('body') });
		const [review] = await lab.ledger.reviews();
		await resolveReview(lab.ledger, review, 'near');
		expect(await counted(lab, lab.crm, id)).toEqual({ outcome: 'unchanged', reads: 0, writes: 0 });
		expect(await lab.ledger.counts()).toMatchObject({ reviews: 0, due: { pending: 0 } });
		expect(await counted(lab, lab.crm, id)).toEqual({ outcome: 'unchanged', reads: 0, writes: 0 });
	});

	it.each(['lost', 'failedAfter', 'failed'] as const)('an unclear create (%s) is a question, and never a second call', async (fault) => {
		const lab = await family(onlyCreates);
		const { id } = lab.make(lab.crm, { body: 'Call back' });
		expect((await lab.sync(lab.crm, id, { faults: { [fault]: 1 } })).outcome).toBe('review');
		for (let day = 0; day < 3; day++) {
			await lab.pass(24 * 60 * MINUTE, () => true);
			expect((await lab.sync(lab.crm, id)).outcome).toBe('review');
		}
		expect(lab.calls.creates).toBe(1);
		const [review] = await lab.ledger.reviews();
		await resolveReview(lab.ledger, review, 'near');
		expect((await lab.sync(lab.crm, id)).outcome).toBe('created');
		expect(lab.calls.creates).toBe(2);
	});

	it('a delete is a question, also after an unclear create', async () => {
		const lab = await family(onlyCreates);
		const ids = [0, 1].map((fails) => ({ id: lab.make(lab.crm, { body: 'Call back' }).id, fails }));
		for (const { id, fails } of ids) {
			await lab.sync(lab.crm, id, { faults: { lost: fails } });
			lab.crm.remove('user', id);
			expect(await lab.sync(lab.crm, id)).toMatchObject({ outcome: 'review', calls: 0 });
		}
		expect(lab.rental.alive()).toHaveLength(2);
	});
});

describe('a dry run', () => {
	it('makes no mutating call, leaves no row, and plans what the run then does', async () => {
		for (const near of ['crm', 'rental'] as const) {
			const lab = await family();
			const linked = lab.make(lab[near], { body: 'Call back' }).id;
			await lab.sync(lab[near], linked);
			if (near === 'crm') lab.crm.update('user', linked, { body: 'Call tomorrow' });
			const deleted = lab.make(lab[near], { body: 'Gone' }).id;
			await lab.sync(lab[near], deleted);
			lab[near].remove('user', deleted);
			const fresh = lab.make(lab[near], { body: 'New' }).id;
			for (const id of [linked, deleted, fresh]) {
				const [calls, counts] = [{ ...lab.calls }, await lab.ledger.counts()];
				const planned = await lab.sync(lab[near], id, { dryRun: true });
				expect(lab.calls).toMatchObject({ writes: calls.writes, creates: calls.creates });
				expect(await lab.ledger.counts()).toEqual({ ...counts, lag: expect.any(Number) });
				const done = await lab.sync(lab[near], id);
				const rows = (await lab.ledger.history({ system: near, account: 'main', id }, 10)).slice(0, lab.calls.writes - calls.writes).reverse();
				expect((planned.plan ?? []).map(({ call, fields }) => [call, fields])).toEqual(rows.map(({ call, fields }) => [call === 'replace' ? 'delete' : call, fields.map(({ name }) => name)]));
				expect(planned.outcome).toBe(done.outcome === 'unchanged' ? 'unchanged' : 'planned');
			}
		}
	});
});

it('a service that refuses to list leaves the create pending, and makes no second one', async () => {
	const lab = await family();
	const { id } = lab.make(lab.crm, { body: 'Call back' });
	const alive = lab.rental.alive.bind(lab.rental);
	lab.rental.alive = () => { throw new ServiceError('HTTP 500', { written: 'no', again: true }); };
	expect((await lab.sync(lab.crm, id, { faults: { get failedAfter() { return lab.calls.creates > 0 ? 1 : 0; } } })).outcome).toBe('pending');
	await lab.pass(30 * MINUTE);
	expect((await lab.sync(lab.crm, id)).outcome).toBe('failed');
	lab.rental.alive = alive;
	expect((await lab.sync(lab.crm, id)).outcome).toBe('linked');
	expect(lab.calls.creates).toBe(1);
});
