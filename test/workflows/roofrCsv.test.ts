import type { IDataObject, INode } from 'n8n-workflow';
import { named, normalised } from '../../nodes/Roofr/trigger/normalise';
import { makePlain, startSandbox, type Sandbox } from '../../sandbox';
import { LOCATION_US } from '../../sandbox/ghl/world';
import { SAMPLES } from '../../sandbox/roofr/events';
import { freshLedger, SyncedApps } from '../support/syncedApps';
import { runTemplate, type Ran } from '../support/template';

let sandbox: Sandbox;
let apps: SyncedApps;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
	apps = new SyncedApps(sandbox);
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	makePlain(sandbox);
	freshLedger();
});

const HEAD = 'Job ID,Customer,Address,Phone,Email,Value,Stage';
const MARIA =
	'51234,Maria Example,"12 Elm St, Springfield, IL 62701",(212) 555-0142,maria@example.com,"$12,345.67",Won';
const ANN = '52,Ann Example,,,ann@example.com,,New Lead';
const MARIA_AGAIN = '53,Maria Example,"7 Oak Ave, Springfield, IL 62701",(212) 555-0142,maria@example.com,,New Lead';
const WITHOUT_ANYTHING = ',,,,,"$5.00",';

/** A page that nobody answers: nothing comes after it. */
const CLOSED: Pick<INode, 'type' | 'typeVersion' | 'parameters'> = {
	type: 'n8n-nodes-base.if',
	typeVersion: 2.2,
	parameters: { conditions: { conditions: [{ leftValue: false, rightValue: '', operator: { operation: 'true' } }] } },
};

const upload = async (lines: readonly string[], plan: Partial<INode> = {}, kind = 'Jobs with their customers') =>
	await runTemplate(
		sandbox,
		'roofr-csv-to-ghl-contacts',
		'Upload',
		[{ kind, submittedAt: new Date().toISOString() }],
		(node) => (node.name === 'Plan' ? { ...node, ...plan } : node),
		{ file: { data: Buffer.from(lines.join('\n')).toString('base64'), mimeType: 'text/csv' } },
	);
const contacts = () =>
	(sandbox.state('ghl') as { contacts: IDataObject[] }).contacts.filter(({ locationId }) => locationId === LOCATION_US);
const byEmail = () => contacts().sort((one, other) => String(one.email).localeCompare(String(other.email)));
const shown = (ran: Ran, page: string): string => JSON.stringify(ran(page));
/** The reports of a visit: the plan, and what came of it. */
const counts = (ran: Ran) => ran('Report').map(({ new: made, changed, attention }) => ({ made, changed, attention }));

it('shows each line before anything is written', async () => {
	const ran = await upload([HEAD, MARIA, ANN], CLOSED);
	expect(counts(ran)).toEqual([{ made: 2, changed: 0, attention: 0 }]);
	expect(ran('Report')[0].html).toMatch(/<td>2<\/td><td>Maria Example<\/td><td>new contact: .*<td>3<\/td><td>Ann Ex/);
	expect(contacts()).toEqual([]);
});

it('writes once somebody agrees, and reports the result of each line', async () => {
	const ran = await upload([HEAD, MARIA, ANN]);
	expect(byEmail()).toEqual([
		expect.objectContaining({ email: 'ann@example.com' }),
		expect.objectContaining({ email: 'maria@example.com', city: 'Springfield', state: 'IL', source: 'Roofr' }),
	]);
	expect(shown(ran, 'What happened')).toMatch(/2 lines: 2 new, 0 changed.*Ann Example<\/td><td>new contact made/);
	expect(ran('Notify the team')).toEqual([]);
});

it('the same file again finds nothing to write, and duplicates nothing', async () => {
	await upload([HEAD, MARIA, ANN]);
	const ran = await upload([HEAD, MARIA, ANN]);
	expect(counts(ran)).toEqual([{ made: 0, changed: 0, attention: 0 }]);
	expect(ran('Plan')).toEqual([]);
	expect(shown(ran, 'Nothing to write')).toContain('nothing to change');
	expect(contacts()).toHaveLength(2);
});

