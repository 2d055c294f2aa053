import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Endpoint } from '../../../shared/endpoint';
import { mayHaveWritten } from '../../../shared/http/errors';
import { InputProblem, textOf, type Input } from '../../../shared/parameters/input';
import { fieldMapper } from '../../../shared/parameters/mapper';
import { operation } from '../../../shared/operation';
import { jobAndCustomer, type Choices, type MissingLastName } from '../../bridge/jobAndCustomer';
import { externalId, type Origin } from '../../bridge/origin';
import { BRIDGE_PATH } from '../../transport/authenticate';

/** How the mapper takes name and address. */
export const forms: INodeProperties[] = [
	{
		displayName: 'Name Format',
		name: 'nameAs',
		type: 'options',
		options: [
			{ name: 'First and Last Name', value: 'parts' },
			{ name: 'Full Name', value: 'full', description: 'The last word becomes the last name' },
		],
		default: 'parts',
	},
	{
		displayName: 'Address Format',
		name: 'addressAs',
		type: 'options',
		options: [
			{ name: 'One Line', value: 'line', description: 'US and Canadian addresses: street, city, ST code' },
			{ name: 'Separate Fields', value: 'parts' },
		],
		default: 'parts',
	},
];

const parameters: INodeProperties[] = [
	{
		displayName:
			'Roofr answers nothing here: "accepted" means that the bridge accepted the job, not that it exists. The Roofr Trigger reports "Job Created" if the bridge is built to confirm it.',
		name: 'acceptedNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Made From',
		name: 'sourceSystem',
		type: 'options',
		options: [
			{ name: 'Booqable', value: 'booqable' },
			{ name: 'GHL', value: 'ghl' },
			{ name: 'Other', value: 'other' },
		],
		default: 'ghl',
		description:
			'Where the record comes from. Together with its ID it forms the external ID, the same each time, by which repetitions are recognized.',
	},
	{
		displayName: 'Account ID',
		name: 'sourceAccount',
		type: 'string',
		default: '',
		placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
		description: 'Location (GHL) or company slug (Booqable) of the record; needed where you use several',
	},
	{
		displayName: 'Record ID',
		name: 'sourceId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. seD4PfOuKoVMLkEZqohJ',
		description: 'ID of the contact or customer that the job is for',
	},
	...forms,
	fieldMapper({
		resourceMapperMethod: 'getJobAndCustomerColumns',
		mode: 'add',
		loadOptionsDependsOn: ['nameAs', 'addressAs'],
	}),
];

/** What becomes of names and countries that are missing, and of the job's name. */
export const completions: INodeProperties[] = [
	{
		displayName: 'Default Country',
		name: 'country',
		type: 'string',
		default: 'United States',
		description: 'Used if the record has none, and its state and postal code do not show it',
	},
	{
		displayName: 'Marker in Job Name',
		name: 'marker',
		type: 'boolean',
		default: true,
		description:
			'Whether the name of the job ends with the record ID, e.g. [ghl seD4PfOuKoVMLkEZqohJ]. The name is the one field known to come back, so events find their record by it.',
	},
	{
		displayName: 'Missing Last Name',
		name: 'missingLastName',
		type: 'options',
		options: [
			{ name: 'Refuse the Item', value: 'refuse' },
			{ name: 'Repeat the First Name', value: 'repeat' },
			{ name: 'Use a Dash', value: 'dash' },
		],
		default: 'refuse',
		description: 'Roofr accepts no customer without a last name',
	},
];

const options: INodeProperties[] = [
	...completions,
	{
		displayName: 'Occasion ID',
		name: 'occasionId',
		type: 'string',
		default: '',
		description: 'ID of the opportunity or appointment, where one record may have several jobs',
	},
];

export function originOf(input: Input): Origin {
	const origin = {
		system: input.required('sourceSystem'),
		account: input.text('sourceAccount'),
		recordId: input.required('sourceId'),
		occasionId: textOf(input.option('occasionId')),
	};
	const wrong = [origin.account, origin.recordId, origin.occasionId].find((part) => /[\s:\][]/.test(part));
	if (wrong)
		throw new InputProblem(
			'sourceId',
			'The ID of the record or of its account is not an ID',
			'Map the IDs alone: without blanks, colons and brackets.',
		);
	return origin;
}

function choices(input: Input): Choices {
	const missingLastName = textOf(input.option('missingLastName'));
	return {
		name: input.text('nameAs') === 'full' ? 'full' : 'parts',
		address: input.text('addressAs') === 'line' ? 'line' : 'parts',
		missingLastName: isChoice(missingLastName) ? missingLastName : 'refuse',
		country: textOf(input.option('country')),
		withMarker: input.option('marker') !== false,
	};
}

const isChoice = (text: string): text is MissingLastName => ['refuse', 'repeat', 'dash'].includes(text);

/** Automatic relays answer with an ID of the run, by various names. */
const runIn = (answer: IDataObject): string | null => textOf(answer.request_id) || textOf(answer.id) || null;

const handed = (input: Input): IDataObject => jobAndCustomer(input.mapped('fields'), originOf(input), choices(input));

const post: Endpoint = {
	route: `POST ${BRIDGE_PATH}`,
	effect: 'create',
	source: 'Roofr app of the automation platform, action "Create Job and Customer"',
	body: handed,
	envelope: 'text',
	answer: (answer, input) => {
		const sent = handed(input);
		return { status: 'accepted', externalId: sent.external_id, jobName: sent.job_name, bridgeRun: runIn(answer), sent };
	},
};

/**
 * External IDs handed over by each execution, with the failure of those of which it is not known whether they arrived:
 * a list with a record twice makes one job.
 */
const handedOver = new WeakMap<object, Map<string, Error | undefined>>();

export const createWithCustomer = operation({
	resource: 'job',
	name: 'createWithCustomer',
	label: 'Create Job and Customer',
	action: 'Create job and customer',
	description: 'Hand a job with its customer to the bridge, which creates both in Roofr. Needs no API access.',
	parameters,
	options,
	keys: (input) => [externalId(originOf(input))],
	effect: 'create',
	endpoints: [post],
	execute: async (calls, input) => {
		const body = handed(input); // refused before it counts as handed over
		const id = textOf(body.external_id);
		const before = handedOver.get(calls.session) ?? new Map<string, Error | undefined>();
		handedOver.set(calls.session, before);
		const doubt = before.get(id);
		if (doubt) throw doubt;
		if (before.has(id))
			return { status: 'repeated', externalId: id, jobName: body.job_name, bridgeRun: null, sent: null };
		before.set(id, undefined);
		return await calls.perform(post, input).catch((error: unknown) => {
			if (error instanceof Error && mayHaveWritten(error)) before.set(id, error);
			else before.delete(id); // nothing can have arrived: the same record may come again
			throw error;
		});
	},
});
