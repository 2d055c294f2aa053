import { DEMO_SLUG } from '../../../sandbox/booqable/world';
import type { Sandbox } from '../../../sandbox/server';
import { BOX, ORDER_MARK } from './records';

type Loose = Record<string, unknown> & { id: string };
interface Loosely {
	readonly ghl: Record<'contacts' | 'notes' | 'tasks' | 'appointments' | 'businesses', Loose[]>;
	readonly booqable: Record<'customers' | 'notes' | 'orders', Loose[]>;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const isMine = ({ email }: Loose): boolean => text(email).startsWith('person');
const isStep = ({ body }: Loose): boolean => ORDER_MARK.test(text(body));
const isCompany = ({ legal_type }: Loose): boolean => legal_type === 'commercial';
const isTaskNote = ({ body }: Loose): boolean => BOX.test(text(body));

function first(records: readonly Loose[], which: (record: Loose) => boolean = () => true): Loose {
	const found = records.find(which);
	if (!found) throw new Error('There is no such record to tamper with');
	return found;
}
const lose = (records: Loose[], which?: (record: Loose) => boolean): void =>
	void records.splice(records.indexOf(first(records, which)), 1);
const double = (records: Loose[], which?: (record: Loose) => boolean): void =>
	void records.push({ ...first(records, which), id: 'a second one' });
const isPlain = (note: Loose): boolean => !isTaskNote(note);

/** Ways in which a sync could go wrong, done to records that are in order: each must be seen. */
export const CHAOS: Readonly<Record<string, (state: Loosely) => void>> = {
	'a second contact without an e-mail': ({ ghl }) =>
		void ghl.contacts.push({ ...first(ghl.contacts, isMine), id: 'a second one', email: undefined }),
	'a second customer': ({ booqable }) => double(booqable.customers),
	'another website of a contact': ({ ghl }) =>
		void (first(ghl.contacts, isMine).website = 'https://another.example.com'),
	'a note missing in GHL': ({ ghl }) => lose(ghl.notes),
	'a note twice in GHL': ({ ghl }) => double(ghl.notes),
	'a note missing in Booqable': ({ booqable }) => lose(booqable.notes, isPlain),
	'a note twice on both sides': ({ ghl, booqable }) => {
		const note = first(ghl.notes);
		ghl.notes.push({ ...note, id: 'a second one' });
		double(booqable.notes, ({ body }) => body === note.body);
	},
	'a task without its note': ({ booqable }) => lose(booqable.notes, isTaskNote),
	'a note with another box than its task': ({ booqable }) => {
		const note = first(booqable.notes, isTaskNote);
		note.body = text(note.body).startsWith('☐') ? text(note.body).replace('☐', '☑') : text(note.body).replace('☑', '☐');
	},
	'a second appointment of an order': ({ ghl }) => double(ghl.appointments),
	'an appointment an hour later': ({ ghl }) =>
		void (first(ghl.appointments).startTime = Number(first(ghl.appointments).startTime) + 3_600_000),
	'an appointment of another status': ({ ghl }) => void (first(ghl.appointments).appointmentStatus = 'showed'),
	'a step that is done too early or too late': ({ ghl }) =>
		void (first(ghl.tasks, isStep).completed = first(ghl.tasks, isStep).completed !== true),
	'a second step of an order': ({ ghl }) => double(ghl.tasks, isStep),
	'an order that comes back on another day': ({ booqable }) =>
		void (first(booqable.orders, ({ status }) => status !== 'draft' && status !== 'new').stops_at =
			'2099-01-01T00:00:00Z'),
	'a business of another name': ({ ghl }) =>
		void (first(ghl.businesses, ({ name }) => text(name).startsWith('Person')).name = 'Person Nobody'),
	'a business twice': ({ ghl }) => double(ghl.businesses, ({ name }) => text(name).startsWith('Person')),
	'a contact that left its business': ({ ghl }) =>
		void (first(ghl.contacts, ({ businessId }) => businessId !== undefined).businessId = undefined),
	'another revenue of a company': ({ booqable }) =>
		void ((first(booqable.customers, isCompany).properties as Record<string, unknown>).annual_revenue = '7'),
	'two customers that changed places': ({ booqable }) => {
		const [one, other] = booqable.customers;
		[one.email, other.email] = [other.email, one.email];
	},
};

/** The same records, tampered with; the sandbox itself is left alone. */
export function tampered(sandbox: Sandbox, tamper: (state: Loosely) => void): Sandbox {
	const state = JSON.parse(JSON.stringify(sandbox.state())) as Record<string, unknown>;
	tamper({ ghl: state.ghl, booqable: (state.booqable as Record<string, unknown>)[DEMO_SLUG] } as Loosely);
	return { ...sandbox, state: (service?: string) => (service === undefined ? state : state[service]) };
}
