import type { IDataObject } from 'n8n-workflow';
import type { Calls } from '../../shared/runner/calls';
import { InputProblem, shorten, textOf } from '../../shared/parameters/input';
import { emptyValues, valueOptions } from '../../shared/parameters/mapper';
import { operation, type Operation } from '../../shared/operation';
import { givenFields, mappedFields, values } from './fields';
import { accessNotice, direct, mapper, type Subject } from './operations';

/** The operations that finding, creating and changing a record is made of. */
export interface Parts {
	readonly create: Operation;
	readonly update: Operation;
	readonly getMany: Operation;
}

/** Create or Update: finds the record by the column that the mapper matches by, then does the one or the other. */
export const upsert = (subject: Subject, parts: Parts) =>
	operation({
		...direct(subject, 'upsert', {
			label: 'Create or Update',
			description: `Create a new ${subject.noun}, or update the current one if it already exists (upsert)`,
		}),
		action: `Create or update ${subject.noun}`,
		parameters: [accessNotice, mapper('upsert')],
		options: [emptyValues, ...valueOptions],
		keys: (input) =>
			input
				.matchingColumns('fields')
				.map((name) => textOf(values(givenFields(input, subject.resource).values, subject.resource)[name])),
		effect: 'create',
		endpoints: [parts.getMany, parts.create, parts.update],
		execute: async (calls, input) => {
			const { fields, ignored } = mappedFields(input, subject.resource);
			const [name] = input.matchingColumns('fields');
			if (!name)
				throw new InputProblem('fields', 'No column to match by is chosen', 'Choose one under "Column to match on".');
			if (textOf(fields[name]) === '')
				throw new InputProblem(
					name,
					'The field to match by is empty',
					'Map a field that is never empty, or filter such items out before.',
				);
			const { outcome, record } = await written(calls, subject, parts, fields, await found(calls, parts, fields, name));
			return {
				...record,
				created: outcome === 'created',
				...(ignored.length > 0 && { ignoredFields: ignored }),
			};
		},
		markers: ['created', 'ignoredFields'],
	});

/**
 * The one record whose field `name` is the same. Compared here as well: whether Roofr heeds the filter is not known.
 */
export async function found(
	calls: Calls,
	{ getMany }: Parts,
	fields: IDataObject,
	name: string,
): Promise<IDataObject | undefined> {
	const wanted = textOf(fields[name]);
	const listed = await calls.many(getMany, { filters: { [name]: wanted } });
	const same = listed.filter((one) => comparable(name, one[name], getMany.resource) === wanted);
	if (same.length > 1) {
		throw new InputProblem(
			name,
			`Several records have this ${name}: ${shorten(same.map(({ id }) => textOf(id)).join(', '))}`,
			'Nothing was written. Merge them in Roofr, or match by another field.',
		);
	}
	return same[0];
}

export type Outcome = 'created' | 'updated' | 'unchanged';

/**
 * Creates the record, or sends what differs; nothing where all is the same or the record there is newer at its source.
 */
export async function written(
	calls: Calls,
	{ resource, id }: Subject,
	parts: Parts,
	fields: IDataObject,
	record?: IDataObject,
): Promise<{ outcome: Outcome; record: IDataObject }> {
	if (!record) return { outcome: 'created', record: await calls.one(parts.create, mapping(withoutEmpty(fields))) };
	const changed = Object.fromEntries(
		Object.entries(fields).filter(
			([name, value]) => comparable(name, record[name], resource) !== comparable(name, value, resource),
		),
	);
	if (isOlder(fields, record) || Object.keys(changed).length === 0) return { outcome: 'unchanged', record };
	return { outcome: 'updated', record: await calls.one(parts.update, { ...mapping(changed), [id.name]: record.id }) };
}

const mapping = (value: IDataObject) => ({
	fields: { mappingMode: 'defineBelow', value },
	options: { emptyValues: 'clear' },
});

const withoutEmpty = (fields: IDataObject): IDataObject =>
	Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

const isOlder = ({ lastUpdated }: IDataObject, record: IDataObject): boolean =>
	typeof lastUpdated === 'string' &&
	typeof record.lastUpdated === 'string' &&
	Date.parse(lastUpdated) < Date.parse(record.lastUpdated);

/**
 * The value in our form: phones and emails stand there as someone typed them. What has no such form compares as it is.
 */
function comparable(name: string, value: IDataObject[string], resource: string): string {
	try {
		const ours = values({ [name]: value }, resource)[name] ?? '';
		return typeof ours === 'object' ? JSON.stringify(ours) : textOf(ours);
	} catch {
		return textOf(value);
	}
}
