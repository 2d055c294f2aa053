import type { ResourceMapperField } from 'n8n-workflow';
import { column } from '../../shared/parameters/mapper';

/** Columns of the mapper. Names are those of a GHL contact, so that automatic mapping fits one as it is. */
export function columns(name: string, address: string): ResourceMapperField[] {
	const text = (id: string, displayName: string, required = false, first = required) =>
		column({ id, displayName, type: 'string', required, first });
	const names =
		name === 'full'
			? [text('fullName', 'Full Name', true)]
			: [text('firstName', 'First Name', true), text('lastName', 'Last Name', false, true)];
	const place =
		address === 'line'
			? [text('fullAddress', 'Full Address', true)]
			: [
					text('address1', 'Street', true),
					text('city', 'City', true),
					text('state', 'State', true),
					text('postalCode', 'Postal Code', true),
				];
	return [
		...names,
		...place,
		text('country', 'Country'),
		text('email', 'Email', false, true),
		text('jobName', 'Job Name'),
		text('notes', 'Notes (Only Where the Account Takes Them)'),
		text('phone', 'Phone', false, true),
	];
}
