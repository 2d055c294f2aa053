import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { postgresLedger } from '../../sync/ledger/host';
import { settingsOf } from '../shared/sync/ledger';

/** Opens the ledger as a node would: the connection, the rights in the schema and the hash key are all tried. */
export async function testLedger(this: ICredentialTestFunctions, { data = {} }: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	try {
		const { ledger } = await postgresLedger(settingsOf(data));
		await ledger.now();
		return { status: 'OK', message: 'The ledger is ready' };
	} catch (error) {
		return { status: 'Error', message: error instanceof Error ? error.message : String(error) };
	}
}
