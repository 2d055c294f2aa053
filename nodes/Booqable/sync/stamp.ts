import { columnOf, type DefaultProperty } from '../mapping/properties';

/** The default property that holds the ID of the linked record in another app. */
export const stampProperty = (system: string): { identifier: string; name: string } =>
	system === 'ghl'
		? { identifier: 'ghl_contact_id', name: 'GHL contact ID' }
		: { identifier: `${system}_id`, name: `${system} ID` };

/** Column of that property. Nothing is stamped where it was not set up. */
export function stampColumn(system: string, definitions: readonly DefaultProperty[]): string | undefined {
	const { identifier } = stampProperty(system);
	return definitions.some((one) => one.identifier === identifier) ? columnOf(identifier) : undefined;
}
