import type { IDataObject } from 'n8n-workflow';
import { json } from '../../support/engine';
import { booqable } from '../../support/nodeSetups';
import { RENTALS_IN_STAND_IN, renamed } from '../../support/rows';
import { byId } from '../../support/syncedApps';
import { property, saveContact, saveCustomer } from '../contacts';
import type { Person, UseCase } from './useCase';
import { until, type World } from './world';

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
const titled = (records: readonly IDataObject[], begin: string): number =>
	records.filter(({ title, body }) => String(title ?? body).startsWith(begin)).length;

const idOf = ({ booqable: { customers } }: World, { email }: Person): string | undefined =>
	customers.find((one) => one.email === email)?.id as string | undefined; // Booqable's IDs are texts

/** The person's customer, which is made when there is none. */
export async function customer(world: World, person: Person): Promise<string> {
	const { name, email, phone } = person;
	if (!idOf(world, person))
		await saveCustomer(world.sandbox, { name, email, tag_list: ['rental'], ...property('phone', phone) });
	return idOf(world, person) ?? '';
}

const order = async ({ sandbox }: World, orderId: string, operation: string, more: IDataObject = {}) =>
	await json(booqable(sandbox, { resource: 'order', operation, orderId: byId(orderId), options: {}, ...more }));
const move = async (world: World, id: string, transitionTo: string) =>
	await order(world, id, 'changeStatus', { transitionTo });

/** An order for two chairs, as a draft that is reserved. */
async function reserve(world: World, person: Person, startsAt = inDays(30)): Promise<void> {
	const starts = Date.parse(startsAt);
	const period = { starts_at: startsAt, stops_at: new Date(starts + 2 * 86_400_000).toISOString() };
	const customerId = await customer(world, person);
	const { orders } = world.sandbox.seed('booqable', {
		orders: [{ customer_id: customerId, status: 'draft', ...period }],
	}) as { orders: Array<{ id: string }> };
	const chair = world.booqable.products.find(({ sku }) => sku === 'CHAIR');
	const [{ id }] = orders;
	await order(world, id, 'bookProducts', {
		products: { product: [{ productId: byId(String(chair?.id)), quantity: 2 }] },
	});
	await move(world, id, 'reserved');
	const number = world.booqable.orders.find((one) => one.id === id)?.number;
	Object.assign(person.kept, { orderId: String(id), number: `#${String(number)}` });
}

/** Every webhook of this person's records comes once more. */
async function sendAgain({ sandbox }: World, mentioned: string): Promise<void> {
	for (const { url, body } of sandbox.webhooks.attempts.filter(
		(one) => one.status === 200 && one.body.includes(mentioned),
	))
		await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
}

export const newCustomer: UseCase = {
	file: 'booqable-customer-to-ghl-contact',
	begin: async (world, person) => void (await customer(world, person)),
	again: async (world, person) => {
		await saveCustomer(world.sandbox, { tag_list: ['rental', 'regular'] }, await customer(world, person));
	},
	recovers: true,
	expected: { contact: 1, tag: 1, 'onboarding task': 1 },
	found: (world, person) => ({
		contact: world.contactsOf(person).length,
		tag: world.contactsOf(person).filter(({ tags }) => (tags as string[]).includes('rental')).length,
		'onboarding task': world.childrenOf('tasks', person).length,
	}),
};

export const purchases: UseCase = {
	file: 'booqable-purchases-to-ghl-follow-up',
	changes: { 'What follows': (parameters) => renamed(parameters, RENTALS_IN_STAND_IN) },
	begin: async (world, person) => {
		await reserve(world, person, inDays(-1));
		await order(world, person.kept.orderId, 'start');
		await order(world, person.kept.orderId, 'stop');
	},
	again: async (world, { kept }) => await sendAgain(world, kept.orderId),
	recovers: true,
	expected: { contact: 1, reserved: 1, 'picked up': 1, returned: 1, prepare: 1, review: 1, won: 1 },
	found: (world, person) => {
		const [notes, tasks] = [world.childrenOf('notes', person), world.childrenOf('tasks', person)];
		return {
			contact: world.contactsOf(person).length,
			reserved: titled(notes, 'Order reserved'),
			'picked up': titled(notes, 'Order picked up'),
			returned: titled(notes, 'Order returned'),
			prepare: titled(tasks, 'Prepare the order'),
			review: titled(tasks, 'Ask for a review'),
			won: world.childrenOf('opportunities', person).filter(({ status }) => status === 'won').length,
		};
	},
};

export const canceled: UseCase = {
	...purchases,
	begin: async (world, person) => {
		await reserve(world, person);
		// Days later, in life. Nothing tells of an order that was canceled whether it had been reserved.
		await until(() => titled(world.childrenOf('notes', person), 'Order reserved') > 0, 150_000);
		await move(world, person.kept.orderId, 'canceled');
	},
	expected: { contact: 1, reserved: 1, canceled: 1, ask: 1, lost: 1 },
	found: (world, person) => ({
		contact: world.contactsOf(person).length,
		reserved: titled(world.childrenOf('notes', person), 'Order reserved'),
		canceled: titled(world.childrenOf('notes', person), 'Order canceled'),
		ask: titled(world.childrenOf('tasks', person), 'Ask why'),
		lost: world.childrenOf('opportunities', person).filter(({ status }) => status === 'lost').length,
	}),
};

export const segments: UseCase = {
	file: 'booqable-segments-to-ghl',
	before: async (world) => {
		const fields = { resource: 'customField', operation: 'setUpFields', fieldSet: 'templates', options: {} };
		await world.execute({ node: 'ghlContacts', ...fields });
	},
	begin: async (world, person) => {
		const { name, email } = person;
		await saveContact(world.sandbox, { name, email, tags: ['friend'] });
		await reserve(world, person);
	},
	again: async () => {},
	expected: { contact: 1, friend: 1, customer: 1, upcoming: 1, figures: 1, 'in the list': 1 },
	found: (world, person) => {
		const [contact] = world.contactsOf(person);
		const has = (tag: string): number => ((contact?.tags as string[]) ?? []).filter((one) => one === tag).length;
		const lines = world.messages
			.filter(({ title }) => title.startsWith('Segments, '))
			.flatMap(({ body }) => body.split('\n'))
			.filter((line) => line.startsWith(person.name) && line.includes('upcoming') !== line.includes('nothing'));
		return {
			contact: world.contactsOf(person).length,
			friend: has('friend'),
			customer: has('rental-customer'),
			upcoming: has('rental-upcoming'),
			figures: Object.values((contact?.customFields as IDataObject) ?? {}).includes(1) ? 1 : 0,
			'in the list': lines.length > 0 ? 1 : Number(world.toldOf(person).length > 0),
		};
	},
};
