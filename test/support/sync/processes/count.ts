import { ledgerAt, type LedgerAt } from './ledgerAt';

/** Raises the revision of one link `times` times under its lease: `count.ts <ledger as JSON> <owner> <times>`. */
async function main([at, owner, times]: string[]): Promise<void> {
	const ledger = await ledgerAt(JSON.parse(at) as LedgerAt); // by the test that starts it
	const member = { system: 'rental', account: 'shop', id: '1' };
	for (let done = 0; done < Number(times);) {
		if (!(await ledger.acquire(owner, ['link'], 500)).held) {
			await new Promise((resolve) => setTimeout(resolve, 1));
			continue;
		}
		const [link] = await ledger.links('contacts', member);
		await new Promise((resolve) => setTimeout(resolve, 1));
		if (
			await ledger.commit([{ put: 'link', row: { ...link, rev: link.rev + 1 }, expect: link.rev }], {
				owner,
				keys: ['link'],
				margin: 0,
			})
		)
			done += 1;
		await ledger.release(owner);
		process.stdout.write('.');
	}
	await ledger.close();
}

void main(process.argv.slice(2));
