import type { TargetService } from '../../../sync';
import type { Calls } from '../runner/calls';
import type { CachedRead } from '../endpoint';
import { InputProblem } from '../parameters/input';
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

/**
 * The mapped values in the form in which the service keeps them. `work` uses cached reads, which are created again for
 * a name that they do not have.
 */
export async function mappedValues(
	cachedReads: ReadonlyArray<CachedRead<unknown>>,
	calls: Calls,
	work: (attempt: Attempt) => Promise<Readonly<Record<string, unknown>>>,
): Promise<MappedValues> {
	return await withNewEntries(cachedReads, calls, async () => ({ fields: await work(strictly) })).catch(
		async (error: unknown) => {
			if (!(error instanceof InputProblem)) throw error;
			return { fields: await work(leniently), problem: error };
		},
	);
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
