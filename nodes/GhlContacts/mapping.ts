import type { IDataObject, ResourceMapperField } from 'n8n-workflow';
import type { Lookup } from '../shared/endpoint';
import { InputProblem, textOf, type Input } from '../shared/input';
import { column, isEmpty } from '../shared/mapper';
import { clearedValue, columnOf, columnType, customValue, fieldOf, isCustomColumn, isReadOnly, type CustomField } from './customFields';

export interface MappedField {
	readonly id: string;
	readonly label: string;
	readonly type?: 'string' | 'boolean' | 'dateTime' | 'number' | 'options';
	readonly options?: readonly string[];
	/** Can identify a record. */
	readonly match?: boolean;
	/** False where GHL takes no null to clear it. Source: `nullable` in its OpenAPI files. */
	readonly nullable?: false;
}

/** What the visual mapper offers for one kind of write, and how a value becomes what GHL wants. */
export interface Mapping {
	readonly standard: readonly MappedField[];
	readonly custom: Lookup<CustomField[]>;
	/** Undefined leaves the field out. */
	readonly written: (field: MappedField, value: unknown, input: Input) => IDataObject[string] | undefined;
}

const choices = (names: readonly string[]) => ({ options: names.map((name) => ({ name, value: name })) });

/** Columns of the mapper: the standard fields, then the custom fields. */
export function columnsOf({ standard }: Mapping, fields: readonly CustomField[]): ResourceMapperField[] {
	return [
		...standard.map(({ id, label, type = 'string', options, match }) => column({ id, displayName: label, type, match, ...(options && choices(options)) })),
		...fields.map((field) =>
			column({
				id: columnOf(field),
				displayName: field.name,
				type: columnType(field),
				readOnly: isReadOnly(field),
				...(columnType(field) === 'options' && choices(field.picklistOptions.map(textOf))),
			}),
		),
	];
}

/** The definitions of custom fields are read only where a mapped column, or the names of the input, may need them. */
export const definitionsFor = (input: Input, { custom }: Mapping): Array<Lookup<unknown>> =>
	input.mapsAutomatically('fields') || Object.keys(input.mapped('fields')).some(isCustomColumn) ? [custom] : [];

/** Mapped values by column. In automatic mode only keys that are fields count: by column, or by the custom field's name. */
function valuesOf(input: Input, { standard }: Mapping, fields: readonly CustomField[]): IDataObject {
	const mapped = input.mapped('fields');
	if (!input.mapsAutomatically('fields')) return mapped;
	const known = new Set(standard.map(({ id }) => id));
	const named = new Map(fields.filter((field) => !isReadOnly(field)).map((field) => [field.name.toLowerCase(), columnOf(field)]));
	return Object.fromEntries(
		Object.entries(mapped).flatMap(([name, value]) => {
			const id = known.has(name) || isCustomColumn(name) ? name : named.get(name.toLowerCase());
			return id ? [[id, value] as const] : [];
		}),
	);
}

/** The mapped fields as GHL's body wants them. Unmapped fields are absent, so GHL leaves them as they are. */
export function mappedBody(input: Input, mapping: Mapping): IDataObject {
	const fields = definitionsFor(input, mapping).length > 0 ? input.looked(mapping.custom) : [];
	const values = Object.entries(valuesOf(input, mapping, fields)).filter(([, value]) => !isEmpty(value) || input.option('emptyValues') === 'clear');
	const custom = values.filter(([id]) => isCustomColumn(id)).map(([id, value]) => customEntry(fieldOf(id, fields), value));
	return { ...standardBody(values, mapping, input), ...(custom.length > 0 && { customFields: custom }) };
}

const customEntry = (field: CustomField, value: unknown): IDataObject => ({ id: field.id, field_value: isEmpty(value) ? clearedValue(field) : customValue(field, value) });

function standardBody(values: ReadonlyArray<[string, unknown]>, { standard, written }: Mapping, input: Input): IDataObject {
	const body: IDataObject = {};
	for (const [id, value] of values) {
		const field = standard.find((one) => one.id === id);
		if (!field) continue; // a column of another mapping that the node still holds
		const result = isEmpty(value) ? cleared(field) : written(field, value, input);
		if (result !== undefined) body[id] = result;
	}
	return body;
}

function cleared({ id, label, nullable }: MappedField): null {
	if (nullable === false) throw new InputProblem(id, `GHL cannot clear the field ${label}`, 'Map a value, or leave the field out.');
	return null;
}
