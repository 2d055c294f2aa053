import type { IDataObject } from 'n8n-workflow';
import { Cancelled } from '../http/sleep';
import type { Calls } from '../runner/calls';
import { differs, itemOf, runProbes, unknown, type Probe } from './probe';

/** A record that is created for the probes that write, and removed again. */
export interface Trial {
	/** What it is, such as "contact". */
	readonly record: string;
	/** Creates it, and returns its ID. */
	readonly make: () => Promise<string>;
	readonly probes: (id: string) => readonly Probe[];
	/** Removes it and checks that it is gone. */
	readonly removal: (id: string) => Probe;
}

/** Creates the record, tries writes on it, and removes it, whatever happens in between. */
export async function tried(calls: Calls, { record, make, probes, removal }: Trial): Promise<IDataObject[]> {
	const id = await make().catch((error: unknown) => {
		if (error instanceof Cancelled) throw error;
		return '';
	});
	if (id === '')
		return [
			itemOf(
				{ name: `Creating a ${record}`, expected: 'It is created', otherwise: '' },
				unknown(`the ${record} for the check was not created`),
			),
		];
	const answers = await runProbes(probes(id), calls).catch(async (error: unknown) => {
		await removed(calls, removal(id));
		throw error;
	});
	return [...answers, await removed(calls, removal(id))];
}

const removed = async (calls: Calls, probe: Probe): Promise<IDataObject> =>
	itemOf(probe, await probe.run(calls).catch(() => differs('it could not be removed')));
