import type { TargetService } from '../../../sync';
import type { Calls } from '../runner/calls';
import type { CachedRead } from '../endpoint';
import { matched, type Matched, type Named } from '../parameters/automatic';
import { refuseOtherColumns } from '../parameters/mapper';
import { InputProblem, type Input } from '../parameters/input';
import { withNewEntries } from '../runner/cachedRead';

/** Reads one mapped value, or gives it as it is. */
export type Attempt = (value: unknown, read: () => unknown) => unknown;

/** Mapped fields that the account does not have, with what to do. */
export interface MissingFields {
	readonly fields: readonly string[];
	readonly hint: string;
}

export interface MappedValues {
	readonly fields: Readonly<Record<string, unknown>>;
	/** What is left out, since the account has no such fields. */
	readonly missing?: MissingFields;
	/** Mapped fields that are left out: no column has their name, or their value cannot be used. */
	readonly leftOut?: readonly string[];
	/** Why one of the values cannot be used; it is among the fields as it was mapped. */
	readonly problem?: InputProblem;
}

const strictly: Attempt = (_, read) => read();

/** What is wrong is known from the strict reading before, and no write goes out. */
const leniently: Attempt = (value, read) => {
	try {
		return read();
	} catch {
		return value;
	}
};

const LEFT_OUT = Symbol('left out');
const omitting: Attempt = (_, read) => {
	try {
		return read();
	} catch {
		return LEFT_OUT;
	}
};

/**
 * The mapped values in the form in which the service keeps them. `work` uses cached reads, which are made again for a
 * name that they do not have. One that cannot be used is a problem, or is left out where "Invalid Values" says so.
 */
export async function mappedValues(
	cachedReads: ReadonlyArray<CachedRead<unknown>>,
	calls: Calls,
	input: Input,
	work: (attempt: Attempt) => Promise<Readonly<Record<string, unknown>>>,
): Promise<MappedValues> {
	return await withNewEntries(cachedReads, calls, async () => ({ fields: await work(strictly) })).catch(
		async (error: unknown) => {
			if (!(error instanceof InputProblem)) throw error;
			if (input.option('invalidValues') !== 'omit') return { fields: await work(leniently), problem: error };
			const all = Object.entries(await work(omitting));
			return {
				fields: Object.fromEntries(all.filter(([, value]) => value !== LEFT_OUT)),
				leftOut: all.filter(([, value]) => value === LEFT_OUT).map(([name]) => name),
			};
		},
	);
}

/**
 * The mapped fields by column, where the columns are the same in every account. Automatic mapping matches names and
 * labels; a value that was mapped for another resource is refused. Throws `InputProblem`.
 */
export function givenFields(input: Input, columns: readonly Named[]): Matched {
	const mapped = input.mapped('fields');
	if (input.mapsAutomatically('fields')) return matched(mapped, columns);
	refuseOtherColumns(input, (id) => columns.some((column) => column.id === id));
	return { values: mapped, unmatched: [] };
}

/** The service for a record with a value that cannot be used: it is looked for and compared, and no write goes out. */
export function refusing(target: TargetService, refuse: () => never): TargetService {
	const { update, addToSet, removeFromSet, under } = target;
	const refused = async () => await Promise.resolve().then(refuse);
	return {
		...target,
		create: refused,
		...(update && { update: refused }),
		...(addToSet && { addToSet: refused }),
		...(removeFromSet && { removeFromSet: refused }),
		...(under && { under: (parentId: string) => refusing(under(parentId), refuse) }),
	};
}
