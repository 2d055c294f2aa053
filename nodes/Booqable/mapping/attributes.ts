import type { IDataObject, ResourceMapperField } from 'n8n-workflow';
import type { DateUse } from '../../../sync/model/dates';
import type { CachedRead } from '../../shared/endpoint';
import { InputProblem } from '../../shared/parameters/input';
import { column, isEmpty } from '../../shared/parameters/mapper';
import { readBoolean } from '../../shared/values/boolean';
import { readChoice, type Choice } from '../../shared/values/choice';
import { readEmail } from '../../shared/values/email';
import { readEntry, type Listed } from '../../shared/values/entry';
import { orNone } from '../../shared/values/field';
import { readMoment } from '../../shared/values/moment';
import { readNumber } from '../../shared/values/number';
import { readText } from '../../shared/values/text';
import { isId } from './accountLists';

/** A writable attribute of a resource. Booqable refuses the whole request for any other. */
export interface Attribute {
	readonly id: string;
	readonly label: string;
	readonly type?: 'string' | 'email' | 'number' | 'boolean' | 'dateTime';
	readonly choices?: readonly Choice[];
	/** What is not a choice is for the write to refuse. */
	readonly others?: true;
	/** Its value is the ID of an entry of this list, which is taken by name, too. */
	readonly list?: CachedRead<Listed>;
	/** In the form of a new node. */
	readonly first?: true;
	/** Booqable takes null to clear it. */
	readonly nullable?: true;
	readonly required?: true;
	/** Identifies a record, so that "Create or Update" can match on it. */
	readonly match?: true;
}

export interface ColumnUse {
	readonly creating?: boolean;
	readonly matching?: boolean;
}

export function attributeColumns(
	attributes: readonly Attribute[],
	{ creating = false, matching = false }: ColumnUse,
): ResourceMapperField[] {
	return attributes.map(({ id, label, type = 'string', choices, first, required, match }) =>
		column({
			id,
			displayName: label,
			type: type === 'email' ? 'string' : type,
			required: creating && required === true,
			match: matching && match === true,
			matchFirst: matching && match === true,
			first,
			choices,
		}),
	);
}

/** Converts a time as the resource wants it; given where the resource has times. */
export type TimeWriter = (value: unknown, attribute: Attribute) => string | undefined;

/** How mapped values are read and written. */
export interface Writing {
	/** Empty values clear their fields. */
	readonly clear: boolean;
	/** Values that cannot be used are left out. */
	readonly leaveOut: boolean;
	readonly dates: DateUse;
	/** Of the account; ISO 8601 where it is not known. */
	readonly dateFormat?: string;
	readonly time?: TimeWriter;
	/** Entries of a list, where they were read. */
	readonly lists?: Lists;
}

export type Lists = (list: CachedRead<Listed>) => Listed;

/** What is written, and the columns whose values cannot be used. */
export interface Written<T> {
	readonly values: T;
	readonly ignored: readonly string[];
}

/** The mapped values that are attributes. Unmapped ones are absent, so Booqable leaves them as they are. */
export function attributeValues(
	attributes: readonly Attribute[],
	mapped: IDataObject,
	{ clear, leaveOut, dates, time, lists }: Writing,
): Written<IDataObject> {
	const [values, ignored]: [IDataObject, string[]] = [{}, []];
	for (const attribute of attributes) {
		const value = mapped[attribute.id];
		if (value === undefined || (isEmpty(value) && !clear)) continue;
		const read = () => ({
			[attribute.id]: isEmpty(value) ? cleared(attribute) : converted(attribute, value, dates, time, lists),
		});
		const entry = leaveOut ? orNone(read) : read();
		if (!entry) ignored.push(attribute.id);
		Object.assign(values, entry);
	}
	return { values, ignored };
}

function cleared({ id, label, nullable }: Attribute): null {
	if (!nullable)
		throw new InputProblem(id, `Booqable cannot clear the field ${label}`, 'Map a value, or leave the field out.');
	return null;
}

function converted(
	attribute: Attribute,
	value: unknown,
	dates: DateUse,
	time?: TimeWriter,
	lists: Lists = () => undefined,
): IDataObject[string] {
	const { list } = attribute;
	if (list) return readEntry(value, attribute, isId, () => lists(list));
	switch (attribute.type) {
		case 'boolean':
			return readBoolean(value, attribute);
		case 'number':
			return readNumber(value, attribute);
		case 'email':
			return readEmail(value, attribute);
		case 'dateTime':
			return time ? time(value, attribute) : readMoment(value, attribute, dates);
		default:
			return attribute.choices
				? readChoice(value, attribute, attribute.choices, attribute)
				: readText(value, attribute);
	}
}

/**
 * A value for Sync, which knows what empty values mean. What is not a time is for the write to refuse, unless it is
 * left out: it goes to review then. Throws `InputProblem`.
 */
export function comparableAttribute(
	attribute: Attribute,
	value: unknown,
	{ dates, leaveOut, lists }: Pick<Writing, 'dates' | 'leaveOut' | 'lists'>,
): unknown {
	if (isEmpty(value)) return value;
	const read = () => converted(attribute, value, dates, undefined, lists);
	return attribute.type === 'dateTime' && !leaveOut ? (orNone(read) ?? value) : read();
}
