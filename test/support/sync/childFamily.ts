import { ChildLab, type ChildLabSettings } from './childTimeline';
import { MINUTE } from './timeline';
import type { ChildStore } from './simulator/children';
import type { StoredRecord } from './simulator/service';

export async function family(settings: ChildLabSettings = {}): Promise<ChildLab> {
	const lab = new ChildLab(settings);
	await lab.linkParents();
	await lab.pass(MINUTE);
	return lab;
}

/** A note on the source side and its partner, both agreed on. */
export async function oneNote(sourceName: 'crm' | 'rental', settings: ChildLabSettings = {}) {
	const lab = await family(settings);
	const source = lab[sourceName];
	const target = lab.otherSide(source);
	const { id } = lab.make(source, { body: 'Call back' });
	const targetId = (await lab.sync(source, id)).target?.id ?? '';
	await lab.sync(target, targetId);
	return { lab, source, target, id, targetId };
}

export const bodies = (store: ChildStore): unknown[] => store.alive().map(({ fields }) => fields.body);

/** The create of a note of the CRM is carried out, and its execution dies before the answer. */
export async function madeByTheDead(lab: ChildLab, id: string): Promise<StoredRecord> {
	const { actor } = lab.start(lab.crm, id, { faults: { lost: 1 } });
	await lab.pass(2 * MINUTE, () => lab.rental.alive().length > 0);
	actor.alive = false;
	await lab.pass(3 * MINUTE);
	return lab.rental.alive()[0];
}

/** Calls that one sync makes, and what it says. */
export async function counted(
	lab: ChildLab,
	store: ChildStore,
	id: string,
	settings: Parameters<ChildLab['sync']>[2] = {},
) {
	const before = { ...lab.calls };
	const outcome = await lab.sync(store, id, settings);
	return { outcome: outcome.outcome, reads: lab.calls.reads - before.reads, writes: lab.calls.writes - before.writes };
}
