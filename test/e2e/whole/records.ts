import { DEMO_SLUG } from '../../../sandbox/booqable/world';
import { LOCATION_US } from '../../../sandbox/ghl/world';
import type { Sandbox } from '../../../sandbox/server';
import { text, type Person } from '../contacts';

/** A note, task or appointment of GHL. */
export interface Child {
	readonly id: string;
	readonly contactId: string;
	readonly title: string;
	readonly body?: string;
	readonly dueDate: string | number;
	readonly completed: boolean;
	readonly startTime: string | number;
	readonly endTime: string | number;
	readonly appointmentStatus: string;
	readonly dateAdded: string | number;
}

interface Business {
	readonly id: string;
	readonly locationId: string;
	readonly name: string;
	readonly email?: string;
	readonly website?: string;
}

interface GhlState {
	readonly notes: Child[];
	readonly tasks: Child[];
	readonly appointments: Child[];
	readonly businesses: Business[];
	readonly calendars: Array<{ readonly id: string; readonly locationId: string }>;
	readonly contacts: Array<{
		readonly id: string;
		readonly locationId: string;
		readonly email?: string;
		readonly businessId?: string;
		readonly customFields: Readonly<Record<string, unknown>>;
	}>;
	readonly customFields: Array<{ readonly id: string; readonly fieldKey: string; readonly locationId: string }>;
}

/** A record of Booqable. */
export type Row = Readonly<Record<string, unknown>> & { readonly id: string };

export const ghl = (sandbox: Sandbox): GhlState => sandbox.state('ghl') as GhlState;
const booqable = (sandbox: Sandbox) =>
	(sandbox.state('booqable') as Record<string, Record<string, Row[] | undefined>>)[DEMO_SLUG];
export const rows = (sandbox: Sandbox, type: 'customers' | 'notes' | 'orders' | 'products' | 'product_groups'): Row[] =>
	booqable(sandbox)[type] ?? [];

/** What a custom field of a contact holds, as text. */
export function customField(sandbox: Sandbox, contactId: string, name: string): string {
	const { contacts, customFields } = ghl(sandbox);
	const field = customFields.find(
		({ fieldKey, locationId }) => fieldKey === `contact.${name}` && locationId === LOCATION_US,
	);
	return String(contacts.find(({ id }) => id === contactId)?.customFields[field?.id ?? ''] ?? '');
}

export const businessOf = (sandbox: Sandbox, contact: Person): Business | undefined => {
	const { businesses, contacts } = ghl(sandbox);
	return businesses.find(({ id }) => id === contacts.find((one) => one.id === contact.id)?.businessId);
};

/** How the text of a task begins that stands for a step of an order. */
export const ORDER_MARK = /^Booqable order #/;
/** How a note of Booqable begins that stands for a task of GHL. */
export const BOX = /^[☐☑]/;

const mine = (children: readonly Child[], { id }: Person): Child[] =>
	children.filter(({ contactId }) => contactId === id);
export const textOf = ({ body }: Child): string => (body ?? '').trim();
export const bodyOf = ({ body }: Row): string => text(body);

export const notesOfContact = (sandbox: Sandbox, contact: Person): Child[] => mine(ghl(sandbox).notes, contact);
export const tasksOf = (sandbox: Sandbox, contact: Person): Child[] =>
	mine(ghl(sandbox).tasks, contact).filter((task) => !ORDER_MARK.test(textOf(task)));
export const stepsOf = (sandbox: Sandbox, contact: Person): Child[] =>
	mine(ghl(sandbox).tasks, contact).filter((task) => ORDER_MARK.test(textOf(task)));
export const appointmentsOf = (sandbox: Sandbox, contact: Person): Child[] => mine(ghl(sandbox).appointments, contact);

const owned = (sandbox: Sandbox, { id }: Person): Row[] =>
	rows(sandbox, 'notes').filter(({ owner_id }) => owner_id === id);
export const notesOfCustomer = (sandbox: Sandbox, customer: Person): Row[] =>
	owned(sandbox, customer).filter((note) => !BOX.test(bodyOf(note)));
export const taskNotesOf = (sandbox: Sandbox, customer: Person): Row[] =>
	owned(sandbox, customer).filter((note) => BOX.test(bodyOf(note)));
export const ordersOf = (sandbox: Sandbox, customer: Person): Row[] =>
	rows(sandbox, 'orders').filter(({ customer_id }) => customer_id === customer.id);

export const titleOf = ({ number }: Row): string => `Order #${String(number)}`;
export const isStepOf =
	(order: Row) =>
	(task: Child): boolean =>
		textOf(task).startsWith(`Booqable order #${String(order.number)} `);
export const noteOfTask = (task: Child): string =>
	`${task.completed ? '☑' : '☐'} ${task.title} (due ${moment(task.dueDate).slice(0, 10)})\n${textOf(task)}`.trim();
export const moment = (value: unknown): string => new Date(value as string | number).toISOString();
