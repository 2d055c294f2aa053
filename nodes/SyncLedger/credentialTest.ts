import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { postgresLedger } from '../../sync/ledger/host';
import { InputProblem } from '../shared/parameters/input';
import { settingsOf } from '../shared/sync/ledger';

/** The reason as a sentence, with what to do where the credential is not complete. */
function inWords(error: unknown): string {
	const reason = error instanceof Error ? error.message : String(error);
	const remedy = error instanceof InputProblem ? error.remedy : undefined;
	return [reason.charAt(0).toUpperCase() + reason.slice(1), remedy].filter(Boolean).join('. ');
}

/** Opens the ledger as a node would: the connection, the rights in the schema and the hash key are all tried. */
export async function testLedger(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	try {
		const { ledger } = await postgresLedger(settingsOf(data));
		await ledger.now();
		return { status: 'OK', message: 'The ledger is ready' };
	} catch (error) {
		return { status: 'Error', message: inWords(error) };
	}
}
