import { resources as ledgerResources } from '../../../../nodes/SyncLedger/actions';
import type { Operation, Resource } from '../../../../nodes/shared/operation';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import type { Setup } from '../../../support/engine';
import { fill as fillLedger, setupOf as setupOfLedger } from '../../../support/examples/syncLedger';
import { MODES, SERVICES, setupOf, went } from '../../../support/faultSweep';
import { freshLedger } from '../../../support/syncedApps';

// the checks of an account wait for what a search shows: here each wait ends at once
jest.mock('../../../../nodes/shared/http/sleep', () => ({
	...jest.requireActual<object>('../../../../nodes/shared/http/sleep'),
	...jest.requireActual<object>('../../../support/sleepless'),
}));

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
});
afterAll(async () => await sandbox.close());

const NOPE = "Referenced node doesn't exist";
/** An expression that cannot be resolved for one of the items. */
const FAILING = { itemsAtOnce: '={{ $json.bad ? $("Nope").item.json.x : 2 }}' };

/**
 * One of three items has an option that cannot be resolved: it alone fails, or stops the run. There it is the first:
 * not every example has the records that it names.
 */
async function expectFailingOption(setup: Setup): Promise<void> {
	const failing = { ...setup, parameters: { ...setup.parameters, options: FAILING } };
	const { stopped } = await went(failing, 'stopWorkflow', [{ bad: true }, { bad: false }, { bad: false }]);
	expect(stopped?.message).toBe(NOPE);
	for (const mode of MODES.slice(1)) {
		const where = await went(failing, mode, [{ bad: false }, { bad: true }, { bad: false }]);
		expect(where.stopped).toBeUndefined();
		expect(where.failed.filter(({ error }) => error === NOPE)).toHaveLength(1);
		expect(where.good.map(({ error }) => error)).not.toContain(NOPE);
	}
}

const allOf = (resources: readonly Resource[]): Array<[string, Operation]> =>
	resources.flatMap(({ operations }) =>
		operations.map((operation): [string, Operation] => [`${operation.resource}.${operation.name}`, operation]),
	);

describe.each(SERVICES)('an option that fails for one item of three, $service', ({ node }) => {
	test.each(allOf(node.resources))(
		'%s',
		async (_, operation) => {
			freshLedger();
			await expectFailingOption(await setupOf(node, sandbox, operation));
		},
		60_000,
	);
});

test.each(allOf(ledgerResources))(
	'an option that fails for one item of three, Sync Ledger %s',
	async (name) => {
		await fillLedger();
		await expectFailingOption(setupOfLedger(name));
	},
	60_000,
);