it('assigns two jobs of one customer to one contact', async () => {
	await upload([HEAD, MARIA, MARIA_AGAIN]);
	expect(contacts()).toHaveLength(1);
});

it('recognizes the contact that an event of the same job created', async () => {
	const event = normalised({ ...SAMPLES['proposal.signed'] } as IDataObject, named({}, 'proposal.signed', []), {
		region: 'US',
		receivedAt: '2026-11-28T10:00:00.000Z',
	});
	await runTemplate(sandbox, 'roofr-events-to-ghl', 'Roofr event', [event]);
	expect(contacts()).toHaveLength(1);
	const ran = await upload([HEAD, MARIA.replace('maria@example.com', 'new@example.com')]);
	expect(ran('Contact').map(({ id }) => id)).toContain(contacts()[0].id);
	expect(contacts()).toHaveLength(1);
});

it('leaves the values that GHL has, and fills in those that it lacks', async () => {
	await apps.saveContact({ firstName: 'Marie', lastName: 'Example', email: 'maria@example.com' });
	sandbox.advance(60_000);
	const ran = await upload([HEAD, MARIA]);
	expect(counts(ran)[0]).toMatchObject({ made: 0, changed: 1 });
	expect(contacts()).toEqual([expect.objectContaining({ firstName: 'Marie', city: 'Springfield' })]);
});

it('shows an invalid line and tells the team, and continues with the others', async () => {
	const ran = await upload([HEAD, MARIA, WITHOUT_ANYTHING]);
	expect(contacts()).toHaveLength(1);
	expect(shown(ran, 'What happened')).toContain('cannot be used');
	expect(ran('Notify the team')).toEqual([
		expect.objectContaining({
			title: 'Roofr export: 1 of 2 lines need a look',
			text: expect.stringMatching(/^Line 3: cannot be used, none of/),
		}),
	]);
});

it('leaves out a line that stands there twice, which needs nobody, and names fields in words', async () => {
	const ran = await upload([HEAD, MARIA, MARIA], CLOSED);
	expect(counts(ran)).toEqual([{ made: 1, changed: 0, attention: 0 }]);
	expect(ran('Report')[0].html).toMatch(/<td>new contact: first name, last name, .*street/);
	expect(ran('Report')[0].html).toMatch(/<td>3<\/td>.*<td>left out<\/td><td>the same as line 2<\/td>/);
});

it('reports a line that GHL refused, beside those that were written', async () => {
	sandbox.faults({ kind: 'status', service: 'ghl', method: 'POST', path: '/contacts', status: 400, times: 1 });
	const ran = await upload([HEAD, MARIA, ANN]);
	expect(contacts()).toHaveLength(1);
	expect(counts(ran)[1]).toEqual({ made: 1, changed: 0, attention: 1 });
	expect(ran('Notify the team')).toEqual([expect.objectContaining({ text: expect.stringContaining('GHL') })]);
});

it('takes an export of contacts too', async () => {
	await upload(['Name,Email,Phone', 'Grace Hopper,grace@example.com,(212) 555-0143'], {}, 'Contacts');
	expect(contacts()).toEqual([expect.objectContaining({ firstName: 'Grace', email: 'grace@example.com' })]);
});

it('a file that is not such an export is reported on the page and to the team', async () => {
	const ran = await upload(['Something else', 'entirely']);
	const [{ error }] = ran('Read the file');
	expect(String(error).length).toBeGreaterThan(20);
	expect(shown(ran, 'What happened')).toContain(`could not be read: ${String(error).slice(0, 20)}`);
	expect(ran('Notify the team')).toEqual([expect.objectContaining({ title: 'Roofr export could not be read' })]);
});
