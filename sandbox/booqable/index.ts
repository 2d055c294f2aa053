import type { Service, World } from '../service';
import { bodyOf, notFound } from './errors';
import type { Account } from './models/account';
import { tables } from './models/tables';
import { addRoutes } from './routes';
import { seedAccount } from './seed';
import { accountsAtStart } from './start';
import { flat } from './views/view';

export { sampleCustomers } from './sampleCustomers';

/** Stands in for Booqable: `/booqable/{slug}` answers as `https://{slug}.booqable.com` does. */
export function booqable(world: World): Service {
	let accounts = accountsAtStart(world);
	const accountOf = (slug: string): Account => {
		const account = accounts.get(slug);
		if (!account) throw notFound();
		return account;
	};
	return {
		name: 'booqable',
		register: (app) => addRoutes(app, accountOf),
		reset: () => {
			for (const account of accounts.values()) account.discard();
			accounts = accountsAtStart(world);
		},
		seed: (input) => seedAccount(accounts, input),
		state: () => Object.fromEntries([...accounts].map(([slug, account]) => [slug, stateOf(account)])),
		expireTokens: () => {
			for (const account of accounts.values()) account.grants.expire();
		},
		errorBody: bodyOf,
	};
}

function stateOf(account: Account): unknown {
	const records = account
		.types()
		.map((type) => [
			type,
			account
				.all(type)
				.map((record) => (tables.has(type) ? flat(account, record) : { id: record.id, ...record.values })),
		]);
	return {
		plan: account.plan.name,
		api_usage: account.monthlyCalls.used(account.slug),
		oauth: account.grants.state(),
		...Object.fromEntries(records),
	};
}
