import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { ApiError, NoResponseError, UnclearAnswerError } from '../http/errors';
import { Cancelled } from '../http/sleep';
import { wordsIn } from '../http/words';
import { MissingScope, type Calls } from '../runner/calls';

export type Verdict = 'verified' | 'differs' | 'could not tell';

/** What an account did. `seen` is said without anything from its records: counts, statuses, and names of fields. */
export interface Seen {
	readonly seen: string;
	readonly verdict: Verdict;
}

/** One thing that this package takes for granted, and that an account can confirm. */
export interface Probe {
	readonly name: string;
	readonly expected: string;
	/** What to set, or to do, where the account is otherwise. */
	readonly otherwise: string;
	readonly run: (calls: Calls) => Promise<Seen>;
}

export const verified = (seen: string): Seen => ({ seen, verdict: 'verified' });
export const differs = (seen: string): Seen => ({ seen, verdict: 'differs' });
export const unknown = (seen: string): Seen => ({ seen, verdict: 'could not tell' });
export const judged = (isExpected: boolean, seen: string): Seen => (isExpected ? verified(seen) : differs(seen));

/** What a refused call shows, in no words of a record. */
export const refusalOf = (error: ApiError): string => `refused with ${error.status}`;

/** The refusal, where the call was refused; any other failure goes on. */
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

/** Asks the account one thing after the other. A probe that cannot be made says why, and the others go on. */
export async function ask(probes: readonly Probe[], calls: Calls): Promise<IDataObject[]> {
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

export const itemOf = ({ name, expected, otherwise }: Probe, { seen, verdict }: Seen): IDataObject => ({
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

/** Asks before anything is written to the account. */
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
