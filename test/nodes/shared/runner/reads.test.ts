import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import { counted } from '../../../support/counts';
import { GhlAccount } from '../../../support/ghl';
import { byId, mapped } from '../../../support/nodeSetups';
import { EXAMPLED, LIMITS, operationsOf } from '../../../support/previews/preview';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: LIMITS });
});
afterAll(async () => await sandbox.close());

/** Each item is asked on its own which authentication it has, which n8n does not evaluate. */
const isOfCredential = (read: string): boolean => /^(authentication|location) of/.test(read);

const times = (reads: readonly string[], read: string): number => reads.filter((one) => one === read).length;

describe.each(EXAMPLED)('$folder', (node) => {
	test.each(operationsOf(node).map(({ resource, name }) => [resource, name]))(
		'reads each parameter of an item once: %s, %s',
		async (resource, name) => {
			const { counts } = await counted(async () => await node.run(sandbox, resource, name));
			// an example may be several runs
			const runs = times(counts.parameters, 'operation of 0');
			expect(runs).toBeGreaterThan(0);
			const own = counts.parameters.filter((read) => !isOfCredential(read));
			expect(own.filter((read) => times(own, read) > runs)).toEqual([]);
		},
	);
});

test('evaluates each expression of an item once', async () => {
	const ghl = await GhlAccount.start();
	const [id] = ghl.contacts({ email: 'ada@example.com' });
	const parameters = {
		contactId: byId(`={{ "${String(id)}" }}`),
		fields: mapped({ firstName: '={{ $json.name }}', email: '={{ $json.email }}', phone: '={{ $json.phone }}' }),
		options: { tags: '={{ $json.tag }}', itemsAtOnce: '={{ 2 + 3 }}' },
	};
	const people = [1, 2, 3].map((number) => ({
		name: `Ada ${number}`,
		email: 'ada@example.com',
		phone: '+1 212 555 0142',
		tag: 'vip',
	}));
	const { result, counts } = await counted(async () => await ghl.run('contact.update', parameters, people));
	await ghl.sandbox.close();
	expect(result.map(({ firstName }) => firstName)).toEqual(['Ada 1', 'Ada 2', 'Ada 3']);
	expect(counts.expressions).toHaveLength(people.length * 6);
});
