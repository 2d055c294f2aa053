import type { FarService } from '../../../sync';
import type { Calls } from '../calls';
import { InputProblem } from '../input';
import { withNewEntries, type Lookup } from '../lookup';

/** Reads one mapped value, or gives it as it is. */
export type Attempt = (value: unknown, read: () => unknown) => unknown;

export interface MappedValues {
	readonly fields: Readonly<Record<string, unknown>>;
	/** Why one of the values cannot be used; it is among the fields as it was mapped. */
	readonly problem?: InputProblem;
}

const strictly: Attempt = (_, read) => read();

const asFarAsItGoes: Attempt = (value, read) => {
	try {
		return read();
	} catch (error) {
		if (error instanceof InputProblem) return value;
		throw error;
	}
};

/** The mapped values in the form in which the service keeps them. `work` reads with lookups, which are read anew for a name that they do not have. */
export async function mappedValues(lookups: ReadonlyArray<Lookup<unknown>>, calls: Calls, work: (attempt: Attempt) => Promise<Readonly<Record<string, unknown>>>): Promise<MappedValues> {
	try {
		return { fields: await withNewEntries(lookups, calls, async () => await work(strictly)) };
	} catch (error) {
		if (!(error instanceof InputProblem)) throw error;
		return { fields: await work(asFarAsItGoes), problem: error };
	}
}

/** The service for a record with a value that cannot be used: it is looked for and compared, and no write goes out. */
export function refusing(far: FarService, refuse: () => never): FarService {
	const { update, addToSet, removeFromSet, under } = far;
	const refused = async () => await Promise.resolve().then(refuse);
	return {
		...far,
		create: refused,
		...(update && { update: refused }),
		...(addToSet && { addToSet: refused }),
		...(removeFromSet && { removeFromSet: refused }),
		...(under && { under: (parentId: string) => refusing(under(parentId), refuse) }),
	};
}
