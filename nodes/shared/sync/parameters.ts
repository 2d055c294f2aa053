import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Rule } from '../../../sync';
import { locator } from '../parameters/locator';
import { pauseAtPercent } from '../parameters/pauseAtPercent';

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
	/** Of what is not a person, so that neither email nor phone finds it. Children are none. */
	readonly isThing?: true;
	/** Sync makes none of these: they are linked already, or left alone. */
	readonly neverMade?: true;
	/** What is done to a record that is to be archived, where it is something else. */
	readonly archive?: string;
	/**
	 * Who wins unless the user says otherwise: by default the newer change, which takes an app that tells when a record
	 * was changed.
	 */
	readonly rule?: Rule;
}

const titleCase = (noun: string): string => noun.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());

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
	{
		name: 'Jobs',
		value: 'jobs',
		description: 'Jobs of Roofr with their customers, and the records they were created from',
	},
	{ name: 'Milestones', value: 'milestones', description: 'Steps of an order, each a task' },
	{ name: 'Notes', value: 'notes' },
	{ name: 'Opportunities', value: 'opportunities' },
	{
		name: 'Segments',
		value: 'segments',
		description: 'Figures and tags of a customer that are kept on its contact, apart from their other fields',
	},
	{ name: 'Tasks', value: 'tasks' },
];

export const pair = (initial = 'contacts'): INodeProperties => ({
	displayName: 'Pair',
	name: 'pair',
	type: 'options',
	options: PAIRS,
	default: initial,
	description: 'The name of the relation whose links to use. Both directions of a sync must use the same pair.',
});

const parentPair = (initial?: string): INodeProperties => ({
	...pair(initial),
	displayName: 'Parent Pair',
	name: 'parentPair',
	description: 'The pair whose links lead from the parent to its match',
});

const parentId = (parent: string): INodeProperties => ({
	displayName: 'Parent ID',
	name: 'parentId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 7f5ad3d6-06c3-4e0c-9c1c-3c6e0c1d4c1a',
	description: `ID of the ${parent} that the record belongs to, in the source app. The record is created under the linked ${parent}; until there is one, it waits.`,
});

export const sourceApp = (initial: string): INodeProperties => ({
	displayName: 'Source App',
	name: 'sourceApp',
	type: 'options',
	options: SYSTEMS,
	default: initial,
	description: 'The app that the record comes from',
});

export const otherSystem = (when: string, name: string): INodeProperties => ({
	displayName: 'App Name',
	name,
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. warehouse',
	displayOptions: { show: { [when]: ['other'] } },
	description: 'Any name you like, as long as it is the same in all workflows',
});

export const sourceAccount: INodeProperties = {
	...locator({
		name: 'sourceAccount',
		label: 'Source Account',
		searchListMethod: 'searchSyncAccounts',
		description:
			'May stay empty after a trigger or a read of this package: it is then the "account" of the item. Otherwise the account that the record comes from: the company slug in Booqable, the location ID in GHL, "roofr" for Roofr. The list shows the accounts that already have links in the ledger.',
		idPlaceholder: 'e.g. demo-rentals',
		required: false,
	}),
	typeOptions: { loadOptionsDependsOn: ['sourceApp'] },
};

export const sourceId: INodeProperties = {
	displayName: 'Source Record ID',
	name: 'sourceId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 7f5ad3d6-06c3-4e0c-9c1c-3c6e0c1d4c1a',
	description: 'The ID of the record in the source app',
};

const sourceUpdatedAt: INodeProperties = {
	displayName: 'Source Updated At',
	name: 'sourceUpdatedAt',
	type: 'dateTime',
	default: '',
	description:
		'When the record was last changed in the source app. Sync uses it to ignore outdated events and to decide which of two changes is newer. If empty, it is taken from the item of a trigger or a read of this package.',
};

export const matchBy: INodeProperties = {
	displayName: 'Match By',
	name: 'matchBy',
	type: 'options',
	options: [
		{ name: 'Email', value: 'email' },
		{ name: 'Email, Then Phone', value: 'email,phone' },
		{ name: 'Link and External ID Only', value: 'none' },
		{ name: 'Phone', value: 'phone' },
		{ name: 'Phone, Then Email', value: 'phone,email' },
	],
	default: 'email,phone',
	description:
		'How to find the matching record while the two are not linked yet. A phone number only counts if the names match too.',
};

