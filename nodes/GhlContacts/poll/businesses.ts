import type { IDataObject } from 'n8n-workflow';
import { InputProblem, textOf } from '../../shared/parameters/input';
import type { Calls } from '../../shared/runner/calls';
import { getMany as getBusinesses } from '../actions/business/getMany';
import { get as getContact } from '../actions/contact/get';
import { getByBusiness } from '../actions/contact/getByBusiness';
import type { Snapshot } from './snapshot';
import type { Whole } from './whole';

export const BUSINESS_CHANGED = 'ContactBusinessUpdate';

/** Businesses whose contacts are read at each poll, with a call for each. */
const MOST = 200;
/** Contacts that no business lists any more, read again in one poll; the others wait for the next. */
const READ_AGAIN = 100;

const PLAIN = { simplify: false, options: { customFieldsByName: false } };

/**
 * The contacts of each business. GHL sends no event for such a link, and whether it moves the update time of a contact
 * is not documented.
 */
export const contactsOfBusinesses: Whole = {
	list: async ({ calls }, rows = Infinity, before) => {
		const linked: IDataObject[] = [];
		for (const { id, name } of await businesses(calls)) {
			if (linked.length >= rows) break;
			const contacts = await calls.many(getByBusiness, { ...PLAIN, businessId: id });
			linked.push(...contacts.map((contact) => ({ ...contact, businessId: textOf(id), businessName: textOf(name) })));
		}
		return [...linked.slice(0, rows), ...(await noLongerIn(linked, calls, before))];
	},
	markOf: ({ businessId }) => textOf(businessId),
	isEvent: () => true,
};

async function businesses(calls: Calls): Promise<IDataObject[]> {
	const found = await calls.many(getBusinesses, { limit: MOST + 1 });
	if (found.length <= MOST) return found;
	throw new InputProblem(
		'events',
		`There are more than ${MOST} businesses, which is too many to read at each poll`,
		'Take "Contact Business Changed" out.',
	);
}

/** A contact that was in a business and is in no list: it may have been between two pages, so it is read itself. */
async function noLongerIn(linked: readonly IDataObject[], calls: Calls, before?: Snapshot): Promise<IDataObject[]> {
	const listed = new Set(linked.map(({ id }) => id));
	const missing = Object.entries(before?.marks ?? {}).filter(([id, business]) => business !== '' && !listed.has(id));
	const found: IDataObject[] = [];
	for (const [contactId] of missing.slice(0, READ_AGAIN)) {
		const contact = await calls.oneOrNone(getContact, { ...PLAIN, contactId });
		if (contact) found.push({ ...contact, businessId: textOf(contact.businessId) });
	}
	return found;
}
