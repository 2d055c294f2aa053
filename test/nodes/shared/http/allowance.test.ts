import {
	countCall,
	isPaused,
	reasonOf,
	spentBy,
	spentIn,
	tellUsage,
	type Spent,
} from '../../../../nodes/shared/http/allowance';

const HOUR = 3_600_000;
const START = Date.parse('2026-11-29T12:00:00Z');
const DECEMBER = Date.parse('2026-12-01T00:00:00Z');
const rentals = { name: 'Rentals', allowance: { period: 'month' } } as const;
const crm = { name: 'CRM', allowance: { period: 'day', limit: 100 } } as const;

let number = 0;
/** An account of which nothing is known yet. */
const account = (name = `shop${++number}`) => ({ key: `key ${++number}`, name });

describe('how much is spent', () => {
	it('is what the app told and the calls since', () => {
		const shop = account();
		countCall(rentals, shop, START);
		tellUsage(rentals, shop, { used: 89, limit: 100, endsAt: DECEMBER }, START);
		expect(spentBy(rentals, shop, START)?.percent).toBe(89);
		countCall(rentals, shop, START);
		expect(spentBy(rentals, shop, START)).toEqual({
			app: 'Rentals',
			period: 'month',
			percent: 90,
			endsAt: DECEMBER,
			isOwnCount: false,
		});
	});

	it('counts on when the same answer is told again, as it is kept for a while', () => {
		const shop = account();
		const answer = { used: 50, limit: 100, endsAt: DECEMBER };
		tellUsage(rentals, shop, answer, START);
		for (let call = 0; call < 10; call++) countCall(rentals, shop, START);
		tellUsage(rentals, shop, answer, START);
		expect(spentBy(rentals, shop, START)?.percent).toBe(60);
	});

	it('is not known before the app has told it, two hours later, nor when its count has begun anew', () => {
		const shop = account();
		expect(spentBy(rentals, shop, START)).toBeUndefined();
		tellUsage(rentals, shop, { used: 99, limit: 100, endsAt: DECEMBER }, START);
		expect(spentBy(rentals, shop, START + 2 * HOUR - 1)?.percent).toBe(99);
		expect(spentBy(rentals, shop, START + 2 * HOUR)).toBeUndefined();
		tellUsage(rentals, shop, { used: 99, limit: 100, endsAt: DECEMBER }, DECEMBER - 1);
		expect(spentBy(rentals, shop, DECEMBER)).toBeUndefined();
	});

	it('is counted for a day against the documented limit where the app tells nothing', () => {
		const shop = account();
		for (let call = 0; call < 95; call++) countCall(crm, shop, START);
		expect(spentBy(crm, shop, START)).toMatchObject({ percent: 95, endsAt: START + 24 * HOUR, isOwnCount: true });
		expect(spentBy(crm, shop, START + 24 * HOUR)).toBeUndefined();
		countCall(crm, shop, START + 24 * HOUR);
		expect(spentBy(crm, shop, START + 24 * HOUR)?.percent).toBe(1);
	});

	it('is found by app and account: the most of all credentials that reach it', () => {
		const [one, other] = [account('twice'), account('twice')];
		tellUsage(rentals, one, { used: 20, limit: 100 }, START);
		tellUsage(rentals, other, { used: 70, limit: 100 }, START);
		tellUsage(crm, account('twice'), { used: 99, limit: 100 }, START);
		expect(spentIn('Rentals', 'twice', START)?.percent).toBe(70);
		expect(spentIn('Rentals', 'nobody', START)).toBeUndefined();
	});
});

describe('what is not urgent', () => {
	const spent: Spent = { app: 'Rentals', period: 'month', percent: 91, endsAt: DECEMBER, isOwnCount: false };

	it('waits from the chosen share on, never at 100, nor when nothing is known', () => {
		expect([90, 91, 92, 100].map((share) => isPaused(spent, share))).toEqual([true, true, false, false]);
		expect(isPaused({ ...spent, percent: 100 }, 100)).toBe(false);
		expect(isPaused(undefined, 1)).toBe(false);
	});

	it('says why, and until when', () => {
		expect(reasonOf(spent, 90)).toBe(
			'91 percent of the calls that Rentals allows in a month are spent. From 90 percent on, what is not urgent waits, until 1 December 2026, 00:00 UTC; what is urgent goes on',
		);
		expect(reasonOf({ ...spent, app: 'CRM', period: 'day', endsAt: undefined, isOwnCount: true }, 90)).toBe(
			'91 percent of the calls that CRM allows in a day are spent, by the count of this n8n alone, since CRM says nothing. From 90 percent on, what is not urgent waits, until CRM counts a new day; what is urgent goes on',
		);
	});
});
