import type { FieldKind } from '../../../sync/model/canonical';
import type { CachedRead } from '../../shared/endpoint';
import type { Input } from '../../shared/parameters/input';
import type { Attempt } from '../../shared/sync/mappedValues';
import { mappedTags } from '../../shared/sync/tags';
import { contactMapping } from '../actions/contact/fields';
import { contactFields, opportunityFields, type CustomField } from '../mapping/customFields';
import type { Lists, MappedField } from '../mapping/mapping';
import { customKinds, mappedColumns, valuesIn } from './customColumns';

/** What an update takes: GHL refuses company name and gender there, so a sync could never change them. */
export const SYNCED = contactMapping('update');

export const STANDARD: readonly string[] = SYNCED.standard.map(({ id }) => id);
export const TAGS = 'tags';

/** Columns of Sync beside the custom fields. */
export const SYNCED_COLUMNS: readonly MappedField[] = [...SYNCED.standard, { id: TAGS, label: 'Tags' }];

/** The same definitions, kept for longer: a sync asks for them with every event, and fields are rarely made. */
export const keptLonger = (cachedRead: CachedRead<CustomField[]>): CachedRead<CustomField[]> => ({
	...cachedRead,
	name: `${cachedRead.name} for sync`,
	keep: 3_600_000,
});

export const syncedFields = keptLonger(contactFields);

/** Every cached read of custom fields. */
export const DEFINITIONS = [contactFields, opportunityFields].flatMap((fields) => [fields, keptLonger(fields)]);

const STANDARD_KINDS: Readonly<Record<string, FieldKind>> = {
	email: 'email',
	phone: 'phone',
	name: 'name',
	firstName: 'name',
	lastName: 'name',
	dateOfBirth: 'date',
	dnd: 'boolean',
	tags: 'tags',
};

/** How each of these columns is compared; what is not named is text. */
export const kindsOf = (
	columns: readonly string[],
	definitions: readonly CustomField[],
): Record<string, FieldKind> => ({ ...STANDARD_KINDS, ...customKinds(columns, definitions) });

/** The mapped columns that can be synced. */
export const mappedFields = (
	input: Input,
	definitions: readonly CustomField[],
	lists: Lists,
	attempt: Attempt,
): Record<string, unknown> => ({
	...mappedColumns(input, SYNCED.standard, definitions, lists, attempt),
	...mappedTags(valuesIn(input, SYNCED_COLUMNS, definitions).values, TAGS, attempt),
});
