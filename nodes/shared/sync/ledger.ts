import { randomUUID } from 'node:crypto';
import type { ICredentialDataDecryptedObject, INodeCredentialDescription, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import type { Clock, OpenLedger, Random } from '../../../sync';
import type { LedgerSettings } from '../../../sync/ledger/openPostgres';
import { tidyOnceADay } from '../../../sync/manage/tidy';
import { InputProblem, titleOf, type Input } from '../parameters/input';
import { sleep } from '../http/sleep';

/**
 * In the `credentials` of every node with the choice below. Only the node that tests it writes out the name: n8n's
 * linter wants a test in each that does.
 */
export const LEDGER_CREDENTIAL = 'syncLedgerPostgresApi';

/**
 * `/ledger` and not `ledger`: the editor takes a parameter that a credential names for a choice of authentication, and
 * hides each parameter on which that one depends, such as Resource and Operation. It does not look at names from the
 * root.
 */
export const withPostgres: INodeCredentialDescription['displayOptions'] = { show: { '/ledger': ['postgres'] } };

/** Where the ledger is: a parameter of every node that uses it. */
export const ledgerChoice: INodeProperties = {
	displayName: 'Ledger',
	name: 'ledger',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'File on This Host', value: 'file', description: 'Nothing to set up. It cannot be used in queue mode.' },
		{ name: 'Postgres', value: 'postgres', description: 'A database that all workers reach, as queue mode needs it' },
	],
	default: 'file',
	description: 'Where it is kept which records belong together. All nodes that sync must use the same.',
};

const QUEUE = new InputProblem(
	'ledger',
	'n8n runs in queue mode, where the ledger of Sync cannot be a file of one host: choose Postgres',
	'Workers on several hosts would each have a ledger of their own, and make records twice. Choose "Postgres" under "Ledger" here and in all other nodes that sync.',
);

/** The ledger that a node chose, made on first use. Loaded late: nodes that never sync need no database. */
export async function openLedger(
	chosen: string,
	credential: () => Promise<ICredentialDataDecryptedObject>,
): Promise<OpenLedger> {
	const { hostLedger, isQueueMode, postgresLedger } = await import('../../../sync/ledger/host');
	if (chosen !== 'postgres' && isQueueMode()) throw QUEUE;
	const opened = chosen === 'postgres' ? await postgresLedger(settingsOf(await credential())) : hostLedger();
	void tidyOnceADay(opened.ledger);
	return opened;
}

/** The ledger that the node of these calls chose. */
export const ledgerOf = async (input: Input): Promise<OpenLedger> =>
	await openLedger(input.text('ledger'), async () => await input.credential(LEDGER_CREDENTIAL));

const settings = z.object({
	host: z.string().trim().min(1),
	port: z.coerce.number().int().positive(),
	database: z.string().trim().min(1),
	schema: z.string().trim().min(1),
	user: z.string().trim().min(1),
	password: z.string(),
	ssl: z.enum(['disable', 'require', 'verify']),
	ca: z.string().trim().optional(),
	secretHashKey: z.string().trim(),
});

/** What the credential says. Throws `InputProblem`. */
export function settingsOf(credential: ICredentialDataDecryptedObject): LedgerSettings {
	const parsed = settings.safeParse(credential);
	if (!parsed.success) {
		const [field] = parsed.error.issues[0].path.map(String);
		throw new InputProblem(
			field,
			`The credential of the ledger is not complete: ${titleOf(field)} is missing or invalid`,
			'Open the credential and fill in this field.',
		);
	}
	const { secretHashKey: hashKey, ...database } = parsed.data;
	return { ...database, hashKey };
}

/** Waiting ends with `Cancelled` when the user cancels the execution. */
export const clockOf = (signal?: AbortSignal): Clock => ({
	now: () => Date.now(),
	sleep: async (milliseconds) => await sleep(milliseconds, signal),
});

export const random: Random = { next: () => Math.random(), id: () => randomUUID() };
