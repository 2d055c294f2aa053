import type { Sandbox } from '../../../sandbox/server';
import type { SeededRandom } from '../../../sandbox/random';
import {
	contacts,
	customers,
	property,
	saveContact,
	saveCustomer,
	text,
	toBooqable,
	toGhl,
	type Person,
} from '../contacts';
import {
	appointmentsOf,
	bodyOf,
	ghl,
	isStepOf,
	notesOfContact,
	notesOfCustomer,
	ordersOf,
	rows,
	stepsOf,
	tasksOf,
	textOf,
	titleOf,
	type Child,
	type Row,
} from './records';
import { Expectations, tagText } from './expectations';

/** There are forty chairs, and each order takes one. */
const MOST_ORDERS = 38;
/** So few that their orders get through more than their first steps within minutes. */
const CUSTOMERS_WITH_ORDERS = 4;
const SIZES = ['1-10', '11-50', '51-200'];

/** More deletes within an hour are for a person: the fuse lets ten through. */
const MOST_DELETES = 8;
/**
 * As long as the answer to a create is missing, a change of what was made is a question for a person. So nobody touches
 * what n8n made a moment ago, nor what it made just before it was killed.
 */
const MOMENT_MS = 30_000;

/** Some texts are the same on purpose. */
const noteText = (number: number): string => (number % 4 === 0 ? 'Called, no answer' : `Note ${number}: déjà vu ✓`);
const NEXT_YEAR = new Date().getUTCFullYear() + 1;
const pickUp = (number: number): string => new Date(Date.UTC(NEXT_YEAR, 1, 1 + (number % 20), 9, 0)).toISOString();
const giveBack = (number: number): string => new Date(Date.UTC(NEXT_YEAR, 2, 1 + (number % 20), 17, 0)).toISOString();

/** People who work in both apps at once, and remember what they did. */
export class Users {
	readonly expected = new Expectations();
	/** Orders whose appointment was canceled in GHL: nobody hands them out any more. */
	private readonly cancelled = new Set<string>();
	/** What users made themselves. */
	private readonly own = new Set<string>();
	private readonly deletes = { notes: 0, tasks: 0 };
	private killedAt: number | undefined;
	/** What users do, as often as each stands here: also on a slow machine, where they do less, something of each. */
	private readonly kinds = [
		this.person,
		this.ghlNote,
		this.ghlNote,
		this.booqableNote,
		this.task,
		this.task,
		this.order,
		this.order,
		this.order,
		this.appointment,
	];
	/** What of it they have not done yet in this round. */
	private deck: Array<(this: Users, number: number) => Promise<void>> = [];

	constructor(
		private readonly sandbox: Sandbox,
		private readonly random: SeededRandom,
	) {}

	/** A new person, in one of the apps; every third is a company. */
	async begin(number: number): Promise<void> {
		const [name, email] = [`Person Number${number}`, `person${number}@example.com`];
		const [phone, website] = [`+1212555${1000 + number}`, `https://site${number}.example.com`];
		const isContact = number % 3 !== 0;
		if (isContact) await saveContact(this.sandbox, { name, email, phone, tags: ['rental'] });
		else
			await saveCustomer(this.sandbox, {
				name,
				email,
				tag_list: ['rental'],
				legal_type: 'commercial',
				properties_attributes: [
					{ identifier: 'industry', value: 'Events' },
					{ identifier: 'website', value: website },
				],
			});
		if (!isContact) this.expected.customer(email);
		const begun = isContact ? { name, phone, tags: 'rental' } : { name, tags: 'rental', industry: 'Events', website };
		for (const [field, value] of Object.entries(begun))
			this.expected.field(isContact ? 'ghl' : 'booqable', `${email} ${field}`, value);
	}

	async edit(number: number): Promise<void> {
		if (this.deck.length === 0) this.deck = this.shuffled(this.kinds);
		await this.deck.pop()?.call(this, number);
	}

	private shuffled<T>(list: readonly T[]): T[] {
		return list
			.map((one) => [this.random.next(), one] as const)
			.sort(([one], [other]) => one - other)
			.map(([, one]) => one);
	}

	/** A note for somebody who is in both apps, so that one is made in Booqable at once. */
	async noteOfSomebodyLinked(number: number): Promise<void> {
		const both = contacts(this.sandbox).filter(({ email }) =>
			customers(this.sandbox).some((customer) => customer.email === email),
		);
		const contact = this.pick(both);
		if (!contact) throw new Error('Nobody is in both apps yet');
		await this.addNote(contact, `Note ${number} before the crash`);
	}

