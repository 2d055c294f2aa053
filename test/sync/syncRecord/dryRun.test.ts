import type { Ledger } from '../../../sync/ledger/ledger';
import { MemoryLedger } from '../../../sync/ledger/memory';
import { removeLink } from '../../../sync/manage/links';
import type { Outcome, SyncOptions } from '../../../sync/model/types';
import { ChildTimeline, type ChildTimelineSettings } from '../../support/sync/childTimeline';
import { Timeline, MINUTE, type SyncSettings } from '../../support/sync/timeline';
import type { Faults } from '../../support/sync/simulator/targetPort';
import type { SimulatedService } from '../../support/sync/simulator/service';

type Side = 'crm' | 'rental';
const SIDES = ['crm', 'rental'] as const;
const MUTATING = new Set(['created', 'linked', 'updated', 'deleted', 'archived']);

/** A record that is to be synced, and whose ledger tells what was asked of it. */
interface Case {
	readonly timeline: Timeline;
	readonly source: SimulatedService;
	readonly id: string;
	readonly settings?: SyncSettings;
}

const stored: string[] = [];

/** A ledger that notes down whatever changes it. */
function watched(): Ledger {
	const ledger = new MemoryLedger(() => now());
	return new Proxy<Ledger>(ledger, {
		get: (_, name) => {
			const method: unknown = Reflect.get(ledger, name);
			if (typeof method !== 'function') return method;
			return (...args: unknown[]) => {
				if (['commit', 'sight', 'establish', 'acquire', 'prune'].includes(String(name))) stored.push(String(name));
				return Reflect.apply(method, ledger, args);
			};
		},
	});
}

let now = (): number => 0;

function begun<T extends Timeline>(timeline: T): T {
	now = () => timeline.scheduler.now;
	return timeline;
}

/** Says in a dry run what it would do, changes nothing by that, does it, and tells the same. */
async function saysWhatItDoes({ timeline, source, id, settings }: Case): Promise<Outcome> {
	const ref = {
		system:
			source instanceof Object && 'habits' in source
				? String((source.habits as { system: string }).system)
				: source.traits.name,
		account: 'main',
		id,
	};
	const rows = async () => await timeline.ledger.history(ref, 100);
	const [writes, commits] = [timeline.calls.writes, timeline.commits.length];
	stored.length = 0;
	const planned = await timeline.sync(source, id, { ...settings, dryRun: true });
	expect({
		planned: planned.outcome,
		writes: timeline.calls.writes - writes,
		commits: timeline.commits.length - commits,
		stored,
	}).toEqual({ planned: planned.outcome, writes: 0, commits: 0, stored: [] });
	const before = new Set((await rows()).map((row) => row.id));
	const done = await timeline.sync(source, id, settings);
	const made = (await rows()).filter((row) => !before.has(row.id));
	const isReplaced = made.some(({ call }) => call === 'replace');
	const summary = (planned.plan ?? []).map(({ call, fields }) =>
		isReplaced ? call : `${call} ${[...fields].sort().join()}`,
	);
	const did = made.map(({ call, fields }) =>
		isReplaced
			? call === 'replace'
				? 'delete'
				: call
			: `${call} ${fields
					.map(({ name }) => name)
					.sort()
					.join()}`,
	);
	const isMutating = MUTATING.has(done.outcome) || (done.outcome === 'review' && made.length > 0);
	expect({ done: done.outcome, planned: planned.outcome, summary: summary.sort(), review: planned.review }).toEqual({
		done: done.outcome,
		planned: isMutating ? 'planned' : done.outcome,
		summary: did.sort(),
		review: done.review,
	});
	return done;
}

const ann = { name: 'Ann Berg', email: 'ann@example.com', phone: '+12025550100', city: 'Bath', tags: ['vip'] };

async function linked(side: Side, options: Partial<SyncOptions> = {}) {
	const timeline = begun(new Timeline({ lag: 0, ledgers: [watched()], options }));
	const [source, target] = [timeline[side], timeline.otherSide(timeline[side])];
	const { id } = source.create('user', ann);
	const targetId = (await timeline.sync(source, id)).target?.id ?? '';
	await timeline.sync(target, targetId);
	await timeline.pass(10 * MINUTE);
	return { timeline, source, target, id, targetId };
}

