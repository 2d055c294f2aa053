import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { ApiError, NoResponseError, UnclearAnswerError } from '../http/errors';
import { Cancelled } from '../http/sleep';
import { wordsIn } from '../http/words';
import { MissingScope, type Calls } from '../runner/calls';

export type Verdict = 'verified' | 'differs' | 'could not tell';

/** What an account did. `seen` contains nothing from its records, only counts, statuses, and names of fields. */
export interface Seen {
	readonly seen: string;
	readonly verdict: Verdict;
}

/** One assumption of this package that an account can confirm. */
export interface Probe {
	readonly name: string;
	readonly expected: string;
	/** What to set, or to do, where the account differs. */
	readonly otherwise: string;
	readonly run: (calls: Calls) => Promise<Seen>;
}

export const verified = (seen: string): Seen => ({ seen, verdict: 'verified' });
export const differs = (seen: string): Seen => ({ seen, verdict: 'differs' });
export const unknown = (seen: string): Seen => ({ seen, verdict: 'could not tell' });
export const judged = (isExpected: boolean, seen: string): Seen => (isExpected ? verified(seen) : differs(seen));

/** What a refused call shows, without values of a record. */
export const refusalOf = (error: ApiError): string => `refused with ${error.status}`;

/** The refusal, where the call was refused; any other failure is thrown. */
export const refusedBy = async (call: Promise<unknown>): Promise<ApiError | undefined> =>
	await call.then(
		() => undefined,
		(error: unknown) => {
			if (error instanceof ApiError) return error;
			throw error;
		},
	);

/** Whether the service says this in its refusal. */
export const says = (error: ApiError, words: RegExp): boolean => words.test(wordsIn(error.body));

/** Runs one probe after the other. One that cannot be run says why, and the others go on. */
export async function runProbes(probes: readonly Probe[], calls: Calls): Promise<IDataObject[]> {
	const answers: IDataObject[] = [];
	for (const probe of probes) answers.push(itemOf(probe, await seenBy(probe, calls)));
	return answers;
}

const seenBy = async ({ run }: Probe, calls: Calls): Promise<Seen> =>
	await run(calls).catch((error: unknown) => {
		if (error instanceof Cancelled) throw error;
		return unknown(whyNot(error));
	});

function whyNot(error: unknown): string {
	if (error instanceof ApiError) return `the call was ${refusalOf(error)}`;
	if (error instanceof MissingScope) return 'the credential lacks the scope for it';
	if (error instanceof NoResponseError) return 'the call got no answer';
	if (error instanceof UnclearAnswerError) return 'the answer was not one of the API';
	return 'the call could not be made';
}

export const itemOf = ({ name, expected, otherwise }: Omit<Probe, 'run'>, { seen, verdict }: Seen): IDataObject => ({
	probe: name,
	verdict,
	expected,
	seen,
	todo: verdict === 'differs' ? otherwise : null,
});

/** All verdicts as one text that can be pasted into a report: it names no record and no account. */
export function reportOf(service: string, answers: readonly IDataObject[]): IDataObject {
	const count = (verdict: Verdict) => answers.filter((one) => one.verdict === verdict).length;
	return {
		probe: 'Report',
		verdict: count('differs') > 0 ? 'differs' : 'verified',
		verified: count('verified'),
		differs: count('differs'),
		couldNotTell: count('could not tell'),
		report: [
			`Account check of ${service}`,
			...answers.map(({ probe, verdict, seen }) => `${String(verdict)}: ${String(probe)}: ${String(seen)}`),
		].join('\n'),
	};
}

/** The switch without which nothing is written to the account. */
export const writeProbes = (what: string): INodeProperties => ({
	displayName: 'Write Probes',
	name: 'writeProbes',
	type: 'boolean',
	default: false,
	description: `Whether to try writes too, on ${what}. Without it, the check only reads.`,
});

export const longestWait: INodeProperties = {
	displayName: 'Longest Wait',
	name: 'longestWait',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 600 },
	default: 120,
	displayOptions: { show: { writeProbes: [true] } },
	description: 'Seconds to wait until a search shows what was written',
};
