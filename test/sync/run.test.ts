import { MemoryLedger } from '../../sync/ledger/memory';
import { ServiceError, type TargetService } from '../../sync/model/ports';
import { reviewRecord } from '../../sync/decide/drafts';
import { targetState } from '../../sync/decide/planInput';
import { targetKeyHashes } from '../../sync/gather/observation';
import { backoff, conclude, dropDue } from '../../sync/record/conclude';
import { beginRun, call, type Run } from '../../sync/run';
import { withDefaults, type SyncRequest } from '../../sync/model/types';

const NOW = 1_000_000;
const MINUTE = 60_000;
const refuse = () => {
	throw new Error('no call is expected');
};
const target: TargetService = {
	system: 'crm',
	account: 'main',
	kinds: { email: 'email', phone: 'phone', labels: 'tags', code: 'number' },
	lagCeiling: 0,
	callBudget: 30_000,
	read: refuse,
	create: refuse,
};

function runOf(changes: Partial<SyncRequest> = {}, chance = 0): Run {
	const ledger = new MemoryLedger(() => NOW);
	const request = {
		pair: 'contacts',
		source: { system: 'rental', account: 'main', id: 'r1', version: 5 },
		fields: {},
		options: withDefaults({ region: 'US' }),
		...changes,
	};
	const run = beginRun(request, {
		target,
		ledger,
		clock: { now: () => NOW, sleep: async () => {} },
		random: { next: () => chance, id: () => 'id' },
		hash: (text) => `#${text}`,
	});
	run.known = { ...run.known, now: NOW };
	return run;
}

const due = (tries: number) =>
	({
		pair: 'contacts',
		source: { system: 'rental', account: 'main', id: 'r1' },
		target: { system: 'crm', account: 'main' },
		status: 'failed',
		cause: 'HTTP 500',
		tries,
		since: 7,
		nextAt: 8,
	}) as const;

describe('what a run is about', () => {
	it('are the fields that are there, compared by the kind that the workflow or else the service says', () => {
		const options = withDefaults({ region: 'US', fields: { code: { kind: 'text' } } });
		const { desired } = runOf({
			options,
			fields: { email: ' A@B.co ', labels: ['B', 'a'], code: '1.50', remark: ' x ', city: null, absent: undefined },
		});
		expect(
			Object.fromEntries(
				Object.entries(desired).map(([field, { kind, form, hash: asked }]) => [field, [kind, form, asked]]),
			),
		).toEqual({
			email: ['email', 'a@b.co', '#a@b.co'],
			labels: ['tags', ['a', 'b'], ['#a', '#b']],
			code: ['text', '1.50', '#1.50'],
			remark: ['text', 'x', '#x'],
			city: ['text', '', ''],
		});
	});

	it('of a target record are the mapped fields, whatever else it has', () => {
		expect(
			targetState(runOf({ fields: { email: 'a@b.co', code: 1 } }), {
				id: 'c1',
				version: 9,
				fields: { email: 'A@B.co', other: 'x' },
			}),
		).toEqual({ forms: { email: 'a@b.co', code: '' }, version: 9 });
	});

	it('are its match keys, one of each kind; a child has none', () => {
		expect(runOf({ fields: { email: 'A@b.co', phone: '(202) 555-0100' } }).keyHashes).toEqual([
			'#email a@b.co',
			'#phone +12025550100',
		]);
		expect(runOf({ fields: { email: 'a@b.co' } }).keyHashes).toEqual(['#email a@b.co']);
		expect(runOf({ fields: { phone: '(202) 555-0100' } }).keyHashes).toEqual(['#phone +12025550100']);
		const parent = { pair: 'contacts', system: 'rental', account: 'main', id: 'p1' };
		const record = { id: 'c1', fields: { email: 'a@b.co' } };
		expect([
			runOf({ parent, fields: { email: 'a@b.co' } }).keyHashes,
			targetKeyHashes(runOf({ parent }), record),
			targetKeyHashes(runOf(), record),
		]).toEqual([[], [], ['#email a@b.co']]);
	});
});

describe('a failed call', () => {
	it('is tried again after a minute, two, four, and so on up to an hour; half of that by chance', () => {
		const waits = (chance: number) =>
			[undefined, 1, 2, 5, 6, 20].map((tries) => {
				const run = runOf({}, chance);
				if (tries !== undefined) run.known = { ...run.known, due: due(tries) };
				return (backoff(run, new ServiceError('HTTP 500', { written: 'no', again: true })) - NOW) / MINUTE;
			});
		expect(waits(0)).toEqual([0.5, 1, 2, 16, 30, 30]);
		expect(waits(0.5)).toEqual([0.75, 1.5, 3, 24, 45, 45]);
	});

	it('waits an hour, then twice as long up to a day, where the same call can not go well; and as long as the service said', () => {
		const waits = [undefined, 1, 4, 5, 50].map((tries) => {
			const run = runOf();
			if (tries !== undefined) run.known = { ...run.known, due: due(tries) };
			return (backoff(run, new ServiceError('HTTP 422', { written: 'no', again: false })) - NOW) / MINUTE;
		});
		expect(waits).toEqual([30, 60, 8 * 60, 12 * 60, 12 * 60]);
		expect(
			backoff(runOf(), new ServiceError('HTTP 429', { written: 'no', again: true, after: 90 * MINUTE })) - NOW,
		).toBe(90 * MINUTE);
	});

	it('without an answer may have been carried out; it is counted', async () => {
		const run = runOf();
		for (const [thrown, reason] of [
			[new TypeError('secret'), 'The call ended without an answer (TypeError)'],
			['secret', 'The call ended without an answer (string)'],
		] as const) {
			await expect(call(run, () => Promise.reject(thrown))).rejects.toMatchObject({
				message: reason,
				written: 'maybe',
				again: true,
			});
		}
		const summary = new ServiceError('HTTP 404', { written: 'no', again: false });
		await expect(call(run, () => Promise.reject(summary))).rejects.toBe(summary);
		expect(run.calls).toBe(3);
	});
});

