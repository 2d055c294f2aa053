import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { ROOFR } from '../../../sandbox/roofr';
import { SAMPLES } from '../../../sandbox/roofr/events';
import { PIPELINE, STAGES } from '../../../sandbox/ghl/world';
import { json } from '../../support/engine';
import { ghlPrivate } from '../../support/nodeSetups';
import { renamed, ROOFING_IN_STAND_IN } from '../../support/rows';
import { saveContact, toGhl } from '../contacts';
import type { Person, UseCase } from './useCase';
import { HURRY, type World } from './world';

const PLACE = { address1: '12 Elm St', city: 'Springfield', state: 'IL', postalCode: '62701', country: 'US' };

async function contact(world: World, person: Person, more: IDataObject = {}): Promise<string> {
	const { name, email, phone } = person;
	await saveContact(world.sandbox, { name, email, phone, ...PLACE, ...more });
	person.kept.contactId = String(world.contactsOf(person)[0].id);
	return person.kept.contactId;
}

/** An opportunity that a user makes, and marks as won. */
async function win({ sandbox, ghl }: World, { name, kept: { contactId } }: Person): Promise<void> {
	const made = ghl.opportunities.find((one) => one.contactId === contactId);
	const body = { pipelineId: PIPELINE, pipelineStageId: STAGES.quoted, name: `Roof of ${name}`, contactId };
	if (!made)
		await toGhl(sandbox, 'POST', 'opportunities/', { ...body, locationId: 'SandboxLocationUS001', status: 'open' });
	const { id } = made ?? {};
	if (!id) return;
	await toGhl(sandbox, 'PUT', `opportunities/${String(id)}/status`, { status: 'won' });
}

export const wonToJob: UseCase = {
	file: 'ghl-won-opportunities-to-roofr-jobs',
	begin: async (world, person) => {
		await contact(world, person);
		await win(world, person); // made
		await sleep(2 * HURRY * 1_000); // it is seen before it is won
		await win(world, person);
	},
	again: async (world, { kept }) => {
		await toGhl(world.sandbox, 'POST', `contacts/${kept.contactId}/tags`, { tags: ['roof-inspection'] });
	},
	expected: { job: 1, customer: 1 },
	found: ({ roofr }, { email, name }) => ({
		job: roofr.jobs.filter((one) => String(one.name).includes(name)).length,
		customer: roofr.contacts.filter((one) => one.email === email).length,
	}),
};

async function event(world: World, { name, email, phone, kept }: Person, which: string): Promise<void> {
	kept.job ??= String(60_000 + world.sandbox.requests().length);
	const own =
		which === 'lead.created'
			? { ID: `lead-${kept.job}`, 'Lead Name': name, 'Lead Email': email, 'Lead Phone': phone }
			: {
					'External Id': Number(kept.job),
					'Job Name': `${name} – 12 Elm St`,
					'Primary Customer Name': name,
					'Customer Email': email,
					'Customer Phone': phone,
				};
	const to = { url: `${world.n8n.url}/webhook/roofr-events-to-ghl-roofr-event/webhook`, secret: ROOFR.webhookSecret };
	world.sandbox.seed('roofr', { send: { event: which, to, payload: { ...SAMPLES[which], ...own } } });
}
const SALE = ['lead.created', 'proposal.sent', 'proposal.viewed', 'proposal.signed'];

export const roofrEvents: UseCase = {
	file: 'roofr-events-to-ghl',
	changes: { 'Your table': (parameters) => renamed(parameters, ROOFING_IN_STAND_IN) },
	begin: async (world, person) => {
		for (const which of SALE) {
			await event(world, person, which);
			await sleep(2_000); // days, in life
		}
	},
	again: async (world, person) => {
		for (const which of SALE) await event(world, person, which);
	},
	expected: { contact: 1, notes: 4, tasks: 3, won: 1 },
	found: (world, person) => ({
		contact: world.contactsOf(person).length,
		notes: world.childrenOf('notes', person).length,
		tasks: world.childrenOf('tasks', person).length,
		won: world
			.childrenOf('opportunities', person)
			.filter(({ status, monetaryValue }) => status === 'won' && monetaryValue === 12_345.67).length,
	}),
};

export const batchToRoofr: UseCase = {
	file: 'ghl-contacts-to-roofr',
	begin: async (world, person) => void (await contact(world, person)),
	again: async () => {},
	expected: { customer: 1, 'in the report': 1 },
	found: (world, { email, name }) => ({
		customer: world.roofr.contacts.filter((one) => one.email === email).length,
		'in the report': Number(
			world.messages.some(({ title, body }) => title.startsWith('GHL → Roofr') && body.includes(name)),
		),
	}),
};

/** A CSV export that somebody uploads: a job of the person, and the same line once more. */
export const csvExport: UseCase = {
	file: 'roofr-csv-to-ghl-contacts',
	before: async ({ sandbox }) =>
		void (await json(ghlPrivate(sandbox, { resource: 'contact', operation: 'setUpSyncFields', options: {} }))),
	begin: async () => {},
	again: async (world, person) => await upload(world, person),
	page: async (world, person) => await upload(world, person),
	expected: { contact: 1 },
	found: (world, person) => ({ contact: world.contactsOf(person).length }),
};

async function upload(world: World, { name, email, phone, kept }: Person): Promise<void> {
	kept.job ??= String(70_000 + world.sandbox.requests().length);
	const line = `${kept.job},${name},"12 Elm St, Springfield, IL 62701",${phone},${email},"$12,345.67",Won`;
	const text = ['Job ID,Customer,Address,Phone,Email,Value,Stage', line, line].join('\n');
	await world.open('/form/roofr-csv');
	await world.page
		.locator('input[type="file"]')
		.setInputFiles({ name: 'jobs.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
	await world.page.getByText('Jobs with their customers').click();
	await world.submit();
	const [write, end] = [
		world.page.getByText('Import these contacts'),
		world.page.getByText(/Nothing to write|What happened|could not be read/),
	];
	await write.or(end).first().waitFor();
	if (!(await write.isVisible())) return;
	await world.submit();
	await end.first().waitFor();
}
