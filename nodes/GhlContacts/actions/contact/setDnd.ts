import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import { InputProblem, type Input } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { contactId, text } from '../../parameters';
import { customFieldsByName } from './options';
import { asContact, contactWants, SIMPLE } from './response';

const everywhere: INodeProperties = {
	displayName: 'All Channels',
	name: 'dnd',
	type: 'options',
	options: [
		{ name: 'Leave as It Is', value: '' },
		{ name: 'Off', value: 'off', description: 'The contact may be written to' },
		{ name: 'On', value: 'on', description: 'The contact must not be disturbed' },
	],
	default: '',
	description: 'The switch for the whole contact',
};

const channels: INodeProperties = {
	displayName: 'Channels',
	name: 'channels',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Channel',
	default: {},
	description: 'Channels that are not named here stay as they are',
	options: [
		{
			displayName: 'Channel',
			name: 'channel',
			values: [
				{
					displayName: 'Channel',
					name: 'name',
					type: 'options',
					options: ['Call', 'Email', 'FB', 'GMB', 'SMS', 'WhatsApp'].map((value) => ({
						name: value === 'FB' ? 'Facebook' : value === 'GMB' ? 'Google Business' : value,
						value,
					})),
					default: 'SMS',
				},
				{
					displayName: 'Do Not Disturb',
					name: 'status',
					type: 'options',
					options: [
						{ name: 'Off', value: 'inactive' },
						{ name: 'On', value: 'active' },
						{
							name: 'On for Good',
							value: 'permanent',
							description: 'As after an unsubscription; users of GHL cannot lift it',
						},
					],
					default: 'active',
				},
				text('Reason', 'message', { description: 'Shown in GHL beside the setting' }),
			],
		},
	],
};

const chosen = z
	.array(
		z.object({ name: z.string(), status: z.enum(['active', 'inactive', 'permanent']), message: z.string().optional() }),
	)
	.catch([]);

function settings(input: Input): IDataObject {
	const dnd = input.text('dnd');
	const list = chosen.parse(input.collection('channels').channel);
	if (dnd === '' && list.length === 0)
		throw new InputProblem(
			'channels',
			'No setting is chosen, so there is nothing to update',
			'Add a channel, or switch all channels.',
		);
	return {
		...(dnd !== '' && { dnd: dnd === 'on' }),
		...(list.length > 0 && {
			dndSettings: Object.fromEntries(
				list.map(({ name, status, message }) => [name, { status, ...(message && { message }) }]),
			),
		}),
	};
}

export const setDnd = operation({
	resource: 'contact',
	name: 'setDnd',
	label: 'Set Do Not Disturb',
	action: 'Set do not disturb of contact',
	description: 'Set for each channel whether a contact may be written to or called',
	parameters: [contactId, everywhere, channels],
	options: [customFieldsByName],
	keys: (input) => [input.id('contactId')],
	endpoint: {
		route: 'PUT /contacts/{contactId}',
		effect: 'idempotent',
		scopes: ['contacts.write'],
		source: 'contacts.json update-contact',
		body: settings,
		wants: contactWants,
		envelope: { record: ['contact'] },
		answer: asContact,
	},
	simplify: SIMPLE,
	markers: ['dnd', 'dndSettings'],
});
