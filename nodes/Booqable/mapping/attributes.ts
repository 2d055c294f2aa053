import type { IDataObject, ResourceMapperField } from 'n8n-workflow';
import { canonicalEmail, isEmail } from '../../../sync/model/canonical';
import { InputProblem, shorten } from '../../shared/input';
import { column, isEmpty } from '../../shared/mapper';
import { readBoolean } from '../../shared/values/boolean';
import { readChoice, type Choice } from '../../shared/values/choice';
import { readText } from '../../shared/values/text';

/** A writable attribute of a resource. Booqable refuses the whole request for any other. */
export interface Attribute {
	readonly id: string;
	readonly label: string;
	readonly type?: 'string' | 'email' | 'number' | 'boolean' | 'dateTime';
	readonly choices?: readonly Choice[];
	/** What is no choice is for the write to refuse. */
	readonly others?: true;
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
export type TimeWriter = (value: unknown, attribute: string) => string | undefined;

/** The mapped values that are attributes. Unmapped ones are absent, so Booqable leaves them as they are. */
export function attributeValues(
	attributes: readonly Attribute[],
	mapped: IDataObject,
	clear: boolean,
	time?: TimeWriter,
): IDataObject {
	const written: IDataObject = {};
	for (const attribute of attributes) {
		const value = mapped[attribute.id];
		if (value === undefined || (isEmpty(value) && !clear)) continue;
		written[attribute.id] = isEmpty(value) ? cleared(attribute) : converted(attribute, value, time);
	}
	return written;
}

function cleared({ id, label, nullable }: Attribute): null {
	if (!nullable)
		throw new InputProblem(id, `Booqable cannot clear the field ${label}`, 'Map a value, or leave the field out.');
	return null;
}

function converted(attribute: Attribute, value: unknown, time?: TimeWriter): IDataObject[string] {
	switch (attribute.type) {
		case 'boolean':
			return readBoolean(value, attribute);
		case 'number':
			return numberOf(attribute, value);
		case 'email':
			return emailOf(attribute, value);
		case 'dateTime':
			return time?.(value, attribute.id);
		default:
			return attribute.choices
				? readChoice(value, attribute, attribute.choices, attribute)
				: readText(value, attribute);
	}
}

/** A value for Sync, which compares numbers, times and emails by their kind and knows what empty values mean. */
export function comparableAttribute(attribute: Attribute, value: unknown): unknown {
	const isCompared = attribute.type === 'number' || attribute.type === 'dateTime';
	if (isEmpty(value) || isCompared) return value;
	return attribute.type === 'email' ? readText(value, attribute) : converted(attribute, value);
}

function numberOf({ id, label }: Attribute, value: unknown): number {
	const number = Number(value);
	if (!Number.isFinite(number)) throw new InputProblem(id, `${label} is not a number`, 'Map a number.');
	return number;
}

function emailOf(attribute: Attribute, value: unknown): string {
	const typed = readText(value, attribute);
	const email = canonicalEmail(typed);
	if (!isEmail(email))
		throw new InputProblem(
			attribute.id,
			`Invalid ${attribute.label.toLowerCase()} "${shorten(typed)}"`,
			'Map an address like name@example.com, or leave it empty.',
		);
	return email;
}
