import { Breaker } from '../../../../nodes/shared/http/breaker';
import type { Operation } from '../../../../nodes/shared/operation';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import {
	FAULTS,
	isDocumented,
	mainCall,
	meetsWrite,
	MODES,
	ruleFor,
	SERVICES,
	setupOf,
	went,
	type Fault,
	type Mode,
	type Went,
} from '../../../support/faultSweep';
import type { Setup } from '../../../support/engine';
import { freshLedger } from '../../../support/syncedApps';

// what is waited for is tested where waiting is: here each wait ends at once
jest.mock('../../../../nodes/shared/http/sleep', () => ({
	...jest.requireActual<object>('../../../../nodes/shared/http/sleep'),
	...jest.requireActual<object>('../../../support/sleepless'),
}));

let sandbox: Sandbox;
let cases = 0;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
	jest.spyOn(Breaker.prototype, 'rest').mockReturnValue(0); // hundreds of failures in a row are the point
});
afterAll(async () => {
	await sandbox.close();
	process.stdout.write(`${cases} runs of two items each\n`);
});

/** All items failed, went where failed items are to go, and say this. */
function expectAllFailed(where: Went, mode: Mode, says: RegExp): void {
	if (mode === 'stopWorkflow') {
		expect(where.stopped?.message).toMatch(says);
		return;
	}
	expect(where).toEqual({ good: [], failed: [expect.anything(), expect.anything()], stopped: undefined });
	for (const { error } of where.failed) {
		expect(error).toMatch(says);
		expect(error).not.toMatch(/undefined|\[object|needs$/);
	}
}

async function attempt(setup: Setup, mode: Mode, input?: Parameters<typeof went>[2]): Promise<Went> {
	cases++;
	return await went(setup, mode, input);
}

/** A file that the item carries: nothing is called. */
const isLocal = ({ resource }: Operation): boolean => resource === 'csvExport';
/** What these give tells for each record what came of it. */
const givesOutcomes = ({ name }: Operation): boolean => name === 'sync' || name === 'upsertMany';
const OK = /^(failed|pending|review|waiting|unknown)$/;

async function expectFault(operation: Operation, setup: Setup, fault: Fault, service: string): Promise<void> {
	const endpoint = mainCall(operation);
	if (isDocumented(fault, endpoint)) return;
	sandbox.faults(ruleFor(fault, service, givesOutcomes(operation) ? undefined : endpoint));
	const writes = endpoint !== undefined && meetsWrite(operation, service);
	for (const mode of MODES) {
		const where = await attempt(setup, mode);
		if (givesOutcomes(operation) && !where.stopped && where.failed.length === 0) {
			expect(where.good.map(({ outcome }) => outcome)).toEqual([expect.stringMatching(OK), expect.stringMatching(OK)]);
			continue;
		}
		expectAllFailed(where, mode, fault.says);
		if (writes && fault.isUnclear && !givesOutcomes(operation))
			expectAllFailed(where, mode, /may have been done all the same$/);
	}
	sandbox.clearFaults();
}

describe.each(SERVICES)('$service', ({ node, service, malformed }) => {
	const operations = node.resources
		.flatMap((resource) => resource.operations)
		.filter((operation) => !isLocal(operation))
		.map((operation): [string, Operation] => [`${operation.resource}.${operation.name}`, operation]);

	test.each(operations)('%s: each item fails on its own, where failed items go, and says why', async (_, operation) => {
		freshLedger();
		const setup = await setupOf(node, sandbox, operation);
		const [stored] = Object.keys(setup.credentials.store);
		const used = Object.values(setup.uses).find((name) => name in setup.credentials.store) ?? stored;
		const good = setup.credentials.store[used];
		setup.credentials.store[used] = { ...good, ...malformed };
		for (const mode of MODES) expectAllFailed(await attempt(setup, mode), mode, /credential|base URL/i);
		setup.credentials.store[used] = good;
		for (const fault of FAULTS) await expectFault(operation, setup, fault, service);

		const failing = { ...setup, parameters: { ...setup.parameters, options: FAILING } };
		for (const mode of MODES.slice(1)) {
			const where = await attempt(failing, mode, [{ bad: true }, { bad: false }]);
			expect(where.failed).toContainEqual(expect.objectContaining({ error: NOPE }));
			expect(where.failed.filter(({ error }) => error === NOPE)).toHaveLength(1);
		}
	});
});

const NOPE = "Referenced node doesn't exist";
/** An expression that cannot be resolved for the first item. */
const FAILING = { itemsAtOnce: '={{ $json.bad ? $("Nope").item.json.x : 2 }}' };
