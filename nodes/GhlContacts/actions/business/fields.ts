import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { textOf, type Input } from '../../../shared/parameters/input';
import { readEmail } from '../../../shared/values/email';
import { filled } from '../../../shared/values/empty';
import { collection, text } from '../../parameters';
import { byDisplayName } from '../../../shared/inEnglish';

export const name: INodeProperties = text('Name', 'name', { required: true, placeholder: 'e.g. Acme Events' });

const optional: INodeProperties[] = [
	text('City', 'city'),
	text('Country', 'country', { placeholder: 'e.g. US' }),
	text('Description', 'description', { typeOptions: { rows: 3 } }),
	text('Email', 'email', { placeholder: 'e.g. office@example.com' }),
	text('Phone', 'phone', { placeholder: 'e.g. +12125550142' }),
	text('Postal Code', 'postalCode'),
	text('State', 'state'),
	text('Street Address', 'address'),
	text('Website', 'website', { placeholder: 'e.g. https://example.com' }),
];

export const additionalFields = collection('Additional Fields', 'additionalFields', optional);
export const updateFields = collection(
	'Update Fields',
	'updateFields',
	[...optional, { ...name, required: false }].sort(byDisplayName),
	'Only what is added here is changed',
);

/** What "Simplify" keeps of a business. */
export const SIMPLE = ['id', 'name', 'phone', 'email', 'website', 'address', 'city', 'state', 'postalCode', 'country'];

const email = (value: unknown): string => readEmail(value, { id: 'email', label: 'Email' });

/** The chosen fields. An email is normalized; the others are sent as typed. */
export function optionalFields(input: Input, parameter: string): IDataObject {
	const chosen = Object.entries(input.collection(parameter)).filter(
		([, value]) => value !== undefined && value !== null,
	);
	return Object.fromEntries(
		chosen.map(([field, value]) => [field, field === 'email' ? (filled(value, email) ?? '') : textOf(value)]),
	);
}
