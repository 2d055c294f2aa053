import type { Ledger } from '../../sync/ledger/ledger';
import { MemoryLedger } from '../../sync/ledger/memory';
import { removeLink } from '../../sync/manage/links';
import type { Outcome, SyncOptions } from '../../sync/model/types';
import { ChildLab, type ChildLabSettings } from './childLab';
import { Lab, MINUTE, type SyncSettings } from './lab';
import type { Faults } from './simulator/farPort';
import type { SimulatedService } from './simulator/service';

type Side = 'crm' | 'rental';
const SIDES = ['crm', 'rental'] as const;
const MUTATING = new Set(['created', 'linked', 'updated', 'deleted', 'archived']);

/** A record that is to be synced, and whose ledger tells what was asked of it. */
interface Case {
	readonly lab: Lab;
	readonly near: SimulatedService;
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

function begun<T extends Lab>(lab: T): T {
	now = () => lab.scheduler.now;
	return lab;
}

/** Says in a dry run what it would do, changes nothing by that, does it, and tells the same. */
async function saysWhatItDoes({ lab, near, id, settings }: Case): Promise<Outcome> {
	const ref = { system: near instanceof Object && 'habits' in near ? String((near.habits as { system: string }).system) : near.traits.name, account: 'main', id };
	const rows = async () => await lab.ledger.history(ref, 100);
	const [writes, commits] = [lab.calls.writes, lab.commits.length];
	stored.length = 0;
	const planned = await lab.sync(near, id, { ...settings, dryRun: true });
	expect({ planned: planned.outcome, writes: lab.calls.writes - writes, commits: lab.commits.length - commits, stored }).toEqual({ planned: planned.outcome, writes: 0, commits: 0, stored: [] });
	const before = new Set((await rows()).map((row) => row.id));
	const done = await lab.sync(near, id, settings);
	const made = (await rows()).filter((row) => !before.has(row.id));
	const isReplaced = made.some(({ call }) => call === 'replace');
	const said = (planned.plan ?? []).map(({ call, fields }) => (isReplaced ? call : `${call} ${[...fields].sort().join()}`));
	const did = made.map(({ call, fields }) => (isReplaced ? (call === 'replace' ? 'delete' : call) : `${call} ${fields.map(({ name }) => name).sort().join()}`));
	const isMutating = MUTATING.has(done.outcome) || (done.outcome === 'review' && made.length > 0);
	expect({ done: done.outcome, planned: planned.outcome, said: said.sort(), review: planned.review }).toEqual({ done: done.outcome, planned: isMutating ? 'planned' : done.outcome, said: did.sort(), review: done.review });
	return done;
}

const ann = { name: 'Ann Berg', email: 'ann@example.com', phone: '+12025550100', city: 'Bath', tags: ['vip'] };

async function linked(side: Side, options: Partial<SyncOptions> = {}) {
	const lab = begun(new Lab({ lag: 0, ledgers: [watched()], options }));
	const [near, far] = [lab[side], lab.otherSide(lab[side])];
	const { id } = near.create('user', ann);
	const farId = (await lab.sync(near, id)).far?.id ?? '';
	await lab.sync(far, farId);
	await lab.pass(10 * MINUTE);
	return { lab, near, far, id, farId };
}

describe.each(SIDES)('a dry run of a person of %s (criterion 12)', (side) => {
	it('who is new, or matches one, two, or a stranger', async () => {
		for (const others of [[], [ann], [ann, { ...ann, city: 'York' }], [{ ...ann, name: 'Dan Hill', phone: '+12025550199' }], [{ ...ann, city: '', tags: [] }]]) {
			for (const firstContact of ['source', 'destination', 'review'] as const) {
				const lab = begun(new Lab({ lag: 0, ledgers: [watched()], options: { firstContact } }));
				const [near, far] = [lab[side], lab.otherSide(lab[side])];
				for (const other of others) far.create('user', other);
				await saysWhatItDoes({ lab, near, id: near.create('user', { ...ann, city: 'Wells' }).id });
			}
		}
	});

	it('whom both sides have edited, under each rule', async () => {
		for (const rule of ['source', 'destination', 'newest', 'review'] as const) {
			for (const theirs of [{}, { city: 'Ely' }, { city: 'York' }, { name: 'Ann Dahl' }]) {
				for (const ours of [{}, { city: 'York' }, { city: '', phone: '+12025550111' }]) {
					const { lab, near, far, id, farId } = await linked(side, { rule, clear: rule === 'source' });
					near.update('user', id, ours);
					if (rule === 'review') near.changeTags('user', id, ['New'], ['vip']);
					await lab.pass(10 * MINUTE);
					far.update('user', farId, theirs);
					await saysWhatItDoes({ lab, near, id });
				}
			}
		}
	});

	it.each(['recreate', 'review', 'unlink'] as const)('whose partner is gone or was merged: %s', async (farGone) => {
		for (const isMerged of [false, true]) {
			for (const edits of [{}, { city: 'York' }, { city: '' }]) {
				const { lab, near, far, id, farId } = await linked(side, { farGone, clear: true, firstContact: 'source' });
				if (isMerged) far.create('user', { ...ann, city: 'Ely' });
				far.remove('user', farId);
				near.update('user', id, edits);
				await saysWhatItDoes({ lab, near, id });
			}
		}
	});

	it.each(['ignore', 'unlink', 'archive', 'delete'] as const)('who is deleted: %s', async (deletes) => {
		for (const what of ['nothing', 'an edit', 'a delete']) {
			const { lab, near, far, id, farId } = await linked(side, { deletes });
			if (what === 'an edit') far.update('user', farId, { city: 'Ely' });
			if (what === 'a delete') far.remove('user', farId);
			near.remove('user', id);
			await saysWhatItDoes({ lab, near, id });
			await saysWhatItDoes({ lab, near, id });
		}
	});

	it('whose create had no clear answer, then and later, alive or deleted', async () => {
		for (const fault of ['failedAfter', 'failed'] as const) {
			for (const isDeleted of [false, true]) {
				for (const wait of [1, 10 * MINUTE]) {
					const lab = begun(new Lab({ ledgers: [watched()] }));
					const near = lab[side];
					const { id } = near.create('user', ann);
					await lab.sync(near, id, { faults: { get [fault]() { return lab.calls.creates > 0 ? 1 : 0; } } });
					if (isDeleted) near.remove('user', id);
					await lab.scheduler.runUntil(lab.scheduler.now + wait);
					await saysWhatItDoes({ lab, near, id });
				}
			}
		}
	});
});

it('a dry run of one more customer of a person says what joining the group does', async () => {
	for (const further of ['join', 'review', 'own'] as const) {
		for (const feeding of ['newest', 'first'] as const) {
			const { lab, near } = await linked('rental', { further, feeding });
			await saysWhatItDoes({ lab, near, id: near.create('user', { ...ann, city: 'York' }).id });
		}
	}
});

const kinds: Record<string, ChildLabSettings> = { 'notes that are replaced': {}, 'notes that are edited': { rental: { isEditable: true } }, tasks: { kind: 'task' } };

describe.each(Object.keys(kinds))('a dry run of %s (criterion 12)', (kind) => {
	async function family(options: Partial<SyncOptions> = {}) {
		const lab = begun(new ChildLab({ ...kinds[kind], ledgers: [watched()], options }));
		await lab.linkParents();
		await lab.pass(MINUTE);
		return lab;
	}
	const fields = { title: 'Call', body: 'Call back', dueDate: '2026-12-01T09:00:00.000Z', completed: false };

	it.each(SIDES)('made, edited and deleted in %s', async (side) => {
		for (const deletes of ['ignore', 'unlink', 'archive', 'delete'] as const) {
			const lab = await family({ deletes });
			const near = lab[side];
			const { id } = lab.make(near, fields);
			await saysWhatItDoes({ lab, near, id });
			await saysWhatItDoes({ lab, near, id });
			near.update('user', id, { body: 'Called', completed: true });
			await saysWhatItDoes({ lab, near, id });
			near.remove('user', id);
			await saysWhatItDoes({ lab, near, id });
			await saysWhatItDoes({ lab, near, id });
		}
	});

	it.each(SIDES)('whose parent has no partner, or lost it: %s', async (side) => {
		const lab = await family();
		const near = lab[side];
		await saysWhatItDoes({ lab, near, id: lab.make(near, fields, 2).id });
		const { id } = lab.make(near, fields);
		await lab.sync(near, id);
		await removeLink(lab.ledger, (await lab.ledger.links('contacts', lab.parent('crm')))[0]);
		near.remove('user', id);
		await saysWhatItDoes({ lab, near, id });
	});

	it.each(SIDES)('whose partner is gone, or whose create or change had no clear answer: %s', async (side) => {
		for (const what of ['partner', 'create', 'change'] as const) {
			for (const isDeleted of [false, true]) {
				for (const fault of ['failedAfter', 'failed'] as const) {
					const lab = await family({ deletes: 'delete' });
					const [near, far] = [lab[side], lab.otherSide(lab[side])];
					const { id } = lab.make(near, fields);
					const { far: made } = await lab.sync(near, id, what === 'create' ? { faults: broken(lab, fault) } : {});
					near.update('user', id, { body: 'Called' });
					if (what === 'partner') far.remove('user', made?.id ?? '');
					if (what === 'change') await lab.sync(near, id, { faults: broken(lab, fault) });
					if (isDeleted) near.remove('user', id);
					await lab.scheduler.runUntil(lab.scheduler.now + 10 * MINUTE);
					const dry = await dryOf(lab, near, id);
					expect({ what, isDeleted, fault, dry }).toEqual({ what, isDeleted, fault, dry: { writes: 0, stored: [] } });
				}
			}
		}
	});

	it('deleted with its parent while a replaced one is still to be deleted changes nothing', async () => {
		const lab = await family({ deletes: 'delete' });
		const { id } = lab.make(lab.crm, fields);
		await lab.sync(lab.crm, id);
		lab.crm.update('user', id, { body: 'Called' });
		const { writes } = lab.calls;
		await lab.sync(lab.crm, id, { faults: { get failed() { return lab.calls.writes > writes + 1 ? 1 : 0; } } });
		await removeLink(lab.ledger, (await lab.ledger.links('contacts', lab.parent('crm')))[0]);
		lab.crm.remove('user', id);
		expect(await dryOf(lab, lab.crm, id)).toEqual({ writes: 0, stored: [] });
	});

	/** The next write has no clear answer, and neither has the look that follows. */
	function broken(lab: Lab, fault: 'failed' | 'failedAfter'): Partial<Faults> {
		const { length } = lab.engineWrites();
		const { writes } = lab.calls;
		return { get [fault]() { return lab.calls.writes > writes ? 1 : 0; }, get limited() { return lab.engineWrites().length > length ? 1 : 0; } };
	}

	async function dryOf(lab: Lab, near: SimulatedService, id: string) {
		const { writes } = lab.calls;
		stored.length = 0;
		await lab.sync(near, id, { dryRun: true });
		return { writes: lab.calls.writes - writes, stored: [...stored] };
	}
});