	/** Whether a user made the record, and not n8n. */
	made(id: string): boolean {
		return this.own.has(id);
	}

	/** n8n is killed now. */
	killed(): void {
		this.killedAt = Date.now();
	}

	private isSettled(id: string, madeAt: unknown): boolean {
		const made = new Date(madeAt as string | number).getTime();
		const beforeCrash = this.killedAt !== undefined && made > this.killedAt - MOMENT_MS && made < this.killedAt + 5_000;
		return this.own.has(id) || (Date.now() - made > MOMENT_MS && !beforeCrash);
	}

	private pick<T>(list: readonly T[]): T | undefined {
		return list[Math.floor(this.random.next() * list.length)];
	}

	private chance(share: number): boolean {
		return this.random.next() < share;
	}

	private async person(number: number): Promise<void> {
		if (this.chance(0.6)) await this.customer(number);
		else await this.contact(number);
	}

	private async customer(number: number): Promise<void> {
		const customer = this.pick(customers(this.sandbox));
		if (!customer) return;
		const isCompany = rows(this.sandbox, 'customers').find(({ id }) => id === customer.id)?.legal_type === 'commercial';
		const of = ['name', 'website', 'industry', 'phone', ...(isCompany ? ['size', 'revenue'] : [])] as const;
		const [field, value, change] = this.customerEdit(this.pick(of) ?? 'name', number);
		await saveCustomer(this.sandbox, change, customer.id);
		this.expected.field('booqable', `${customer.email} ${field}`, value);
	}

	private customerEdit(field: string, number: number): readonly [string, string, object] {
		switch (field) {
			case 'website':
				return [field, `https://new${number}.example.com`, property('website', `https://new${number}.example.com`)];
			case 'industry':
				return [field, `Industry ${number}`, property('industry', `Industry ${number}`)];
			case 'phone':
				return [field, `+1212556${1000 + number}`, property('phone', `(212) 556-${1000 + number}`)];
			case 'size':
				return [field, SIZES[number % SIZES.length], property('company_size', SIZES[number % SIZES.length])];
			case 'revenue':
				return [field, String(1000 * number), property('annual_revenue', String(1000 * number))];
			default:
				return ['name', `Person value ${number}`, { name: `Person value ${number}` }];
		}
	}

	private async contact(number: number): Promise<void> {
		const contact = this.pick(contacts(this.sandbox));
		if (!contact) return;
		const tags = ['rental', `tag${number % 5}`];
		const edits = [
			['website', `https://other${number}.example.com`, { website: `https://other${number}.example.com` }],
			['tags', tagText(tags), { tags }],
			['phone', `+1212557${1000 + number}`, { phone: `+1212557${1000 + number}` }],
		] as const;
		const [field, value, change] = this.pick(edits) ?? edits[0];
		await saveContact(this.sandbox, change, contact.id);
		this.expected.field('ghl', `${contact.email} ${field}`, value);
	}

	private async addNote(contact: Person, body: string): Promise<void> {
		const { note } = (await toGhl(this.sandbox, 'POST', `contacts/${contact.id}/notes`, { body })) as { note: Child };
		this.own.add(note.id);
		this.expected.noteAdded(contact.email, body);
	}

	private async ghlNote(number: number): Promise<void> {
		const contact = this.pick(contacts(this.sandbox));
		if (!contact) return;
		const note = this.pick(
			notesOfContact(this.sandbox, contact).filter(({ id, dateAdded }) => this.isSettled(id, dateAdded)),
		);
		if (!note || this.chance(0.5) || this.expected.isContested('ghl', contact.email, textOf(note)))
			return await this.addNote(contact, noteText(number));
		const path = `contacts/${contact.id}/notes/${note.id}`;
		const before = textOf(note);
		const changed = `Note ${number}, changed`;
		const isEdit = this.chance(0.7) || this.deletes.notes === MOST_DELETES;
		await (isEdit ? toGhl(this.sandbox, 'PUT', path, { body: changed }) : toGhl(this.sandbox, 'DELETE', path));
		this.expected.noteGone('ghl', contact.email, before);
		if (isEdit) this.expected.noteAdded(contact.email, changed);
		else this.deletes.notes++;
	}

