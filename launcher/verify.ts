import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { z } from 'zod';

import { FIELDS } from '../sandbox/ghl/world';

/** What the workflow `booqable-customer-to-ghl-contact.json` calls the task. */
export const TASK_TITLE = 'Onboard new rental customer';
const DUE_IN_MS = 3 * 24 * 3_600_000;
const DUE_TOLERANCE_MS = 10 * 60_000;

const optionalText = z
	.string()
	.nullish()
	.transform((text) => text?.trim() || undefined);

/** A customer as Booqable keeps it. */
export const customerSchema = z.object({
	id: z.string(),
	number: z.number(),
	name: z.string(),
	email: optionalText,
	legal_type: z.string(),
	tag_list: z.array(z.string()).catch([]),
	properties: z.record(z.unknown()).transform((properties) => ({
		phone: optionalText.parse(properties.phone),
		website: optionalText.parse(properties.website),
		industry: optionalText.parse(properties.industry),
		companySize: optionalText.parse(properties.company_size),
		annualRevenue: optionalText.parse(properties.annual_revenue),
	})),
});
export type Customer = z.infer<typeof customerSchema>;

/** A contact as GHL keeps it. */
export const contactSchema = z.object({
	id: z.string(),
	firstName: z.string().optional(),
	lastName: z.string().optional(),
	email: z.string().optional(),
	phone: z.string().optional(),
	companyName: z.string().optional(),
	website: z.string().optional(),
	tags: z.array(z.string()),
	customFields: z.record(z.unknown()),
});
export type Contact = z.infer<typeof contactSchema>;

export const taskSchema = z.object({
	id: z.string(),
	contactId: z.string(),
	title: z.string(),
	dueDate: z.number(),
	completed: z.boolean(),
	dateAdded: z.number(),
});
export type Task = z.infer<typeof taskSchema>;

export interface Row {
	customers: string[];
	name: string;
	email: string;
	phone: string;
	tags: string[];
	customFields: number;
	tasks: number;
	ok: boolean;
}

export interface Verdict {
	rows: Row[];
	contacts: number;
	tasks: number;
	/** Contacts that share an email or a phone with another, and onboarding tasks beyond the first of a contact. */
	duplicates: number;
	problems: string[];
}

/**
 * Compares what GHL holds with what Booqable holds. It knows nothing of the nodes: what a contact must look like
 * follows from the customers alone. Customers with the same email are one contact, and either one's values are right
 * for it.
 */
export function verify(customers: readonly Customer[], contacts: readonly Contact[], tasks: readonly Task[]): Verdict {
	const people = groupByPerson(customers);
	const claimed = new Set<Contact>();
	const problems: string[] = [];
	const rows = people.map((group) => {
		const matching = contacts.filter((contact) => isContactOf(contact, group));
		for (const contact of matching) claimed.add(contact);
		const names = group.map(({ name }) => name).join(' / ');
		const [contact] = matching;
		const wrong =
			contact && matching.length === 1
				? [...wrongFields(contact, group), ...wrongTasks(tasksOf(contact, tasks))]
				: [matching.length === 0 ? 'no contact' : `${matching.length} contacts`];
		problems.push(...wrong.map((what) => `${names}: ${what}`));
		return rowOf(group, contact, contact ? tasksOf(contact, tasks).length : 0, wrong.length === 0);
	});
	problems.push(
		...contacts
			.filter((contact) => !claimed.has(contact))
			.map((contact) => `${fullName(contact) || contact.id}: a contact of no customer`),
	);
	return {
		rows,
		contacts: contacts.length,
		tasks: onboarding(tasks).length,
		duplicates: countDuplicates(contacts, tasks),
		problems,
	};
}

/** E.164 of a number as somebody typed it; one without a country is American, as the sandbox's location is. */
export const normalPhone = (typed: string | undefined): string | undefined =>
	typed ? parsePhoneNumberFromString(typed.replace(/^00/, '+'), 'US')?.number : undefined;

/** GHL's field has one choice for all above 200. */
const ghlCompanySize = (size: string | undefined): string | undefined =>
	size === '201-1000' || size === '1000+' ? '201+' : size;
