import type { LeaseAnswer } from '../../../sync/ledger/ledger';
import { MemoryLedger } from '../../../sync/ledger/memory';
import { leaseTime, takeLeases } from '../../../sync/gather/lease';
import { dueIfBrokenOff } from '../../../sync/record/conclude';
import type { TargetService } from '../../../sync/model/ports';
import { beginRun } from '../../../sync/run';
import { withDefaults } from '../../../sync/model/types';

const START = 1_000_000;

/** One run whose lease calls are answered as told, and each pause moves the clock. */
function runWith(
	answers: readonly LeaseAnswer[],
	{ version, chance = 0.5 }: { version?: number; chance?: number } = {},
) {
	const clock = { time: START, pauses: [] as number[] };
	const ledger = new MemoryLedger(() => clock.time);
	const acquire = jest
		.spyOn(ledger, 'acquire')
		.mockImplementation(async () => answers[Math.min(acquire.mock.calls.length, answers.length) - 1]);
	const release = jest.spyOn(ledger, 'release');
	const refuse = () => {
		throw new Error('no call is made for a lease');
	};
	const target: TargetService = {
		system: 'crm',
		account: 'main',
		kinds: {},
		lagCeiling: 0,
		callBudget: 30_000,
		read: refuse,
		create: refuse,
	};
	const run = beginRun(
		{
			pair: 'contacts',
			source: { system: 'rental', account: 'main', id: 'r1', ...(version === undefined ? {} : { version }) },
			fields: {},
			options: withDefaults({}),
		},
		{
			target,
			ledger,
			hash: (text) => text,
			random: { next: () => chance, id: () => 'run' },
			clock: {
				now: () => clock.time,
				sleep: async (ms) => {
					clock.pauses.push(ms);
					clock.time += ms;
				},
			},
		},
	);
	return { run, clock, acquire, release };
}

describe('leases', () => {
	it('outlive six calls, and two minutes at least', () => {
		expect([leaseTime(1_000), leaseTime(30_000)]).toEqual([120_000, 180_000]);
	});

	it('are taken all at once, each key once and in one order for everybody', async () => {
		const { run, acquire, clock } = runWith([{ held: true }], { version: 5 });
		expect(await takeLeases(run, ['key b', 'key a', 'key b'])).toBe('held');
		expect(acquire.mock.calls).toEqual([
			['run', ['key a', 'key b'], 180_000, { key: 'record rental:main:r1', version: 5, patience: 30_000 }],
		]);
		expect([run.leased, clock.pauses]).toEqual([['key a', 'key b'], []]);
	});

	it('without a version leave none to wait with, and nobody is newer', async () => {
		const { run, acquire } = runWith([{ held: true, newest: 9 }]);
		expect(await takeLeases(run, ['key a'])).toBe('held');
		expect(acquire.mock.calls[0][3]).toBeUndefined();
	});

	it('are waited for with pauses that double up to a second, for half a minute', async () => {
		const { run, clock } = runWith([{ held: false }]);
		expect(await takeLeases(run, ['key a'])).toBe('busy');
		expect(clock.pauses.slice(0, 7)).toEqual([50, 100, 200, 400, 800, 1_000, 1_000]);
		expect(clock.time - START).toBeGreaterThanOrEqual(30_000);
		expect(clock.time - START).toBeLessThan(31_000);
		expect(run.leased).toEqual([]);
	});

	it('are tried again after random pauses, so that two runs do not collide again and again', async () => {
		const waits: number[] = [];
		for (const chance of [0, 0.99]) {
			const { run, clock } = runWith([{ held: false }, { held: true }], { chance });
			expect(await takeLeases(run, ['key a'])).toBe('held');
			waits.push(...clock.pauses);
		}
		expect(waits).toEqual([25, 74.5]);
	});

	it('are left to a newer version that waits, and given back if they were held', async () => {
		for (const [answer, released] of [
			[{ held: true, newest: 6 }, 1],
			[{ held: false, newest: 6 }, 0],
		] as const) {
			const { run, release } = runWith([answer], { version: 5 });
			expect(await takeLeases(run, ['key a'])).toBe('superseded');
			expect([release.mock.calls.length, run.leased]).toEqual([released, []]);
		}
		for (const newest of [5, 4, undefined])
			expect(await takeLeases(runWith([{ held: true, newest }], { version: 5 }).run, ['key a'])).toBe('held');
	});

	it('that run out with a broken run leave its record due, with the tries so far', () => {
		const { run } = runWith([]);
		run.known = { ...run.known, now: START };
		expect(dueIfBrokenOff(run)).toMatchObject({
			put: 'due',
			row: { status: 'pending', tries: 0, nextAt: START + 180_000, since: START },
		});
		expect(run.known.due).toMatchObject({ nextAt: START + 180_000 });
		run.known = {
			...run.known,
			due: {
				pair: 'contacts',
				source: run.source,
				target: run.place,
				status: 'failed',
				cause: 'HTTP 500',
				tries: 4,
				since: 7,
				nextAt: 8,
			},
		};
		expect(dueIfBrokenOff(run)).toMatchObject({ row: { tries: 4, since: 7 } });
	});
});