	private async booqableNote(number: number): Promise<void> {
		const customer = this.pick(customers(this.sandbox));
		if (!customer) return;
		const note = this.pick(
			notesOfCustomer(this.sandbox, customer).filter(({ id, created_at }) => this.isSettled(id, created_at)),
		);
		if (
			!note ||
			this.deletes.notes === MOST_DELETES ||
			this.chance(0.6) ||
			this.expected.isContested('booqable', customer.email, bodyOf(note))
		) {
			const { data } = (await toBooqable(this.sandbox, 'POST', 'notes', 'notes', {
				body: noteText(number),
				owner_id: customer.id,
				owner_type: 'customers',
			})) as { data: Row };
			this.own.add(data.id);
			this.expected.noteAdded(customer.email, noteText(number));
			return;
		}
		await toBooqable(this.sandbox, 'DELETE', `notes/${note.id}`, 'notes');
		this.deletes.notes++;
		this.expected.noteGone('booqable', customer.email, bodyOf(note));
	}

	private async task(number: number): Promise<void> {
		const contact = this.pick(contacts(this.sandbox));
		if (!contact) return;
		const task = this.pick(tasksOf(this.sandbox, contact));
		const path = `contacts/${contact.id}/tasks`;
		const as = task && this.expected.taskOf(task.id);
		if (!task || !as || this.chance(0.4)) {
			const made = { title: `Call ${number}`, completed: false };
			const answer = (await toGhl(this.sandbox, 'POST', path, {
				...made,
				body: 'About the tents',
				dueDate: `${NEXT_YEAR}-03-01T15:00:00Z`,
			})) as { task: Child };
			return this.expected.task(answer.task.id, made);
		}
		await this.changeTask(`${path}/${task.id}`, task.id, as, number);
	}

	private async changeTask(
		path: string,
		id: string,
		as: { readonly title: string; readonly completed: boolean },
		number: number,
	): Promise<void> {
		const chance = this.random.next();
		if (chance < 0.45) {
			await toGhl(this.sandbox, 'PUT', path, { title: `Call again ${number}` });
			this.expected.task(id, { ...as, title: `Call again ${number}` });
		} else if (chance < 0.85 || this.deletes.tasks === MOST_DELETES) {
			await toGhl(this.sandbox, 'PUT', `${path}/completed`, { completed: !as.completed });
			this.expected.task(id, { ...as, completed: !as.completed });
		} else {
			await toGhl(this.sandbox, 'DELETE', path);
			this.deletes.tasks++;
			this.expected.task(id, undefined);
		}
	}

	private async order(number: number): Promise<void> {
		const customer = this.pick(customers(this.sandbox).slice(0, CUSTOMERS_WITH_ORDERS));
		if (!customer) return;
		const open = ordersOf(this.sandbox, customer).filter(
			({ id, status }) => !this.cancelled.has(id) && status !== 'canceled' && status !== 'stopped',
		);
		const order = this.pick(open);
		const chance = this.random.next();
		if (!order || chance < 0.2) return await this.placeOrder(customer, number);
		if (order.status === 'new' || order.status === 'draft') return await this.transition(order, 'reserved');
		if (chance < 0.6) return await this.moveOrder(order, pickUp(number));
		if (chance < 0.9 && this.hasSteps(order, customer)) return await this.handOver(order);
		await this.transition(order, 'canceled');
	}

	private async placeOrder(customer: Person, number: number): Promise<void> {
		if (rows(this.sandbox, 'orders').length >= MOST_ORDERS) return;
		const answer = (await toBooqable(this.sandbox, 'POST', 'orders', 'orders', {
			customer_id: customer.id,
			starts_at: pickUp(number),
			stops_at: giveBack(number),
		})) as { data: Row };
		this.expected.field('booqable', `order ${answer.data.id} starts`, pickUp(number));
		this.expected.field('booqable', `order ${answer.data.id} stops`, giveBack(number));
		await this.fulfill(answer.data.id, { action: 'book_product', mode: 'create_new' });
	}

	private async moveOrder({ id }: Row, startsAt: string): Promise<void> {
		await toBooqable(this.sandbox, 'PUT', `orders/${id}`, 'orders', { starts_at: startsAt }, id);
		this.expected.field('booqable', `order ${id} starts`, startsAt);
	}

	private async transition({ id, status }: Row, to: string): Promise<void> {
		await toBooqable(this.sandbox, 'POST', 'order_status_transitions', 'order_status_transitions', {
			order_id: id,
			transition_from: status,
			transition_to: to,
		});
		this.expected.field('booqable', `order ${id} status`, to);
	}

