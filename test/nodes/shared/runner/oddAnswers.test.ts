import { Breaker } from '../../../../nodes/shared/http/breaker';
import type { Operation } from '../../../../nodes/shared/operation';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import {
	allFailed,
	isDocumented,
	mainCall,
	meetsWrite,
	ODD_ANSWERS,
	ruleFor,
	SERVICES,
	setupOf,
	went,
} from '../../../support/faultSweep';
import { freshLedger } from '../../../support/syncedApps';

// what is waited for is tested where waiting is: here each wait ends at once
jest.mock('../../../../nodes/shared/http/sleep', () => ({
	...jest.requireActual<object>('../../../../nodes/shared/http/sleep'),
	...jest.requireActual<object>('../../../support/sleepless'),
}));

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
	jest.spyOn(Breaker.prototype, 'rest').mockReturnValue(0); // hundreds of failures in a row are the point
});
afterAll(async () => await sandbox.close());

/** Sync and its like give outcomes instead of errors; a file calls nothing. Other tests have them. */
const callsAndFails = ({ resource, name }: Operation): boolean =>
	resource !== 'csvExport' && name !== 'sync' && name !== 'upsertMany';

describe.each(SERVICES)('an answer with success that is none, $service', ({ node, service }) => {
	const operations = node.resources
		.flatMap((resource) => resource.operations)
		.filter(callsAndFails)
		.map((operation): [string, Operation] => [`${operation.resource}.${operation.name}`, operation]);

	test.each(operations)(
		'%s',
		async (_, operation) => {
			freshLedger();
			const setup = await setupOf(node, sandbox, operation);
			const endpoint = mainCall(operation);
			for (const fault of ODD_ANSWERS.filter((one) => !isDocumented(one, endpoint))) {
				sandbox.faults(ruleFor(fault, service, endpoint));
				const where = await went(setup, 'continueErrorOutput');
				expect(where).toMatchObject(allFailed('continueErrorOutput', fault.says));
				if (endpoint && meetsWrite(operation, service))
					expect(where).toMatchObject(allFailed('continueErrorOutput', /may have been done all the same$/));
				sandbox.clearFaults();
			}
		},
		60_000,
	);
});