describe('the end of a run', () => {
	it('makes the record due with each outcome that waits, once more and since the first time', async () => {
		for (const outcome of ['pending', 'waiting', 'busy', 'failed'] as const) {
			const run = runOf();
			run.known = { ...run.known, due: due(3) };
			expect(await conclude(run, { outcome, reason: 'HTTP 500', dueAt: NOW + 5 })).toMatchObject({
				outcome,
				reason: 'HTTP 500',
				dueAt: NOW + 5,
				source: { id: 'r1' },
				changed: [],
				decided: [],
				review: [],
				calls: 0,
			});
			const { due: row } = await run.ports.ledger.known('contacts', run.source, run.place);
			expect(row).toEqual({ ...due(3), status: outcome, tries: 4, nextAt: NOW + 5, version: 5 });
		}
	});

	it('without a time to try again is due at once, and without a version names none', async () => {
		const run = runOf({ source: { system: 'rental', account: 'main', id: 'r1' } });
		await conclude(run, { outcome: 'failed', reason: 'HTTP 500' });
		expect((await run.ports.ledger.due(9))[0]).toEqual({ ...due(1), since: NOW, nextAt: NOW });
	});

	it('with any other outcome leaves nothing due; a stale one leaves what is due to the newer version', async () => {
		for (const [outcome, left] of [
			['unchanged', 0],
			['review', 0],
			['stale', 1],
		] as const) {
			const run = runOf();
			await run.ports.ledger.commit([{ put: 'due', row: due(3) }]);
			run.known = await run.ports.ledger.known('contacts', run.source, run.place);
			await conclude(run, { outcome, reason: '' });
			expect(await run.ports.ledger.due(9)).toHaveLength(left);
		}
	});

	it('stores nothing in a dry run, which only plans what would change something', async () => {
		for (const outcome of [
			'created',
			'linked',
			'updated',
			'deleted',
			'archived',
			'unchanged',
			'conflict',
			'failed',
		] as const) {
			const run = runOf({ dryRun: true });
			const planned = ['unchanged', 'conflict', 'failed'].includes(outcome) ? outcome : 'planned';
			expect(await conclude(run, { ...reviewRecord(run, 'why'), outcome })).toMatchObject({
				outcome: planned,
				reason: 'why',
			});
			expect(await run.ports.ledger.counts()).toMatchObject({ reviews: 0, due: { failed: 0 } });
		}
	});

	it('is busy, and due a minute later, when another run has changed what it was about to store', async () => {
		const run = runOf();
		const gone = {
			put: 'link',
			row: {
				id: 'l1',
				pair: 'contacts',
				head: run.source,
				member: { ...run.source, id: 'c1' },
				primary: true,
				state: 'live',
				since: 0,
				rev: 4,
				toHead: { fields: {}, declined: {} },
				toMember: { fields: {}, declined: {} },
			},
			expect: 3,
		} as const;
		expect(await conclude(run, { outcome: 'updated', reason: '', changes: [gone] })).toMatchObject({
			outcome: 'busy',
			dueAt: NOW + MINUTE,
		});
		expect(await run.ports.ledger.due(9)).toEqual([]);
		expect((await run.ports.ledger.counts()).due).toMatchObject({ busy: 1 });
	});

	it('can be a question about a record, or about the place where one should be', async () => {
		const run = runOf();
		await conclude(run, reviewRecord(run, 'which one?'));
		expect(await run.ports.ledger.reviews()).toEqual([
			{
				pair: 'contacts',
				source: run.source,
				target: run.place,
				field: '',
				cause: 'which one?',
				desired: '',
				found: '',
				at: NOW,
			},
		]);
		const one = { ...run.place, id: 'c1' };
		expect(await conclude(run, reviewRecord(run, 'this one?', one))).toMatchObject({ outcome: 'review', target: one });
		expect(await run.ports.ledger.reviews()).toMatchObject([{ target: one, cause: 'this one?' }]);
		expect(dropDue(run)).toEqual({ drop: 'due', pair: 'contacts', source: run.source, target: run.place });
	});
});
