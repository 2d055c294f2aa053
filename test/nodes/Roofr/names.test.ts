import type { IDataObject } from 'n8n-workflow';
import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { failure, json } from '../../support/engine';
import { byId, mapped, setups } from '../../support/roofr';

let sandbox: Sandbox;
let ids: string[];
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	const stages = [{ name: 'Won Jobs' }, { name: 'Lost' }, { name: 'lost' }];
	const seeded = sandbox.seed('roofr', { records: { stages } }) as { stages: Array<{ id: unknown }> };
	ids = seeded.stages.map(({ id }) => String(id));
});

const { direct } = setups(() => sandbox);
const run = async (parameters: IDataObject) => await json(setupOf(parameters));
const setupOf = (parameters: IDataObject) => direct(parameters);
const sent = () => sandbox.requests({ service: 'roofr' }).at(-1);

const move = (stage: string) => ({ resource: 'job', operation: 'moveToStage', jobId: byId('1'), stageId: byId(stage) });
const create = (stageId: string) => ({
	resource: 'job',
	operation: 'create',
	fields: mapped({ name: 'Lane Roof', stageId }),
});

test('a stage is taken by name or ID: to move a job, in a list, and in the mapper', async () => {
	for (const stage of ['won jobs', ids[0]]) {
		const [{ id, stageId }] = await run(create(stage));
		expect([String(stageId), sent()?.body]).toEqual([ids[0], { name: 'Lane Roof', stage_id: ids[0] }]);
		await run({ ...move(stage), jobId: byId(id) });
		expect(sent()?.body).toEqual({ stage_id: ids[0] });
		await run({ resource: 'job', operation: 'getMany', returnAll: true, filters: { stageId: stage } });
		expect(sent()?.query).toMatchObject({ stage_id: ids[0] });
	}
});

test('a name that no stage has is refused with those that there are, and one that two have with both IDs', async () => {
	for (const parameters of [move('The moon'), create('The moon')])
		expect((await failure(setupOf(parameters))).message).toBe(
			'Invalid value for Stage: "The moon". Choose one of: New Lead, Estimating, Won, In Production, Won Jobs, Lost, lost.',
		);
	expect((await failure(setupOf(create('LOST')))).message).toContain(
		`use the ID of one of them, ${ids[1]} or ${ids[2]}.`,
	);
	expect(sandbox.requests({ method: 'POST' })).toEqual([]);
});

test('an account without a list of stages takes IDs, and says so of a name', async () => {
	const other = await startSandbox(); // lists are kept for each account
	const setupOf = (parameters: IDataObject) => setups(() => other).direct(parameters);
	other.faults({ kind: 'status', status: 404, path: '**/stages', body: {} });
	expect((await failure(setupOf(create('Won Jobs')))).message).toContain('Map the ID: the token may not read the list');
	expect(await json(setupOf(create('7')))).toMatchObject([{ name: 'Lane Roof' }]);
	await other.close();
});
