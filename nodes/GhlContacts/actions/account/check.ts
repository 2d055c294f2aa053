import { operation } from '../../../shared/operation';
import { ask, itemOf, longestWait, reportOf, writeProbes } from '../../../shared/probes/probe';
import { FIRST_PROBE, READ_CALLS, READ_PROBES } from './readProbes';
import { WRITE_CALLS, writeAnswers } from './writeProbes';

export const check = operation({
	resource: 'account',
	name: 'check',
	label: 'Check',
	action: 'Check account',
	description:
		'Find out whether this sub-account does what the nodes expect, one item for each thing: expected, seen and verdict, and what to set where it differs. The last item is a report without personal data. Only reads, about 20 calls, unless "Write Probes" is on.',
	parameters: [
		writeProbes(
			'a contact "Account Check" that is made for it and removed at the end; workflows of yours that start with a new contact see it',
		),
		longestWait,
	],
	keys: () => ['account check'],
	effect: 'create',
	endpoints: [...READ_CALLS, ...WRITE_CALLS],
	execute: async (calls, input) => {
		const answers = [
			itemOf(FIRST_PROBE, await FIRST_PROBE.run(calls)),
			...(await ask(READ_PROBES, calls)),
			...(input.flag('writeProbes') ? await writeAnswers(calls, input.number('longestWait') ?? 120) : []),
		];
		return [...answers, reportOf('GHL', answers)];
	},
});
