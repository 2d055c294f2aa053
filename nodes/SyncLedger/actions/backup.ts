import type { INodeProperties } from 'n8n-workflow';
import { backUp, BackupProblem, restore } from '../../../sync/ledger/backup';
import { InputProblem } from '../../shared/parameters/input';
import { ledgerOf } from '../../shared/sync/ledger';
import { ledgerOperation } from '../ledgerOperation';

const binaryProperty: INodeProperties = {
	displayName: 'Input Binary Field',
	name: 'binaryProperty',
	type: 'string',
	required: true,
	default: 'data',
	hint: 'The name of the input field containing the backup',
};
const replace: INodeProperties = {
	displayName: 'Replace What Is There',
	name: 'replace',
	type: 'boolean',
	default: false,
	description:
		'Whether the backup takes the place of a ledger that is not empty. What was synced since the backup is forgotten.',
};

/** `2026-11-28T10-30-00Z`, as every file system takes it. */
const stamp = (): string => `${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}Z`;

export const backUpLedger = ledgerOperation(
	{
		resource: 'ledger',
		name: 'backUp',
		label: 'Back Up',
		action: 'Back up ledger',
		effect: 'read',
		description:
			'Get the whole ledger as it is at one moment as a file, while Sync goes on. It holds IDs and fingerprints, no values and no key: keep the hash key of the ledger with it.',
		parameters: [],
		file: async (_, input) => {
			const { file, rows } = backUp(await ledgerOf(input));
			return {
				fileName: `sync-ledger-${stamp()}.ndjson.gz`,
				mimeType: 'application/gzip',
				content: file,
				told: () => ({ rows: { ...rows } }),
			};
		},
	},
	async () => await Promise.resolve({}),
);

export const restoreLedger = ledgerOperation(
	{
		resource: 'ledger',
		name: 'restore',
		label: 'Restore',
		action: 'Restore ledger',
		effect: 'idempotent',
		description:
			'Put a backup into an empty ledger, or in the place of what is there: all of it, or nothing. The ledger must have the hash key that the backup was made with. Deactivate the workflows that sync first.',
		parameters: [binaryProperty, replace],
		keys: () => ['restore'],
	},
	async (opened, input) => {
		const file = await input.file('binaryProperty');
		const { at, rows } = await restore(opened, file, input.flag('replace')).catch((error: unknown) =>
			Promise.reject(
				error instanceof BackupProblem ? new InputProblem('binaryProperty', error.message, error.remedy) : error,
			),
		);
		return { restored: true, backedUpAt: at, rows: { ...rows } };
	},
);