describe.each(SIDES)('a dry run of a person of %s (criterion 12)', (side) => {
	it('who is new, or matches one, two, or a stranger', async () => {
		for (const others of [
			[],
			[ann],
			[ann, { ...ann, city: 'York' }],
			[{ ...ann, name: 'Dan Hill', phone: '+12025550199' }],
			[{ ...ann, city: '', tags: [] }],
		]) {
			for (const firstContact of ['source', 'target', 'review'] as const) {
				const timeline = begun(new Timeline({ lag: 0, ledgers: [watched()], options: { firstContact } }));
				const [source, target] = [timeline[side], timeline.otherSide(timeline[side])];
				for (const other of others) target.create('user', other);
				await saysWhatItDoes({ timeline, source, id: source.create('user', { ...ann, city: 'Wells' }).id });
			}
		}
	});

	it('whom both sides have edited, under each rule', async () => {
		for (const rule of ['source', 'target', 'newest', 'review'] as const) {
			for (const theirs of [{}, { city: 'Ely' }, { city: 'York' }, { name: 'Ann Dahl' }]) {
				for (const ours of [{}, { city: 'York' }, { city: '', phone: '+12025550111' }]) {
					const { timeline, source, target, id, targetId } = await linked(side, { rule, clear: rule === 'source' });
					source.update('user', id, ours);
					if (rule === 'review') source.changeTags('user', id, ['New'], ['vip']);
					await timeline.pass(10 * MINUTE);
					target.update('user', targetId, theirs);
					await saysWhatItDoes({ timeline, source, id });
				}
			}
		}
	});

	it.each(['recreate', 'review', 'unlink'] as const)(
		'whose linked record is gone or was merged: %s',
		async (targetGone) => {
			for (const isMerged of [false, true]) {
				for (const edits of [{}, { city: 'York' }, { city: '' }]) {
					const { timeline, source, target, id, targetId } = await linked(side, {
						targetGone,
						clear: true,
						firstContact: 'source',
					});
					if (isMerged) target.create('user', { ...ann, city: 'Ely' });
					target.remove('user', targetId);
					source.update('user', id, edits);
					await saysWhatItDoes({ timeline, source, id });
				}
			}
		},
	);

	it.each(['ignore', 'unlink', 'archive', 'delete'] as const)('who is deleted: %s', async (deletes) => {
		for (const what of ['nothing', 'an edit', 'a delete']) {
			const { timeline, source, target, id, targetId } = await linked(side, { deletes });
			if (what === 'an edit') target.update('user', targetId, { city: 'Ely' });
			if (what === 'a delete') target.remove('user', targetId);
			source.remove('user', id);
			await saysWhatItDoes({ timeline, source, id });
			await saysWhatItDoes({ timeline, source, id });
		}
	});

	it('whose create had no clear answer, then and later, alive or deleted', async () => {
		for (const fault of ['failedAfter', 'failed'] as const) {
			for (const isDeleted of [false, true]) {
				for (const wait of [1, 10 * MINUTE]) {
					const timeline = begun(new Timeline({ ledgers: [watched()] }));
					const source = timeline[side];
					const { id } = source.create('user', ann);
					await timeline.sync(source, id, {
						faults: {
							get [fault]() {
								return timeline.calls.creates > 0 ? 1 : 0;
							},
						},
					});
					if (isDeleted) source.remove('user', id);
					await timeline.scheduler.runUntil(timeline.scheduler.now + wait);
					await saysWhatItDoes({ timeline, source, id });
				}
			}
		}
	});
});

it('a dry run of one more customer of a person says what joining the group does', async () => {
	for (const further of ['join', 'review', 'own'] as const) {
		for (const primary of ['newest', 'first'] as const) {
			const { timeline, source } = await linked('rental', { further, primary });
			await saysWhatItDoes({ timeline, source, id: source.create('user', { ...ann, city: 'York' }).id });
		}
	}
});

const kinds: Record<string, ChildTimelineSettings> = {
	'notes that are replaced': {},
	'notes that are edited': { rental: { isEditable: true } },
	tasks: { kind: 'task' },
};

