import { columnOf, type DefaultProperty } from '../mapping/properties';

/** The default property that holds the ID of the linked record in another app. */
export const externalIdProperty = (system: string): { identifier: string; name: string } =>
	system === 'ghl'
		? { identifier: 'ghl_contact_id', name: 'GHL contact ID' }
		: { identifier: `${system}_id`, name: `${system} ID` };

/** Column of that property. Nothing is written if it was not set up. */
export function externalIdColumn(system: string, definitions: readonly DefaultProperty[]): string | undefined {
	const { identifier } = externalIdProperty(system);
	return definitions.some((one) => one.identifier === identifier) ? columnOf(identifier) : undefined;
}
