import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { locator } from '../locator';

/** What a Sync is called where it is used: the app written to, and its record. */
export interface Words {
	readonly app: string;
	readonly record: string;
	/** The app that the record to match comes from, unless the user says otherwise. */
	readonly initialSystem: string;
}

export const SYSTEMS: INodePropertyOptions[] = [
	{ name: 'Booqable', value: 'booqable' },
	{ name: 'GHL', value: 'ghl' },
	{ name: 'Other App', value: 'other' },
	{ name: 'Roofr', value: 'roofr' },
];

export const pair: INodeProperties = {
	displayName: 'Pair',
	name: 'pair',
	type: 'options',
	options: [
		{ name: 'Companies', value: 'companies' },
		{ name: 'Contacts', value: 'contacts' },
	],
	default: 'contacts',
	description: 'Which links are meant. Both directions of a sync must use the same.',
};

export const nearSystem = (initial: string): INodeProperties => ({
	displayName: 'Match a Record Of',
	name: 'nearSystem',
	type: 'options',
	options: SYSTEMS,
	default: initial,
	description: 'The app whose record is given',
});

export const otherSystem = (when: string, name: string): INodeProperties => ({
	displayName: 'Name of the App',
	name,
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. warehouse',
	displayOptions: { show: { [when]: ['other'] } },
	description: 'Any name, the same in all workflows',
});

export const nearAccount: INodeProperties = {
	...locator({
		name: 'nearAccount',
		label: 'In Account',
		searchListMethod: 'searchSyncAccounts',
		description: 'The account that the record is in: the company slug of Booqable, the location ID of GHL. The list shows those that the ledger has links of.',
		idPlaceholder: 'e.g. demo-rentals',
	}),
	typeOptions: { loadOptionsDependsOn: ['nearSystem'] },
};

export const nearId: INodeProperties = { displayName: 'With ID', name: 'nearId', type: 'string', required: true, default: '', placeholder: 'e.g. 7f5ad3d6-06c3-4e0c-9c1c-3c6e0c1d4c1a', description: 'The ID that the record has in its own app' };

const nearVersion: INodeProperties = {
	displayName: 'Last Changed At',
	name: 'nearVersion',
	type: 'dateTime',
	default: '',
	placeholder: 'e.g. {{ $json.record.updated_at }}',
	description: 'When its app last changed the record. With it, old news is known as such, and the newer of two changes can win.',
};

export const matchBy: INodeProperties = {
	displayName: 'Find It By',
	name: 'matchBy',
	type: 'options',
	options: [
		{ name: 'Email', value: 'email' },
		{ name: 'Email, Then Phone', value: 'email,phone' },
		{ name: 'Link and Stamp Only', value: 'none' },
		{ name: 'Phone', value: 'phone' },
		{ name: 'Phone, Then Email', value: 'phone,email' },
	],
	default: 'email,phone',
	description: 'How the record is found that belongs to it, as long as no link says so. A phone counts only if the names agree.',
};

const rules = (app: string): INodePropertyOptions[] => [
	{ name: 'Ask a Person', value: 'review', description: 'The outcome is "review"; the field waits in the ledger' },
	{ name: 'The Newer Change Wins', value: 'newest', description: 'By the times of the records; less than five minutes apart, a person is asked' },
	{ name: 'The Other App Wins', value: 'source' },
	{ name: `${app} Wins`, value: 'destination' },
];

const whoWins = (app: string): INodeProperties => ({
	displayName: 'When Both Changed',
	name: 'rule',
	type: 'options',
	options: rules(app),
	default: 'newest',
	description: 'Which value a field gets that was changed on both sides since they last agreed',
});

const dryRun: INodeProperties = { displayName: 'Dry Run', name: 'dryRun', type: 'boolean', default: false, description: 'Whether to only say what would be done: nothing is written, and the ledger stays as it is' };

/** The sentence of a Sync: a record of which app, in which account, with which ID; which fields; found by what; who wins. */
export const sentence = ({ app, initialSystem }: Words, fields: INodeProperties): INodeProperties[] => [
	nearSystem(initialSystem),
	otherSystem('nearSystem', 'nearSystemName'),
	nearAccount,
	nearId,
	nearVersion,
	fields,
	matchBy,
	whoWins(app),
	dryRun,
];

const time = (displayName: string, name: string, description: string): INodeProperties => ({ displayName, name, type: 'dateTime', default: '', description });
const choice = (displayName: string, name: string, options: INodePropertyOptions[], initial: string, description: string): INodeProperties => ({ displayName, name, type: 'options', options, default: initial, description });

