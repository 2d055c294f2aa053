import path from 'node:path';
import { readWorkflow } from '../../launcher/demo';
import { PROJECT } from '../../launcher/pack';
import type { WorkflowFile } from '../../launcher/rest';
import type { SeededRandom } from '../../sandbox/random';
import type { Sandbox } from '../../sandbox/server';
import { contacts, customers, property, saveContact, saveCustomer } from './contacts';
import { everySeconds, withoutMessages } from './settling';

/**
 * The template of contacts and customers as somebody in a hurry sets it: every few seconds, a short index delay, and
 * Booqable wins, since all edits fall into five minutes.
 */
export async function hurriedContacts(): Promise<WorkflowFile> {
	const file = await readWorkflow(path.join(PROJECT, 'workflows', 'contacts-and-customers.json'));
	const nodes = file.nodes.map(withoutMessages).map((node) => {
		const parameters = structuredClone(node.parameters) as Record<string, unknown> & {
			options?: Record<string, unknown>;
		};
		if ('pollTimes' in parameters) Object.assign(parameters, { pollTimes: everySeconds(6) });
		if (node.type.endsWith('.booqablePollTrigger')) parameters.minutes = 1;
		if (parameters.operation === 'sync') {
			const winner = parameters.resource === 'contact' ? 'source' : 'target';
			Object.assign(parameters, {
				conflictResolution: winner,
				options: { ...parameters.options, initialConflict: winner, searchIndexLag: 10 },
			});
		}
		return { ...node, parameters };
	});
	return { ...file, nodes, settings: { executionOrder: 'v1' } };
}

/** People who are entered and changed in both apps. */
export class People {
	constructor(
		private readonly sandbox: Sandbox,
		private readonly random: SeededRandom,
	) {}

	/** A new person, in one of the apps. */
	async begin(number: number): Promise<void> {
		const [name, email] = [`Person Number${number}`, `person${number}@example.com`];
		if (this.random.next() < 0.5)
			await saveCustomer(this.sandbox, {
				name,
				email,
				tag_list: ['rental'],
				...property('phone', `(212) 555-${1000 + number}`),
			});
		else await saveContact(this.sandbox, { name, email, phone: `+1212555${1000 + number}`, tags: ['rental'] });
	}

	/** A user changes one field of somebody who is there, on one side. */
	async edit(number: number): Promise<void> {
		const side = this.pick(['customer', 'contact'] as const);
		const found = this.pick(side === 'customer' ? customers(this.sandbox) : contacts(this.sandbox));
		if (!found) return;
		const value = `value ${number}`;
		const tags = [
			...found.tags.split(',').filter((tag) => tag === 'rental' || (tag && this.random.next() < 0.8)),
			`tag${number % 7}`,
		];
		const changes =
			side === 'customer'
				? [
						{ name: `Person ${value}` },
						property('website', `https://site${number}.example.com`),
						property('industry', value),
						property('phone', `(212) 556-${1000 + number}`),
						{ tag_list: tags },
					]
				: [
						{ name: `Person ${value}` },
						{ website: `https://site${number}.example.com` },
						{ customFields: [{ key: 'industry', field_value: value }] },
						{ phone: `+1212556${1000 + number}` },
						{ tags },
					];
		await (side === 'customer' ? saveCustomer : saveContact)(this.sandbox, this.pick<object>(changes), found.id);
	}

	private pick<T>(list: readonly T[]): T {
		return list[Math.floor(this.random.next() * list.length)];
	}
}
