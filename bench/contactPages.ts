import type { Contact } from '../sandbox/ghl/models/records';
import { searchView } from '../sandbox/ghl/views/contacts';

/** Contacts of the list, and of a page, which is the most that GHL gives. */
export const CONTACTS = 200_000;
const PAGE = 100;

/** Stands for the number of the page where a page is made. */
const NUMBER = '~';
const ADDED = Date.parse('2026-01-05T09:00:00.000Z');

const contact = (index: number): Contact => ({
	id: `contact-${NUMBER}-${index}`,
	locationId: 'location',
	firstName: 'Ada',
	lastName: `Example ${NUMBER}-${index}`,
	email: `ada.${NUMBER}.${index}@example.com`,
	phone: '+12125550142',
	companyName: `Example Roofing ${NUMBER}`,
	address1: `${index} Main Street`,
	city: 'New York',
	state: 'NY',
	postalCode: '10001',
	country: 'US',
	website: 'https://example.com',
	timezone: 'America/New_York',
	source: 'booqable',
	assignedTo: `user-${NUMBER}`,
	type: 'lead',
	dnd: false,
	dndSettings: {},
	tags: ['rental', 'vip'],
	followers: [],
	additionalEmails: [],
	additionalPhones: [],
	customFields: { 'field-1': `Industry ${NUMBER}-${index}`, 'field-2': index },
	campaigns: [],
	workflows: [],
	dateAdded: ADDED + index,
	dateUpdated: ADDED + index,
});

/** The custom fields of the list, as `GET /locations/{id}/customFields` gives them. */
export const CUSTOM_FIELDS = [
	{ id: 'field-1', name: 'Industry', fieldKey: 'contact.industry', dataType: 'TEXT' },
	{ id: 'field-2', name: 'Rentals', fieldKey: 'contact.rentals', dataType: 'NUMERICAL' },
];

/** A page of the search, cut where its number belongs: each page has texts of its own, as a list of people has. */
const parts = JSON.stringify({
	contacts: Array.from({ length: PAGE }, (_, index) => searchView(contact(index), [NUMBER, `contact-${index}`])),
	total: CONTACTS,
}).split(NUMBER);

/** What the search answers to this body. */
export function pageAfter(body: string): string {
	const { searchAfter } = JSON.parse(body) as { searchAfter?: [string, string] };
	const number = searchAfter ? Number(searchAfter[0]) + 1 : 0;
	return number * PAGE < CONTACTS ? parts.join(String(number)) : JSON.stringify({ contacts: [], total: CONTACTS });
}