describe.each(Object.keys(kinds))('a dry run of %s (criterion 12)', (kind) => {
	async function family(options: Partial<SyncOptions> = {}) {
		const timeline = begun(new ChildTimeline({ ...kinds[kind], ledgers: [watched()], options }));
		await timeline.linkParents();
		await timeline.pass(MINUTE);
		return timeline;
	}
	const fields = { title: 'Call', body: 'Call back', dueDate: '2026-12-01T09:00:00.000Z', completed: false };

	it.each(SIDES)('created, edited and deleted in %s', async (side) => {
		for (const deletes of ['ignore', 'unlink', 'archive', 'delete'] as const) {
			const timeline = await family({ deletes });
			const source = timeline[side];
			const { id } = timeline.make(source, fields);
			await saysWhatItDoes({ timeline, source, id });
			await saysWhatItDoes({ timeline, source, id });
			source.update('user', id, { body: 'Called', completed: true });
			await saysWhatItDoes({ timeline, source, id });
			source.remove('user', id);
			await saysWhatItDoes({ timeline, source, id });
			await saysWhatItDoes({ timeline, source, id });
		}
	});

	it.each(SIDES)('whose parent has no linked record, or lost it: %s', async (side) => {
		const timeline = await family();
		const source = timeline[side];
		await saysWhatItDoes({ timeline, source, id: timeline.make(source, fields, 2).id });
		const { id } = timeline.make(source, fields);
		await timeline.sync(source, id);
		await removeLink(timeline.ledger, (await timeline.ledger.links('contacts', timeline.parent('crm')))[0]);
		source.remove('user', id);
		await saysWhatItDoes({ timeline, source, id });
	});

	it.each(SIDES)('whose linked record is gone, or whose create or change had no clear answer: %s', async (side) => {
		for (const what of ['linked record', 'create', 'change'] as const) {
			for (const isDeleted of [false, true]) {
				for (const fault of ['failedAfter', 'failed'] as const) {
					const timeline = await family({ deletes: 'delete' });
					const [source, target] = [timeline[side], timeline.otherSide(timeline[side])];
					const { id } = timeline.make(source, fields);
					const { target: made } = await timeline.sync(
						source,
						id,
						what === 'create' ? { faults: broken(timeline, fault) } : {},
					);
					source.update('user', id, { body: 'Called' });
					if (what === 'linked record') target.remove('user', made?.id ?? '');
					if (what === 'change') await timeline.sync(source, id, { faults: broken(timeline, fault) });
					if (isDeleted) source.remove('user', id);
					await timeline.scheduler.runUntil(timeline.scheduler.now + 10 * MINUTE);
					const dry = await dryOf(timeline, source, id);
					expect({ what, isDeleted, fault, dry }).toEqual({ what, isDeleted, fault, dry: { writes: 0, stored: [] } });
				}
			}
		}
	});

	it('deleted with its parent while a replaced one is still to be deleted changes nothing', async () => {
		const timeline = await family({ deletes: 'delete' });
		const { id } = timeline.make(timeline.crm, fields);
		await timeline.sync(timeline.crm, id);
		timeline.crm.update('user', id, { body: 'Called' });
		const { writes } = timeline.calls;
		await timeline.sync(timeline.crm, id, {
			faults: {
				get failed() {
					return timeline.calls.writes > writes + 1 ? 1 : 0;
				},
			},
		});
		await removeLink(timeline.ledger, (await timeline.ledger.links('contacts', timeline.parent('crm')))[0]);
		timeline.crm.remove('user', id);
		expect(await dryOf(timeline, timeline.crm, id)).toEqual({ writes: 0, stored: [] });
	});

	/** The next write has no clear answer, and neither has the look that follows. */
	function broken(timeline: Timeline, fault: 'failed' | 'failedAfter'): Partial<Faults> {
		const { length } = timeline.engineWrites();
		const { writes } = timeline.calls;
		return {
			get [fault]() {
				return timeline.calls.writes > writes ? 1 : 0;
			},
			get limited() {
				return timeline.engineWrites().length > length ? 1 : 0;
			},
		};
	}

	async function dryOf(timeline: Timeline, source: SimulatedService, id: string) {
		const { writes } = timeline.calls;
		stored.length = 0;
		await timeline.sync(source, id, { dryRun: true });
		return { writes: timeline.calls.writes - writes, stored: [...stored] };
	}
});
