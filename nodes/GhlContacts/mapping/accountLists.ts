import type { IDataObject } from 'n8n-workflow';
import { MissingScope } from '../../shared/runner/calls';
import type { Endpoint, CachedRead } from '../../shared/endpoint';
import { ApiError } from '../../shared/http/errors';
import { asObjects, textOf } from '../../shared/parameters/input';
import { readChoice, type Choice } from '../../shared/values/choice';
import { invalid, type Field } from '../../shared/values/field';
import { only, readText } from '../../shared/values/text';
import { getMany as getCalendars } from '../actions/calendar/getMany';
import { getPipelines } from '../actions/opportunity/lists';
import { search as searchUsers } from '../actions/user/search';

/** An entry of a list of the sub-account: a user, calendar, pipeline or stage. */
export interface Entry extends Choice {
	/** Of a stage. */
	readonly pipelineId?: string;
}

/** Undefined where the token may not read the list: IDs can be used all the same. */
export type Listed = readonly Entry[] | undefined;

const listOfAccount = (
	name: string,
	{ endpoint }: { readonly endpoint: Endpoint },
	entries: (records: IDataObject[]) => Entry[],
): CachedRead<Listed> => ({
	name,
	keep: 300_000,
	perToken: true,
	endpoint,
	read: entries,
	otherwise: (error) => {
		if (isForbidden(error)) return undefined;
		throw error;
	},
});

const isForbidden = (error: unknown): boolean =>
	error instanceof MissingScope || (error instanceof ApiError && [401, 403].includes(error.status));

const named = (record: IDataObject): Entry => ({
	name: textOf(record.name) || textOf(record.id),
	value: textOf(record.id),
});

/** Users, by name or email. */
export const users = listOfAccount('users', searchUsers, (records) =>
	records
		.filter(({ deleted }) => deleted !== true)
		.map((user) => ({ ...named(user), aliases: [textOf(user.email)].filter(Boolean) })),
);
export const calendars = listOfAccount('calendars', getCalendars, (records) => records.map(named));
export const pipelines = listOfAccount('pipelines', getPipelines, (records) => records.map(named));

/** The stages of all pipelines: `Rentals · Booked`, or `Booked` alone where no other pipeline has it. */
export const stages = listOfAccount('stages', getPipelines, (records) =>
	records.flatMap((pipeline) =>
		asObjects(pipeline.stages).map((stage) => ({
			name: `${textOf(pipeline.name)} · ${textOf(stage.name)}`,
			value: textOf(stage.id),
			aliases: [textOf(stage.name)],
			pipelineId: textOf(pipeline.id),
		})),
	),
);

const ID = /^(?=.*\d)[A-Za-z\d]{20,24}$|^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Whether a value is surely an ID of GHL: then the list is not read for it. */
export const isId = (value: unknown): boolean => ID.test(textOf(only(value)));

/** The ID of an entry that is given by ID or name. Throws `InputProblem`, which says what there is. */
export function readEntry(value: unknown, field: Field, listed: () => Listed): string {
	const text = readText(value, field);
	if (isId(text)) return text;
	const entries = listed();
	if (entries) return readChoice(text, field, entries);
	if (/\s/.test(text)) throw invalid(field, text, 'Map the ID: the token may not read the list of names.');
	return text; // an ID of another form, for GHL to judge
}
