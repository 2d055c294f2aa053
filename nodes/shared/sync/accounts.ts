import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { textOf } from '../parameters/input';
import { LEDGER_CREDENTIAL, openLedger } from './ledger';
import { PAIRS } from './parameters';

/** Links that are looked at for the names of accounts: few accounts have many links. */
const LOOKED_AT = 500;

const accountsOf = (parameter: string) =>
	async function (this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
		const system = textOf(this.getCurrentNodeParameter(parameter));
		const { ledger } = await openLedger(
			textOf(this.getCurrentNodeParameter('ledger')),
			async () => await this.getCredentials(LEDGER_CREDENTIAL),
		);
		const links = (
			await Promise.all(PAIRS.map(async ({ value }) => await ledger.listLinks(String(value), undefined, LOOKED_AT)))
		).flat();
		const ends = links.flatMap(({ head, member }) => [head, member]).filter((end) => end.system === system);
		const accounts = [...new Set(ends.map(({ account }) => account))].filter((account) => account.includes(filter));
		return { results: accounts.sort().map((account) => ({ name: account, value: account })) };
	};

/** The accounts of the chosen app that the ledger has links of. */
export const searchSyncAccounts = accountsOf('sourceApp');
export const searchTargetAccounts = accountsOf('targetApp');