const rules = (app: string): INodePropertyOptions[] => [
	{
		name: 'Send to Review',
		value: 'review',
		description: 'The outcome is "review", and the field waits in the ledger for a decision',
	},
	{
		name: 'Newer Change Wins',
		value: 'newest',
		description: 'By the update times of the two records. Changes less than five minutes apart go to review.',
	},
	{ name: 'Source App Wins', value: 'source' },
	{ name: `${app} Wins`, value: 'target' },
];

const whoWins = ({ app, rule = 'newest' }: Words): INodeProperties => ({
	displayName: 'Conflict Resolution',
	name: 'conflictResolution',
	type: 'options',
	options: rules(app),
	default: rule,
	description: 'Which value a field gets that was changed in both apps since they last agreed',
});

const dryRun: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: false,
	description: 'Whether to only report what Sync would do. Nothing is written, and the ledger does not change.',
};

/** What a Sync asks for: the source record, its fields, how to match it, and who wins. */
export const sentence = (words: Words, fields: INodeProperties): INodeProperties[] => [
	sourceApp(words.initialSystem),
	otherSystem('sourceApp', 'sourceAppName'),
	sourceAccount,
	sourceId,
	...(words.parent ? [parentId(words.parent)] : []),
	sourceUpdatedAt,
	fields,
	...(isPerson(words) ? [matchBy] : []),
	whoWins(words),
	dryRun,
];

const time = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'dateTime',
	default: '',
	description,
});
const choice = (
	displayName: string,
	name: string,
	options: INodePropertyOptions[],
	initial: string,
	description: string,
): INodeProperties => ({ displayName, name, type: 'options', options, default: initial, description });

const fieldRules = (app: string): INodeProperties => ({
	displayName: 'Field Rules',
	name: 'fieldRules',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Field',
	default: {},
	description: 'Fields that follow other rules than the rest',
	options: [
		{
			displayName: 'Field',
			name: 'field',
			values: [
				{
					displayName: 'Source Field',
					name: 'sourceField',
					type: 'string',
					default: '',
					placeholder: 'e.g. property_phone',
					description:
						'The field that the Sync in the other direction writes. Enter a dash for a value made of several fields.',
				},
				{
					displayName: 'Field Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. custom_industry',
					description: 'The name of the field as the mapper uses it in expressions',
				},
				{
					displayName: 'Only When Empty',
					name: 'onlyWhenEmpty',
					type: 'boolean',
					default: false,
					description: `Whether to write the field only while it is empty in ${app}`,
				},
				{
					displayName: 'Conflict Resolution',
					name: 'conflictResolution',
					type: 'options',
					options: [{ name: 'Default', value: 'same' }, ...rules(app)],
					default: 'same',
				},
			],
		},
	],
});

export const phoneCountry: INodeProperties = {
	displayName: 'Default Phone Country',
	name: 'phoneCountry',
	type: 'string',
	default: '',
	placeholder: 'e.g. US',
	description:
		'Two-letter country code for phone numbers without a country code. If empty, the country of the account. Use the same in both directions.',
};

export const further: INodeProperties = choice(
	'Additional Record of a Person',
	'additionalRecord',
	[
		{ name: 'Create a Separate Record', value: 'own' },
		{ name: 'Link to the Same Record', value: 'join' },
		{ name: 'Send to Review', value: 'review' },
	],
	'join',
	'What to do with another record of a person who is already linked',
);

export const many: INodeProperties = choice(
	'Duplicates per Person',
	'duplicatesPerPerson',
	[
		{
			name: 'Default',
			value: 'usual',
			description:
				'Allowed in Booqable, where each order from the online store creates a customer, and in Roofr, where a customer has several jobs; in no other app',
		},
		{ name: 'In Both Apps Just One', value: 'none' },
		{ name: 'In the Target App', value: 'target' },
		{ name: 'In the Source App', value: 'source' },
	],
	'usual',
	'Which app may have several records of one person',
);

const primaryRecord: INodeProperties = choice(
	'Primary Record',
	'primaryRecord',
	[
		{ name: 'First', value: 'first' },
		{ name: 'Newest', value: 'newest' },
	],
	'newest',
	'Which of several records of a person exchanges fields with the other app',
);

const furtherFields: INodeProperties = {
	displayName: 'Further Fields',
	name: 'furtherFields',
	type: 'json',
	default: '',
	placeholder: "e.g. {{ [{ field: 'custom_size', sourceField: 'property_size', value: $json.size }] }}",
	description:
		'More fields than those mapped above, for a mapping that is made while the workflow runs: a list with the field as the mapper names it in expressions, its value, and the field of the source app where that has another name',
};

