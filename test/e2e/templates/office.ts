import { PIPELINE, STAGES, USER_BEN } from '../../../sandbox/ghl/world';
import { json } from '../../support/engine';
import { booqable } from '../../support/nodeSetups';
import { saveContact, toGhl } from '../contacts';
import { customer } from './rentals';
import type { UseCase } from './useCase';

const DAY = 86_400_000;
const nothing = async (): Promise<void> => {};

export const chase: UseCase = {
	file: 'chase-waiting-opportunities',
	begin: async (world, person) => {
		const { name, email, phone } = person;
		world.sandbox.advance(-8 * DAY);
		try {
			await saveContact(world.sandbox, { name, email, phone });
			const contactId = String(world.contactsOf(person)[0].id);
			const where = { locationId: 'SandboxLocationUS001', pipelineId: PIPELINE, pipelineStageId: STAGES.quoted };
			const what = { name: `Roof of ${name}`, status: 'open', contactId, assignedTo: USER_BEN };
			await toGhl(world.sandbox, 'POST', 'opportunities/', { ...where, ...what });
		} finally {
			world.sandbox.advance(8 * DAY);
		}
	},
	again: nothing,
	expected: { task: 1, 'of its owner': 1 },
	found: (world, person) => {
		const tasks = world.childrenOf('tasks', person).filter(({ title }) => String(title).startsWith('Chase: '));
		return { task: tasks.length, 'of its owner': tasks.filter(({ assignedTo }) => assignedTo === USER_BEN).length };
	},
};

export const morningReport: UseCase = {
	file: 'morning-report',
	begin: nothing,
	again: nothing,
	expected: { report: 1 },
	found: ({ messages }) => ({
		report: messages.filter(
			({ title, body }) =>
				title.startsWith('Morning report, ') &&
				[/linked/, /^Sync in the last 24 hours: /m, /[Cc]ustomers (and|or no) (their )?contacts/, /Booqable/].every(
					(part) => part.test(body),
				),
		).length,
	}),
};

export const quotaWatch: UseCase = {
	file: 'quota-watch',
	begin: async ({ sandbox }) => {
		const [{ callsAllowed }] = await json(
			booqable(sandbox, { resource: 'company', operation: 'getUsage', options: {} }),
		);
		sandbox.seed('booqable', { apiUsage: Math.ceil(Number(callsAllowed) * 0.93) });
	},
	again: nothing,
	expected: { message: 1 },
	found: ({ messages }) => ({
		message: messages.filter(({ title }) => title.startsWith('Booqable: 90 percent of the calls')).length,
	}),
};

/** Somebody looks a customer up by name, reads the plan, and lets it be written. */
export const syncOnePerson: UseCase = {
	file: 'sync-one-person',
	before: async (world) => {
		await world.execute(
			{ node: 'ghlContacts', resource: 'contact', operation: 'setUpSyncFields', options: {} },
			{ node: 'booqable', resource: 'customer', operation: 'setUpSyncFields', options: {} },
		);
	},
	begin: async (world, person) => {
		await customer(world, person);
		world.listed();
	},
	again: async (world, person) => await syncOnePerson.page?.(world, person),
	page: async (world, { name }) => {
		const { page } = world;
		await world.open('/form/sync-one-person');
		await page.locator('input[type="text"]').first().fill(name);
		await page.getByText('Booqable: bring it to GHL').click();
		await world.submit();
		const choice = page.getByText(new RegExp(`^1\\. ${name}`));
		const end = page.getByText(/Nobody found|What happened|This needs a person/);
		await choice.or(end).first().waitFor();
		if (!(await choice.first().isVisible())) return;
		await choice.first().click();
		await world.submit();
		const plan = page.getByText('A new record is made in GHL');
		await plan.or(end).first().waitFor();
		if (!(await plan.isVisible())) return;
		await world.submit();
		await end.first().waitFor();
	},
	expected: { contact: 1 },
	found: (world, person) => ({ contact: world.contactsOf(person).length }),
};
