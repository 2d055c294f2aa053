/**
 * The same field under the names that the two Syncs have for it. Both directions share what they know of it, so that
 * what one has carried over is no change for the other.
 */
const NAMES: ReadonlyArray<readonly [ghl: string, booqable: string]> = [
	['phone', 'property_phone'],
	['website', 'property_website'],
	['startTime', 'starts_at'],
	['endTime', 'stops_at'],
	['cancelled', 'canceled'],
];

/** The same for jobs of Roofr with their customers, by the other app. */
const ROOFR: Readonly<Record<string, ReadonlyArray<readonly [roofr: string, other: string]>>> = {
	booqable: [
		['fullName', 'name'],
		['phone', 'property_phone'],
	],
	ghl: [['fullName', 'name']],
};

/** The name that the Sync toward `target` has for a field of `source`; undefined where it is the same. */
export function counterpart(target: string, source: string, field: string): string | undefined {
	if (target === 'ghl' && source === 'booqable')
		return NAMES.find(([ghl]) => ghl === field)?.[1] ?? swapped(field, 'custom_', 'property_');
	if (target === 'booqable' && source === 'ghl')
		return NAMES.find(([, booqable]) => booqable === field)?.[0] ?? swapped(field, 'property_', 'custom_');
	if (target === 'roofr') return ROOFR[source]?.find(([roofr]) => roofr === field)?.[1];
	return source === 'roofr' ? ROOFR[target]?.find(([, other]) => other === field)?.[0] : undefined;
}

const swapped = (field: string, from: string, to: string): string | undefined =>
	field.startsWith(from) ? `${to}${field.slice(from.length)}` : undefined;