const normalEmail = (email: string | undefined): string | undefined => email?.toLowerCase();
const fullName = ({ firstName, lastName }: Contact): string => [firstName, lastName].filter(Boolean).join(' ');
const onboarding = (tasks: readonly Task[]): Task[] => tasks.filter(({ title }) => title === TASK_TITLE);
const tasksOf = ({ id }: Contact, tasks: readonly Task[]): Task[] =>
	onboarding(tasks).filter(({ contactId }) => contactId === id);

function groupByPerson(customers: readonly Customer[]): Customer[][] {
	const groups = new Map<string, Customer[]>();
	for (const customer of customers) {
		const key = normalEmail(customer.email) ?? normalPhone(customer.properties.phone) ?? customer.id;
		groups.set(key, [...(groups.get(key) ?? []), customer]);
	}
	return [...groups.values()];
}

function isContactOf(contact: Contact, [customer]: readonly Customer[]): boolean {
	if (customer?.email) return normalEmail(contact.email) === normalEmail(customer.email);
	const phone = normalPhone(customer?.properties.phone);
	return phone !== undefined && contact.phone === phone;
}

function wrongFields(contact: Contact, group: readonly Customer[]): string[] {
	const custom = (field: string): unknown => contact.customFields[field];
	const compared: Array<readonly [what: string, actual: unknown, expected: (customer: Customer) => unknown]> = [
		['name', fullName(contact), ({ name }) => name.trim().replace(/\s+/g, ' ')],
		['email', contact.email, ({ email }) => normalEmail(email)],
		['phone', contact.phone, ({ properties }) => normalPhone(properties.phone)],
		['company', contact.companyName, (customer) => (customer.legal_type === 'commercial' ? customer.name : undefined)],
		['website', contact.website, ({ properties }) => properties.website],
		['industry', custom(FIELDS.industry), ({ properties }) => properties.industry],
		['company size', custom(FIELDS.companySize), ({ properties }) => ghlCompanySize(properties.companySize)],
		[
			'annual revenue',
			custom(FIELDS.annualRevenue),
			({ properties }) => (properties.annualRevenue === undefined ? undefined : Number(properties.annualRevenue)),
		],
		['Booqable number', custom(FIELDS.booqableNumber), ({ number }) => number],
		['Booqable id', custom(FIELDS.booqableId), ({ id }) => id],
	];
	const wrong = compared.filter(
		([, actual, expected]) => !group.some((customer) => (actual ?? undefined) === expected(customer)),
	);
	const missing = group.flatMap(expectedTags).filter((tag) => !contact.tags.includes(tag));
	return [
		...wrong.map(
			([what, actual, expected]) =>
				`${what} is ${JSON.stringify(actual ?? null)} instead of ${JSON.stringify(group.map((customer) => expected(customer) ?? null))}`,
		),
		...missing.map((tag) => `the tag "${tag}" is missing`),
	];
}

const expectedTags = ({ legal_type, tag_list }: Customer): string[] =>
	['booqable', legal_type === 'commercial' ? 'company' : 'person', ...tag_list].map((tag) => tag.toLowerCase());

function wrongTasks(tasks: readonly Task[]): string[] {
	const [task] = tasks;
	if (!task) return [`no task "${TASK_TITLE}"`];
	if (tasks.length > 1) return [`${tasks.length} tasks "${TASK_TITLE}"`];
	const late = Math.abs(task.dueDate - task.dateAdded - DUE_IN_MS) > DUE_TOLERANCE_MS;
	return [
		...(late ? [`the task is due ${new Date(task.dueDate).toISOString()}, not three days after it was made`] : []),
		...(task.completed ? ['the task is already completed'] : []),
	];
}

function countDuplicates(contacts: readonly Contact[], tasks: readonly Task[]): number {
	const repeated = (values: Array<string | undefined>): number => {
		const given = values.filter((value) => value !== undefined);
		return given.length - new Set(given).size;
	};
	return (
		repeated(contacts.map(({ email }) => normalEmail(email))) +
		repeated(contacts.map(({ phone }) => phone)) +
		repeated(onboarding(tasks).map(({ contactId }) => contactId))
	);
}

function rowOf(group: readonly Customer[], contact: Contact | undefined, tasks: number, ok: boolean): Row {
	return {
		customers: group.map(({ name }) => name),
		name: contact ? fullName(contact) : '',
		email: contact?.email ?? '',
		phone: contact?.phone ?? '',
		tags: contact?.tags ?? [],
		customFields: contact ? Object.keys(contact.customFields).length : 0,
		tasks,
		ok,
	};
}
