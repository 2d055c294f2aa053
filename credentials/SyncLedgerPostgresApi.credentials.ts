import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

const secure = { show: { ssl: ['verify'] } };

/** A Postgres database that holds the ledger of Sync, and the key of its hashes. */
export class SyncLedgerPostgresApi implements ICredentialType {
	name = 'syncLedgerPostgresApi';

	displayName = 'Sync Ledger Postgres API';

	icon: Icon = { light: 'file:../icons/ledger.svg', dark: 'file:../icons/ledger.dark.svg' };

	documentationUrl =
		'https://github.com/example/n8n-nodes-ghl-booqable-roofr/blob/main/docs/credentials/syncLedgerPostgresApi.md';

	properties: INodeProperties[] = [
		{
			displayName:
				'The ledger remembers which records belong together. Its tables are created on first use, in their own schema, or by the test when you save.',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{ displayName: 'Host', name: 'host', type: 'string', required: true, default: 'localhost' },
		{ displayName: 'Port', name: 'port', type: 'number', required: true, default: 5432 },
		{ displayName: 'Database', name: 'database', type: 'string', required: true, default: 'postgres' },
		{
			displayName: 'Schema',
			name: 'schema',
			type: 'string',
			required: true,
			default: 'n8n_sync_ledger',
			description: 'Made when it is missing, if the user may create one. One ledger for each schema.',
		},
		{ displayName: 'User', name: 'user', type: 'string', required: true, default: 'postgres' },
		{ displayName: 'Password', name: 'password', type: 'string', typeOptions: { password: true }, default: '' },
		{
			displayName: 'SSL',
			name: 'ssl',
			type: 'options',
			options: [
				{ name: 'Off', value: 'disable', description: 'For a database on the same host or in a private network' },
				{ name: 'On', value: 'verify', description: 'The certificate and the name of the host are checked' },
				{
					name: 'On, Certificate Not Checked',
					value: 'require',
					description: 'Encrypted, but the certificate is not checked: someone in between could read it',
				},
			],
			default: 'disable',
		},
		{
			displayName: 'CA Certificate',
			name: 'ca',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: '-----BEGIN CERTIFICATE-----',
			displayOptions: secure,
			description: 'PEM of the authority that signed the certificate, if it is not a public one',
		},
		{
			displayName: 'Hash Key',
			name: 'secretHashKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'Key of the fingerprints in the ledger: 32 random bytes in hex or base64, as "openssl rand -hex 32" makes them. Keep a copy: without it the ledger is worthless. Every n8n that uses this ledger needs the same.',
		},
	];
}
