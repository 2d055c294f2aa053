import { LOCATION_US } from '../../../sandbox/ghl/world';
import type { Sandbox } from '../../../sandbox/server';
import { contacts, customers, differences, text, type Person } from '../contacts';
import {
	appointmentsOf,
	bodyOf,
	businessOf,
	customField,
	ghl,
	isStepOf,
	moment,
	noteOfTask,
	notesOfContact,
	notesOfCustomer,
	ordersOf,
	rows,
	stepsOf,
	tasksOf,
	taskNotesOf,
	textOf,
	titleOf,
	type Child,
	type Row,
} from './records';
import { bag } from './expectations';

const PLANNED = ['reserved', 'started', 'stopped', 'canceled'];

/**
 * What differs between the two apps, of people and of all that belongs to them, in words; empty when they have
 * converged.
 */
export function allDifferences(sandbox: Sandbox): string[] {
	const right = contacts(sandbox);
	const children = customers(sandbox).flatMap((customer) => {
		const contact = right.find(({ email }) => email === customer.email);
		return contact
			? [notes, tasks, orders, business].flatMap((differ) =>
					differ(sandbox, customer, contact).map((what) => `${customer.email}: ${what}`),
				)
			: [];
	});
	return [...differences(sandbox), ...children, ...strangers(sandbox)];
}

function notes(sandbox: Sandbox, customer: Person, contact: Person): string[] {
	const left = bag(notesOfCustomer(sandbox, customer).map(bodyOf));
	const right = bag(notesOfContact(sandbox, contact).map(textOf));
	return left === right ? [] : [`notes are ${left} and ${right}`];
}

function tasks(sandbox: Sandbox, customer: Person, contact: Person): string[] {
	const expected = bag(tasksOf(sandbox, contact).map(noteOfTask));
	const found = bag(taskNotesOf(sandbox, customer).map(bodyOf));
	return expected === found ? [] : [`tasks are ${expected}, their notes ${found}`];
}

/**
 * A draft has neither appointment nor steps; the others have one appointment and two steps. Of an order that was
 * canceled meanwhile, what was not made by then is not made any more.
 */
function orders(sandbox: Sandbox, customer: Person, contact: Person): string[] {
	const [appointments, steps] = [appointmentsOf(sandbox, contact), stepsOf(sandbox, contact)];
	const planned = ordersOf(sandbox, customer).filter(({ status }) => PLANNED.includes(text(status)));
	const own = planned.map((order) => ({
		order,
		appointments: appointments.filter(({ title }) => title === titleOf(order)),
		steps: steps.filter(isStepOf(order)),
	}));
	const wrong = own.flatMap(({ order, ...linked }) =>
		orderDifferences(order, linked.appointments, linked.steps).map(
			(what) => `${titleOf(order)} (${text(order.status)}) has ${what}`,
		),
	);
	const extra =
		appointments.length +
		steps.length -
		own.reduce((sum, linked) => sum + linked.appointments.length + linked.steps.length, 0);
	return extra === 0 ? wrong : [...wrong, `${extra} appointments and steps belong to no order`];
}

function orderDifferences(order: Row, appointments: readonly Child[], steps: readonly Child[]): string[] {
	const fewest = order.status === 'canceled' ? { appointments: 0, steps: 0 } : { appointments: 1, steps: 2 };
	const areRight = (one: Child): boolean =>
		moment(one.startTime) === moment(order.starts_at) && moment(one.endTime) === moment(order.stops_at);
	return [
		...(appointments.length >= fewest.appointments && appointments.length <= 1
			? []
			: [`${appointments.length} appointments`]),
		...(appointments.every(areRight) ? [] : ['other times']),
		...(appointments.every(
			({ appointmentStatus }) => appointmentStatus === (order.status === 'canceled' ? 'cancelled' : 'confirmed'),
		)
			? []
			: ['another status']),
		...(steps.length >= fewest.steps && new Set(steps.map(({ title }) => title)).size === steps.length
			? []
			: [`${steps.length} steps`]),
		...steps.flatMap((step) => stepDifferences(order, step)),
	];
}

function stepDifferences(order: Row, { title, dueDate, completed, body }: Child): string[] {
	const [first, due, done] = title.startsWith('Prepare')
		? (['Prepare', order.starts_at, ['started', 'stopped', 'canceled']] as const)
		: (['Take back', order.stops_at, ['stopped', 'canceled']] as const);
	const isRight =
		title === `${first} order #${String(order.number)}` &&
		moment(dueDate) === moment(due) &&
		completed === (done as readonly string[]).includes(text(order.status));
	return isRight && body === `Booqable order #${String(order.number)} is ${text(order.status)}`
		? []
		: [`the step ${title}, ${completed ? 'done' : 'open'}, due ${moment(dueDate)}`];
}

/** Of companies: a business of their own that the contact is part of, and their size and revenue on the contact. */
function business(sandbox: Sandbox, customer: Person, contact: Person): string[] {
	const row = rows(sandbox, 'customers').find(({ id }) => id === customer.id);
	if (row?.legal_type !== 'commercial') return [];
	const own = businessOf(sandbox, contact);
	const properties = row.properties as Readonly<Record<string, unknown>>;
	const [size, revenue] = [
		customField(sandbox, contact.id, 'company_size'),
		customField(sandbox, contact.id, 'annual_revenue'),
	];
	return [
		...(own && own.name === customer.name && own.website === customer.website && own.email === customer.email
			? []
			: [
					`the business is ${own ? `${own.name} ${own.website}` : 'missing'} instead of ${customer.name} ${customer.website}`,
				]),
		...(size === text(properties.company_size) ? [] : [`the size is ${text(properties.company_size)} and ${size}`]),
		...(Number(revenue) === Number(properties.annual_revenue ?? 0)
			? []
			: [`the revenue is ${text(properties.annual_revenue)} and ${revenue}`]),
	];
}

/** Records in GHL that belong to nobody who was entered by a person. */
function strangers(sandbox: Sandbox): string[] {
	const { contacts: all, businesses, notes: allNotes, tasks: allTasks, appointments } = ghl(sandbox);
	const known = new Set(contacts(sandbox).map(({ id }) => id));
	const used = new Set(all.map(({ businessId }) => businessId));
	return [
		...all.filter(({ id }) => !known.has(id)).map(({ id }) => `the contact ${id} is nobody`),
		...businesses
			.filter(({ id, name, locationId }) => locationId === LOCATION_US && name.startsWith('Person') && !used.has(id))
			.map(({ name }) => `the business ${name} is nobody's`),
		...[...allNotes, ...allTasks, ...appointments]
			.filter(({ contactId }) => !known.has(contactId))
			.map(({ id }) => `${id} belongs to nobody`),
	];
}