	/** The chair goes out, or comes back. */
	private async handOver({ id, status }: Row): Promise<void> {
		const isOut = status === 'started';
		await this.fulfill(id, { action: isOut ? 'stop_product' : 'start_product', mode: 'infer_planning' });
		this.expected.field('booqable', `order ${id} status`, isOut ? 'stopped' : 'started');
	}

	private async fulfill(order: string, action: object): Promise<void> {
		const group = rows(this.sandbox, 'product_groups').find(({ name }) => name === 'Folding chair');
		const chair = rows(this.sandbox, 'products').find(({ product_group_id }) => product_group_id === group?.id);
		await toBooqable(this.sandbox, 'POST', 'order_fulfillments', 'order_fulfillments', {
			order_id: order,
			confirm_shortage: true,
			actions: [{ ...action, product_id: chair?.id, quantity: 1 }],
		});
	}

	/**
	 * Somebody who hands out chairs has seen the tasks for it: steps of an order that begins before they are made are
	 * left out.
	 */
	private hasSteps(order: Row, customer: Person): boolean {
		const contact = contacts(this.sandbox).find(({ email }) => email === customer.email);
		return contact !== undefined && stepsOf(this.sandbox, contact).filter(isStepOf(order)).length === 2;
	}

	private async appointment(number: number): Promise<void> {
		const appointment = this.pick(
			ghl(this.sandbox).appointments.filter(
				({ id, title, appointmentStatus, dateAdded }) =>
					title.startsWith('Order #') && appointmentStatus === 'confirmed' && this.isSettled(id, dateAdded),
			),
		);
		const order = rows(this.sandbox, 'orders').find((one) => titleOf(one) === appointment?.title);
		if (!appointment || !order) return;
		const path = `calendars/events/appointments/${appointment.id}`;
		if (order.status !== 'reserved' || this.chance(0.75)) {
			await toGhl(this.sandbox, 'PUT', path, {
				startTime: pickUp(number),
				endTime: giveBack(number),
				ignoreFreeSlotValidation: true,
				ignoreDateRange: true,
			});
			this.expected.field('ghl', `order ${order.id} starts`, pickUp(number));
			this.expected.field('ghl', `order ${order.id} stops`, giveBack(number));
		} else {
			this.cancelled.add(order.id);
			await toGhl(this.sandbox, 'PUT', path, { appointmentStatus: 'cancelled' });
			this.expected.field('booqable', `order ${order.id} status`, 'canceled');
		}
	}

	/** How a field that somebody edited reads now, by its name in `said`. */
	now(name: string, sandbox = this.sandbox): string | undefined {
		const [subject, second, third] = name.split(' ');
		if (subject !== 'order') {
			const customer = customers(sandbox).find(({ email }) => email === subject);
			const properties = rows(sandbox, 'customers').find(({ id }) => id === customer?.id)?.properties as
				Record<string, unknown> | undefined;
			if (second === 'size') return text(properties?.company_size);
			if (second === 'revenue') return text(properties?.annual_revenue);
			return customer?.[second as 'name' | 'website' | 'industry' | 'phone' | 'tags'];
		}
		const order = rows(sandbox, 'orders').find(({ id }) => id === second);
		if (third === 'status') return text(order?.status);
		return order && new Date(String(third === 'starts' ? order.starts_at : order.stops_at)).toISOString();
	}

	/** Touches everything of which an app tells that it was touched, and changes nothing that is mapped. */
	async touchAll(): Promise<void> {
		for (const customer of customers(this.sandbox)) {
			await saveCustomer(this.sandbox, property('birthday', '1990-01-01'), customer.id);
			for (const { id } of ordersOf(this.sandbox, customer))
				await toBooqable(this.sandbox, 'PUT', `orders/${id}`, 'orders', { tag_list: ['touched'] }, id);
		}
		for (const contact of contacts(this.sandbox)) {
			await saveContact(this.sandbox, { city: 'Springfield' }, contact.id);
			for (const { id, body } of notesOfContact(this.sandbox, contact))
				await toGhl(this.sandbox, 'PUT', `contacts/${contact.id}/notes/${id}`, { body });
			for (const { id } of appointmentsOf(this.sandbox, contact))
				await toGhl(this.sandbox, 'PUT', `calendars/events/appointments/${id}`, { description: 'touched' });
		}
	}
}
