import { ChildTimeline, type ChildTimelineSettings } from './childTimeline';
import { MINUTE } from './timeline';
import type { ChildStore } from './simulator/children';
import type { StoredRecord } from './simulator/service';

export async function family(settings: ChildTimelineSettings = {}): Promise<ChildTimeline> {
	const timeline = new ChildTimeline(settings);
	await timeline.linkParents();
	await timeline.pass(MINUTE);
	return timeline;
}

/** A note on the source side and its linked record, both agreed on. */
export async function oneNote(sourceName: 'crm' | 'rental', settings: ChildTimelineSettings = {}) {
	const timeline = await family(settings);
	const source = timeline[sourceName];
	const target = timeline.otherSide(source);
	const { id } = timeline.make(source, { body: 'Call back' });
	const targetId = (await timeline.sync(source, id)).target?.id ?? '';
	await timeline.sync(target, targetId);
	return { timeline, source, target, id, targetId };
}

export const bodies = (store: ChildStore): unknown[] => store.alive().map(({ fields }) => fields.body);

/** The create of a note of the CRM is carried out, and its execution dies before the answer. */
export async function madeByTheDead(timeline: ChildTimeline, id: string): Promise<StoredRecord> {
	const { actor } = timeline.start(timeline.crm, id, { faults: { lost: 1 } });
	await timeline.pass(2 * MINUTE, () => timeline.rental.alive().length > 0);
	actor.alive = false;
	await timeline.pass(3 * MINUTE);
	return timeline.rental.alive()[0];
}

/** Calls that one sync makes, and what it says. */
export async function counted(
	timeline: ChildTimeline,
	store: ChildStore,
	id: string,
	settings: Parameters<ChildTimeline['sync']>[2] = {},
) {
	const before = { ...timeline.calls };
	const outcome = await timeline.sync(store, id, settings);
	return {
		outcome: outcome.outcome,
		reads: timeline.calls.reads - before.reads,
		writes: timeline.calls.writes - before.writes,
	};
}
