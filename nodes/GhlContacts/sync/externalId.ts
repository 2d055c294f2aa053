import { columnOf, keyOf, type CustomField } from '../mapping/customFields';

/** Name of the custom field that holds the ID of the linked record in another app; GHL makes its key of it. */
export const externalIdName = (system: string): string => `${NAMES[system] ?? system} ID`;

const NAMES: Readonly<Record<string, string>> = { booqable: 'Booqable', roofr: 'Roofr', ghl: 'GHL' };

/** Column of that field. Nothing is written if it was not set up. */
export function externalIdColumn(system: string, definitions: readonly CustomField[]): string | undefined {
	const field = definitions.find((one) => keyOf(one) === `${system}_id`);
	return field && columnOf(field);
}