const externalId: INodeProperties = {
	displayName: 'External ID',
	name: 'externalId',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.record.properties.ghl_contact_id }}',
	description:
		'The ID of the linked record, as the sync field of the source record holds it. "Set Up Sync Fields" creates these fields.',
};

/** The options of a Sync; each has the engine's own default. */
export const syncOptions = (words: Words): INodeProperties[] => {
	const { app, pair: links, parent, neverMade } = words;
	const ofPeople = (...options: INodeProperties[]) => (isPerson(words) ? options : []);
	const ofMade = (...options: INodeProperties[]) => (neverMade ? [] : options);
	return [
		{
			displayName: 'Clear Emptied Fields',
			name: 'clear',
			type: 'boolean',
			default: false,
			description: `Whether to clear a field in ${app} when it was cleared in the source app. Fields that are not mapped never change.`,
		},
		...ofMade(createLimit(words)),
		time(
			'Created At',
			'createdAt',
			'When the record was created in the source app. Decides which of several records of a person is the newest.',
		),
		...ofPeople(phoneCountry, primaryRecord),
		fieldRules(app),
		furtherFields,
		...ofPeople(further),
		...ofMade(searchIndexLag(words)),
		pair(links),
		pauseAtPercent(
			`From this share of the calls that ${app} allows in a day or month, a record is not synced but waits: it is due again each hour. Set it where many records come at once that are not urgent. 100: never.`,
		),
		...(parent ? [parentPair(words.parentPair)] : []),
		{
			displayName: 'Source Deleted',
			name: 'sourceDeleted',
			type: 'boolean',
			default: false,
			description: 'Whether the source app reported the record as deleted or archived when it was read by ID',
		},
		...ofPeople(many, externalId),
		...ofMade(whenNoMatch(words)),
		whenSourceDeleted(words),
		whenTargetDeleted(words),
		initialConflict(words),
	];
};

const createLimit = ({ app, record }: Words): INodeProperties => ({
	displayName: 'Create Limit',
	name: 'createLimit',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 50,
	description: `How many records of the pair may be created within an hour before the rest waits for a decision, in case a mistake would create each ${record} again. 5% of the links are always allowed; 0 means any number. For a first load into ${app}, run "Approve Creates" of Sync Ledger instead.`,
});

const searchIndexLag = ({ app, record }: Words): INodeProperties => ({
	displayName: 'Search Index Lag',
	name: 'searchIndexLag',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 120,
	description: `Seconds until ${app} reliably finds a new ${record} in a search. Until then, Sync does not repeat a create whose answer was unclear.`,
});

const whenNoMatch = ({ record }: Words): INodeProperties =>
	choice(
		'When Nothing Matches',
		'whenNoMatch',
		[
			{ name: `Create the ${titleCase(record)}`, value: 'create' },
			{ name: 'Do Nothing', value: 'skip' },
		],
		'create',
		'What to do with a record that is not linked and has no match',
	);

const whenSourceDeleted = ({ record, neverMade, archive = 'Archive' }: Words): INodeProperties =>
	choice(
		'When Source Is Deleted',
		'whenSourceDeleted',
		[
			{ name: `${archive} the ${titleCase(record)}`, value: 'archive' },
			...(neverMade ? [] : [{ name: `Delete the ${titleCase(record)}`, value: 'delete' }]),
			{ name: 'Do Nothing', value: 'ignore' },
			{ name: 'Unlink', value: 'unlink' },
		],
		'unlink',
		'What to do when "Source Deleted" is on. A later edit always wins over the delete.',
	);

const whenTargetDeleted = ({ app, record, neverMade }: Words): INodeProperties =>
	choice(
		`When the ${titleCase(record)} Is Deleted`,
		'whenTargetDeleted',
		[
			...(neverMade ? [] : [{ name: 'Create It Again', value: 'recreate' }]),
			{ name: 'Send to Review', value: 'review' },
			{ name: 'Unlink', value: 'unlink' },
		],
		neverMade ? 'unlink' : 'recreate',
		`What to do with an edit in the source app when ${app} no longer has the record`,
	);

const initialConflict = ({ app }: Words): INodeProperties =>
	choice(
		'Initial Conflict',
		'initialConflict',
		[
			{ name: 'Send to Review', value: 'review' },
			{ name: 'Source App Wins', value: 'source' },
			{ name: `${app} Wins`, value: 'target' },
		],
		'review',
		'Which value a field gets when two records are linked for the first time and their values differ. An empty field is always filled.',
	);