const fieldRules = (app: string): INodeProperties => ({
	displayName: 'Field Rules',
	name: 'fieldRules',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Field',
	default: {},
	description: 'What single fields do differently from the rest',
	options: [
		{
			displayName: 'Field',
			name: 'field',
			values: [
				{ displayName: 'Copy Of', name: 'from', type: 'string', default: '', placeholder: 'e.g. property_phone', description: 'Name of the field that the Sync in the other direction writes. A dash for a value put together from several.' },
				{ displayName: 'Field Name', name: 'name', type: 'string', default: '', placeholder: 'e.g. custom_industry', description: 'As the mapper calls it in expressions' },
				{ displayName: 'Only When Empty', name: 'onlyWhenEmpty', type: 'boolean', default: false, description: `Whether to write it only while it is empty in ${app}` },
				{ displayName: 'When Both Changed', name: 'rule', type: 'options', options: [{ name: 'As Above', value: 'same' }, ...rules(app)], default: 'same' },
			],
		},
	],
});

export const phoneCountry: INodeProperties = { displayName: 'Default Phone Country', name: 'phoneCountry', type: 'string', default: '', placeholder: 'e.g. US', description: 'Country of phone numbers that do not name one, as two letters. Empty: the country of the account. The same in both directions.' };

export const further: INodeProperties = choice(
	'Further Record of a Person',
	'further',
	[
		{ name: 'Ask a Person', value: 'review' },
		{ name: 'Join the Others', value: 'join' },
		{ name: 'Make a Record of Its Own', value: 'own' },
	],
	'join',
	'What happens with one more record of somebody who is linked already',
);

export const many: INodeProperties = choice(
	'Several Records of One Person',
	'many',
	[
		{ name: 'As Usual for These Apps', value: 'usual', description: 'In Booqable, where each order from the online store makes a customer; else nowhere' },
		{ name: 'In the Other App', value: 'near' },
		{ name: 'Nowhere', value: 'none' },
		{ name: 'On This Side', value: 'far' },
	],
	'usual',
	'Which side may have several records of one person',
);

/** The options of a Sync; each has the engine's own default. */
export const syncOptions = ({ app, record }: Words): INodeProperties[] => [
	{ displayName: 'Clear Emptied Fields', name: 'clear', type: 'boolean', default: false, description: `Whether a field that was emptied in the other app is emptied in ${app}. Fields that are not mapped are never touched.` },
	time('Created At', 'createdAt', 'When its app made the record: decides which of several records of a person is the newest'),
	phoneCountry,
	choice('Exchanging Record', 'feeding', [{ name: 'The First', value: 'first' }, { name: 'The Newest', value: 'newest' }], 'newest', 'Which of several records of a person exchanges fields with the other side'),
	fieldRules(app),
	further,
	{ displayName: 'Index Delay', name: 'lagCeiling', type: 'number', typeOptions: { minValue: 1 }, default: 120, description: `Seconds after which ${app} surely finds a new ${record} in its search: until then, nothing is made again after an unclear answer` },
	pair,
	{ displayName: 'Record Is Gone', name: 'deleted', type: 'boolean', default: false, description: 'Whether its app said, when it was read by ID, that the record was deleted or archived' },
	many,
	{ displayName: 'Stamp', name: 'stamp', type: 'string', default: '', placeholder: 'e.g. {{ $json.record.properties.ghl_contact_id }}', description: 'What the sync field of the record says: the ID of its partner. "Set Up Sync Fields" makes such fields.' },
	choice(
		'When Nothing Matches',
		'whenUnmatched',
		[{ name: `Create the ${record}`, value: 'create' }, { name: 'Do Nothing', value: 'skip' }],
		'create',
		'What happens with a record that has no partner yet',
	),
	choice(
		'When the Other Record Is Gone',
		'deletes',
		[
			{ name: `Archive the ${record}`, value: 'archive' },
			{ name: 'Cut the Link', value: 'unlink' },
			{ name: `Delete the ${record}`, value: 'delete' },
			{ name: 'Do Nothing', value: 'ignore' },
		],
		'unlink',
		'What follows from "Record Is Gone". An edit made since always wins.',
	),
	choice(
		`When the ${record} Is Gone`,
		'farGone',
		[{ name: 'Ask a Person', value: 'review' }, { name: 'Cut the Link', value: 'unlink' }, { name: 'Make It Again', value: 'recreate' }],
		'recreate',
		`What an edit in the other app does when ${app} has no such record any more`,
	),
	choice(
		'When Values Differ at First',
		'firstContact',
		[{ name: 'Ask a Person', value: 'review' }, { name: 'The Other App Wins', value: 'source' }, { name: `${app} Wins`, value: 'destination' }],
		'review',
		'Which value counts when two records that were never synced meet. An empty field is filled in any case.',
	),
];
