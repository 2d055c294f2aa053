import { FIELDS } from '../../sandbox/ghl/world';
import {
	contactSchema,
	customerSchema,
	TASK_TITLE,
	taskSchema,
	verify,
	type Contact,
	type Customer,
	type Task,
} from '../../launcher/verify';

const MADE = Date.parse('2026-11-21T10:00:00Z');
const THREE_DAYS = 3 * 24 * 3_600_000;

const ada = customerSchema.parse({
	id: 'bq-ada',
	number: 1,
	name: 'Ada Lovelace',
	email: 'Ada@Example.com',
	legal_type: 'person',
	tag_list: ['VIP'],
	properties: {
		phone: '(212) 555-0142',
		website: null,
		industry: 'Film',
		company_size: '1-10',
		annual_revenue: '1250000',
		main_address: '',
	},
});
const company = customerSchema.parse({
	id: 'bq-gear',
	number: 2,
	name: 'Gear GmbH',
	email: null,
	legal_type: 'commercial',
	tag_list: [],
	properties: { phone: '+49 30 5550142' },
});

const adaContact = contactSchema.parse({
	id: 'ghl-ada',
	firstName: 'Ada',
	lastName: 'Lovelace',
	email: 'ada@example.com',
	phone: '+12125550142',
	tags: ['booqable', 'person', 'vip'],
	customFields: {
		[FIELDS.industry]: 'Film',
		[FIELDS.companySize]: '1-10',
		[FIELDS.annualRevenue]: 1_250_000,
		[FIELDS.booqableNumber]: 1,
		[FIELDS.booqableId]: 'bq-ada',
	},
});
const companyContact = contactSchema.parse({
	id: 'ghl-gear',
	firstName: 'Gear',
	lastName: 'GmbH',
	companyName: 'Gear GmbH',
	phone: '+49305550142',
	tags: ['booqable', 'company'],
	customFields: { [FIELDS.booqableNumber]: 2, [FIELDS.booqableId]: 'bq-gear' },
});
const taskFor = ({ id }: Contact, change: Partial<Task> = {}): Task =>
	taskSchema.parse({
		id: `task-${id}`,
		contactId: id,
		title: TASK_TITLE,
		dueDate: MADE + THREE_DAYS,
		completed: false,
		dateAdded: MADE,
		...change,
	});

const customers = [ada, company];
const contacts = [adaContact, companyContact];
const tasks = contacts.map((contact) => taskFor(contact));

test('contacts that follow from the customers, each with its task, have no problem', () => {
	const verdict = verify(customers, contacts, tasks);
	expect(verdict).toMatchObject({ contacts: 2, tasks: 2, duplicates: 0, problems: [] });
	expect(verdict.rows.map(({ name, ok }) => [name, ok])).toEqual([
		['Ada Lovelace', true],
		['Gear GmbH', true],
	]);
});

const changed = (change: Partial<Contact>): Contact[] => [{ ...adaContact, ...change }, companyContact];

test.each<[string, Contact[], Task[], RegExp]>([
	['a missing contact', [companyContact], [taskFor(companyContact)], /Ada Lovelace: no contact/],
	['a wrong name', changed({ lastName: 'Byron' }), tasks, /name is "Ada Byron"/],
	[
		'a phone as it was typed',
		changed({ phone: '(212) 555-0142' }),
		tasks,
		/phone is "\(212\) 555-0142" instead of \["\+12125550142"\]/,
	],
	[
		'a wrong custom field',
		changed({ customFields: { ...adaContact.customFields, [FIELDS.industry]: 'Music' } }),
		tasks,
		/industry is "Music"/,
	],
	['a custom field that is missing', changed({ customFields: {} }), tasks, /Booqable id is null/],
	['a company on a person', changed({ companyName: 'Ada Lovelace' }), tasks, /company is "Ada Lovelace"/],
	['a tag that is missing', changed({ tags: ['booqable', 'person'] }), tasks, /the tag "vip" is missing/],
	['a second contact', [...contacts, { ...adaContact, id: 'ghl-twin' }], tasks, /Ada Lovelace: 2 contacts/],
	[
		'a contact of nobody',
		[...contacts, contactSchema.parse({ id: 'ghl-stray', tags: [], customFields: {} })],
		tasks,
		/ghl-stray: a contact of no customer/,
	],
	['a missing task', contacts, [taskFor(adaContact)], /Gear GmbH: no task/],
	['a second task', contacts, [...tasks, taskFor(adaContact, { id: 'task-2' })], /Ada Lovelace: 2 tasks/],
	[
		'a task with another title',
		contacts,
		[taskFor(adaContact, { title: 'Call' }), taskFor(companyContact)],
		/Ada Lovelace: no task/,
	],
	[
		'a task that is due too early',
		contacts,
		[taskFor(adaContact, { dueDate: MADE }), taskFor(companyContact)],
		/not three days after/,
	],
	[
		'a task that is done',
		contacts,
		[taskFor(adaContact, { completed: true }), taskFor(companyContact)],
		/already completed/,
	],
])('%s is a problem', (_, givenContacts, givenTasks, problem) => {
	const { problems, rows } = verify(customers, givenContacts, givenTasks);
	expect(problems).toContainEqual(expect.stringMatching(problem));
	expect(rows.every(({ ok }) => ok) && problems.length === 0).toBe(false);
});

describe('customers with the same email', () => {
	const other: Customer = {
		...ada,
		id: 'bq-ada-2',
		number: 3,
		name: 'A. Lovelace',
		email: 'ada@example.com',
		properties: { ...ada.properties, industry: 'Theatre' },
	};

	test('are one contact, and the values of either are right', () => {
		const later = {
			...adaContact,
			firstName: 'A.',
			customFields: {
				...adaContact.customFields,
				[FIELDS.industry]: 'Theatre',
				[FIELDS.booqableId]: 'bq-ada-2',
				[FIELDS.booqableNumber]: 3,
			},
		};
		const verdict = verify([ada, other], [later], [taskFor(later)]);
		expect(verdict.problems).toEqual([]);
		expect(verdict.rows).toHaveLength(1);
	});

	test('as two contacts are a duplicate', () => {
		const twin = { ...adaContact, id: 'ghl-twin', phone: '+12125550143' };
		expect(verify([ada, other], [adaContact, twin], [taskFor(adaContact)])).toMatchObject({
			duplicates: 1,
			contacts: 2,
		});
	});
});

test('duplicates are counted by email in any case, by phone, and by task', () => {
	const sameEmail = { ...companyContact, email: 'ADA@example.com' };
	expect(verify(customers, [adaContact, sameEmail], tasks).duplicates).toBe(1);
	expect(verify(customers, [adaContact, { ...companyContact, phone: adaContact.phone }], tasks).duplicates).toBe(1);
	expect(verify(customers, contacts, [...tasks, taskFor(adaContact, { id: 'task-2' })]).duplicates).toBe(1);
});
