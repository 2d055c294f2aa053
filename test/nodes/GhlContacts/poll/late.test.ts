import type { IDataObject } from 'n8n-workflow';
import { GhlContactsPollTrigger } from '../../../../nodes/GhlContacts/GhlContactsPollTrigger.node';
import { SeededRandom } from '../../../../sandbox/random';
import { GhlAccount } from '../../../support/ghl';
import { poll, type Setup } from '../../../support/engine';
import { account } from '../../../support/ghlUsers';

const MINUTE = 60_000;
const real = Date.now.bind(Date);
let ahead = 0;
let ghl: GhlAccount;
let state: IDataObject;
beforeAll(async () => {
	ghl = await GhlAccount.start();
	// One clock for n8n and for GHL's world, which follows it: hours pass in seconds.
	jest.spyOn(Date, 'now').mockImplementation(() => real() + ahead);
});
beforeEach(() => {
	ghl.sandbox.reset();
	state = {};
});
afterAll(async () => await ghl.sandbox.close());

const wait = (milliseconds: number): void => void (ahead += milliseconds);

function watching(event: string): Setup {
	const { credentials } = ghl.token();
	return {
		node: new GhlContactsPollTrigger(),
		parameters: { authentication: 'privateIntegration', events: [event], tags: '', options: {} },
		credentials,
		uses: { goHighLevelApi: 'stored' },
	};
}

/** Counts how often each event came: by record and time, so that two changes of one record are two. */
class Tally {
	private readonly counts = new Map<string, number>();
	largest = 0;

	async poll(event: string): Promise<number> {
		const found = await poll(watching(event), state);
		this.largest = Math.max(this.largest, found.length);
		for (const { recordId, occurredAt } of found) this.add(keyOf(String(recordId), Date.parse(String(occurredAt))));
		expect(found.map(({ occurredAt }) => String(occurredAt))).toEqual(
			found.map(({ occurredAt }) => String(occurredAt)).sort(),
		);
		return found.length;
	}

	/** What was missed and what came more than once, of what had to come once. */
	against(expected: readonly string[]): { missed: number; twice: number; unasked: number } {
		const wanted = new Set(expected);
		return {
			missed: expected.filter((key) => !this.counts.has(key)).length,
			twice: [...this.counts.values()].filter((count) => count > 1).length,
			unasked: [...this.counts.keys()].filter((key) => !wanted.has(key)).length,
		};
	}

	private add(key: string): void {
		this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
	}
}

const keyOf = (id: string, at: number): string => `${id} ${at}`;
const NOTHING_WRONG = { missed: 0, twice: 0, unasked: 0 };

/** Puts contacts into GHL that the search finds at once, whatever time they bear. */
function put(contacts: Array<{ id: string; dateAdded: number; dateUpdated?: number }>): string[] {
	ghl.contacts(...contacts);
	return contacts.map(({ id, dateAdded, dateUpdated }) => keyOf(id, dateUpdated ?? dateAdded));
}

const many = (count: number, name: string, at: number) =>
	Array.from({ length: count }, (_, number) => ({ id: `${name}${number}`, dateAdded: at }));

it('10,000 contacts of one millisecond all come once, over many pages and polls, and so do later ones and late ones', async () => {
	const tally = new Tally();
	await tally.poll('ContactCreate');
	wait(MINUTE);
	const at = Date.now();
	const expected = put(many(10_000, 'same', at));
	for (let round = 0; round < 14; round++) {
		wait(MINUTE / 4);
		if (round === 4) expected.push(...put(many(50, 'later', Date.now())));
		if (round > 10) expected.push(...put(many(50, `late${round}n`, at - round * 5_000)));
		await tally.poll('ContactCreate');
	}
	expect(tally.against(expected)).toEqual(NOTHING_WRONG);
	expect(tally.largest).toBe(1_000);
}, 180_000);

it('contacts with the time of the newest at the first poll come when they were not there yet', async () => {
	const tally = new Tally();
	const at = Date.now();
	put(many(250, 'there', at));
	await tally.poll('ContactCreate');
	const expected = put(many(150, 'new', at));
	wait(MINUTE);
	await tally.poll('ContactCreate');
	expect(tally.against(expected)).toEqual(NOTHING_WRONG);
});

/**
 * Three hours of a busy account: what appears does so up to five minutes late, in bursts of one time and across pages.
 */
it.each([
	['ContactCreate', 1],
	['ContactCreate', 2],
	['ContactUpdate', 3],
])(
	'%s: what appears up to five minutes late comes once (seed %d)',
	async (event, seed) => {
		const random = new SeededRandom(`late ${seed}`);
		const below = (most: number): number => Math.floor(random.next() * most);
		const tally = new Tally();
		const born = Date.now() - 86_400_000;
		await tally.poll(event);
		const expected: string[] = [];
		for (let minute = 0; minute < 180; minute++) {
			wait(MINUTE);
			const quiet = minute % 40 > 28 || minute > 165;
			const burst = !quiet && below(15) === 0 ? 150 + below(150) : 0;
			const one = Date.now() - below(5 * MINUTE);
			const times = [
				...Array.from({ length: quiet ? 0 : below(12) }, () => Date.now() - below(5 * MINUTE)),
				...Array<number>(burst).fill(one),
			];
			expected.push(
				...put(
					times.map((at, number) =>
						event === 'ContactCreate'
							? { id: `m${minute}n${number}`, dateAdded: at }
							: { id: `m${minute}n${number}`, dateAdded: born, dateUpdated: at },
					),
				),
			);
			await tally.poll(event);
		}
		expect(expected.length).toBeGreaterThan(1_000);
		expect(tally.against(expected)).toEqual(NOTHING_WRONG);
	},
	180_000,
);

it("contacts created through the API are returned once while GHL's search lags by anything up to five minutes", async () => {
	const random = new SeededRandom('lag');
	const api = account(ghl);
	const tally = new Tally();
	await tally.poll('ContactCreate');
	const expected: string[] = [];
	for (let minute = 0; minute < 40; minute++) {
		wait(MINUTE);
		for (let number = 0; number < 3 && minute < 30; number++) {
			const id = await api.contact({});
			expected.push(keyOf(id, ghl.stored(id).dateAdded as number));
		}
		ghl.sandbox.clearFaults();
		ghl.sandbox.faults({ kind: 'indexLag', service: 'ghl', ms: Math.floor(random.next() * 5 * MINUTE) });
		await tally.poll('ContactCreate');
	}
	expect(tally.against(expected)).toEqual(NOTHING_WRONG);
}, 60_000);
