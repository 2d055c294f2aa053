import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Rule } from '../../../sync';
import { locator } from '../locator';

/** What a Sync is called where it is used: the app written to, and its record. */
export interface Words {
	readonly app: string;
	readonly record: string;
	/** The app that the record to match comes from, unless the user says otherwise. */
	readonly initialSystem: string;
	/** What the links of such records are called, unless the user says otherwise. */
	readonly pair: string;
	/** Of a child: what its parent is called in the other app. */
	readonly parent?: string;
	/** What the links of the parents are called, unless the user says otherwise. */
	readonly parentPair?: string;
	/** Of what is no person, so that neither e-mail nor phone finds it. Children are none. */
	readonly isThing?: true;
	/** Sync makes none of these: they are linked already, or left alone. */
	readonly neverMade?: true;
	/** What is done to a record that is to be archived, where it is something else. */
	readonly archive?: string;
	/** Who wins unless the user says otherwise: by default the newer change, which takes an app that tells when a record was changed. */
	readonly rule?: Rule;
}

const isPerson = ({ parent, isThing }: Words): boolean => parent === undefined && !isThing;

export const SYSTEMS: INodePropertyOptions[] = [
	{ name: 'Booqable', value: 'booqable' },
	{ name: 'GHL', value: 'ghl' },
	{ name: 'Other App', value: 'other' },
	{ name: 'Roofr', value: 'roofr' },
];

/** Named relations of two entities: chosen from a list, so that a typo can't split one. */
export const PAIRS: INodePropertyOptions[] = [
	{ name: 'Appointments', value: 'appointments' },
	{ name: 'Companies', value: 'companies' },
	{ name: 'Contacts', value: 'contacts' },
	{ name: 'Jobs', value: 'jobs', description: 'Jobs of Roofr with their customers, and what they were made of' },
	{ name: 'Milestones', value: 'milestones', description: 'Steps of an order, each a task' },
	{ name: 'Notes', value: 'notes' },
	{ name: 'Opportunities', value: 'opportunities' },
	{ name: 'Tasks', value: 'tasks' },
];

export const pair = (initial = 'contacts'): INodeProperties => ({
	displayName: 'Pair',
	name: 'pair',
	type: 'options',
	options: PAIRS,
	default: initial,
	description: 'Which links are meant. Both directions of a sync must use the same.',
});

const parentPair = (initial?: string): INodeProperties => ({ ...pair(initial), displayName: 'Pair of the Parent', name: 'parentPair', description: 'The links in which the partner of the parent is found' });

const parentId = (parent: string): INodeProperties => ({
	displayName: 'Belonging To',
	name: 'parentId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 7f5ad3d6-06c3-4e0c-9c1c-3c6e0c1d4c1a',
	description: `ID of the ${parent} that it belongs to, in the same app. It is made under the partner of that; until there is one, it waits.`,
});

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
		description: 'The account that the record is in: the company slug of Booqable, the location ID of GHL, "roofr" for Roofr. The list shows those that the ledger has links of.',
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
	{ name: `${app} Wins`, value: 'target' },
];

const whoWins = ({ app, rule = 'newest' }: Words): INodeProperties => ({
	displayName: 'When Both Changed',
	name: 'rule',
	type: 'options',
	options: rules(app),
	default: rule,
	description: 'Which value a field gets that was changed on both sides since they last agreed',
});

const dryRun: INodeProperties = { displayName: 'Dry Run', name: 'dryRun', type: 'boolean', default: false, description: 'Whether to only say what would be done: nothing is written, and the ledger stays as it is' };

/** The sentence of a Sync: a record of which app, in which account, with which ID; which fields; found by what; who wins. */
export const sentence = (words: Words, fields: INodeProperties): INodeProperties[] => [
	nearSystem(words.initialSystem),
	otherSystem('nearSystem', 'nearSystemName'),
	nearAccount,
	nearId,
	...(words.parent ? [parentId(words.parent)] : []),
	nearVersion,
	fields,
	...(isPerson(words) ? [matchBy] : []),
	whoWins(words),
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
		{ name: 'In the Other App', value: 'source' },
		{ name: 'Nowhere', value: 'none' },
		{ name: 'On This Side', value: 'target' },
	],
	'usual',
	'Which side may have several records of one person',
);

const primary: INodeProperties = choice('Exchanging Record', 'primary', [{ name: 'The First', value: 'first' }, { name: 'The Newest', value: 'newest' }], 'newest', 'Which of several records of a person exchanges fields with the other side');

const stamp: INodeProperties = { displayName: 'Stamp', name: 'stamp', type: 'string', default: '', placeholder: 'e.g. {{ $json.record.properties.ghl_contact_id }}', description: 'What the sync field of the record says: the ID of its partner. "Set Up Sync Fields" makes such fields.' };

/** The options of a Sync; each has the engine's own default. */
export const syncOptions = (words: Words): INodeProperties[] => {
	const { app, record, pair: links, parent, neverMade, archive = 'Archive' } = words;
	const ofPeople = (...options: INodeProperties[]) => (isPerson(words) ? options : []);
	const ofMade = (...options: INodeProperties[]) => (neverMade ? [] : options);
	return [
		{ displayName: 'Clear Emptied Fields', name: 'clear', type: 'boolean', default: false, description: `Whether a field that was emptied in the other app is emptied in ${app}. Fields that are not mapped are never touched.` },
		time('Created At', 'createdAt', 'When its app made the record: decides which of several records of a person is the newest'),
		...ofPeople(phoneCountry, primary),
		fieldRules(app),
		...ofPeople(further),
		...ofMade({ displayName: 'Index Delay', name: 'lagCeiling', type: 'number', typeOptions: { minValue: 1 }, default: 120, description: `Seconds after which ${app} surely finds a new ${record} in its search: until then, nothing is made again after an unclear answer` }),
		pair(links),
		...(parent ? [parentPair(words.parentPair)] : []),
		{ displayName: 'Record Is Gone', name: 'deleted', type: 'boolean', default: false, description: 'Whether its app said, when it was read by ID, that the record was deleted or archived' },
		...ofPeople(many, stamp),
		...ofMade(choice(
			'When Nothing Matches',
			'whenUnmatched',
			[{ name: `Create the ${record}`, value: 'create' }, { name: 'Do Nothing', value: 'skip' }],
			'create',
			'What happens with a record that has no partner yet',
		)),
		choice(
			'When the Other Record Is Gone',
			'deletes',
			[
				{ name: `${archive} the ${record}`, value: 'archive' },
				{ name: 'Cut the Link', value: 'unlink' },
				...(neverMade ? [] : [{ name: `Delete the ${record}`, value: 'delete' }]),
				{ name: 'Do Nothing', value: 'ignore' },
			],
			'unlink',
			'What follows from "Record Is Gone". An edit made since always wins.',
		),
		choice(
			`When the ${record} Is Gone`,
			'targetGone',
			[{ name: 'Ask a Person', value: 'review' }, { name: 'Cut the Link', value: 'unlink' }, ...(neverMade ? [] : [{ name: 'Make It Again', value: 'recreate' }])],
			neverMade ? 'unlink' : 'recreate',
			`What an edit in the other app does when ${app} has no such record any more`,
		),
		choice(
			'When Values Differ at First',
			'firstContact',
			[{ name: 'Ask a Person', value: 'review' }, { name: 'The Other App Wins', value: 'source' }, { name: `${app} Wins`, value: 'target' }],
			'review',
			'Which value counts when two records that were never synced meet. An empty field is filled in any case.',
		),
	];
};
