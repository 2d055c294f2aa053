import { endpoint, type Endpoint } from './endpoint';
import { saveContact } from '../rules/contacts';
import { notFound, wrongLocation } from '../errors';
import type { Account } from '../models/account';
import type { Business } from '../models/records';
import { email, filled, numeric, shape, text } from '../rules/validation';
import { businessView } from '../views/businesses';

const optional = {
	phone: text.optional(),
	email: email.optional(),
	website: text.optional(),
	address: text.optional(),
	city: text.optional(),
	postalCode: text.optional(),
	state: text.optional(),
	country: text.optional(),
	description: text.optional(),
};

/** Businesses have no events of their own: they are records, and the event does not say of which object. */
function emitRecord(
	account: Account,
	type: 'RecordCreate' | 'RecordUpdate' | 'RecordDelete',
	{ id, locationId, name, phone, website }: Business,
): void {
	const properties = Object.entries({ name, phone, website })
		.filter(([, value]) => value !== undefined)
		.map(([key, value]) => ({ key, valueString: value }));
	account.events.emit(type, locationId, { id, owners: [], followers: [], properties });
}

function ownBusiness(account: Account, locationId: string, id: string | undefined): Business {
	const business = account.store.businesses.get(id ?? '');
	if (!business) throw notFound(`Business with id ${id} not found`);
	if (business.locationId !== locationId) throw wrongLocation();
	return business;
}

export const businessEndpoints: Endpoint[] = [
	endpoint({
		method: 'GET',
		path: '/businesses/',
		scope: 'businesses.readonly',
		query: shape({ locationId: text, limit: numeric.default(100), skip: numeric.default(0) }),
		run: ({ account, locationId, query }) => ({
			businesses: account.store.businesses
				.where((business) => business.locationId === locationId)
				.slice(query.skip, query.skip + query.limit)
				.map(businessView),
		}),
	}),
	endpoint({
		method: 'GET',
		path: '/businesses/:businessId',
		scope: 'businesses.readonly',
		run: ({ account, locationId, params }) => ({
			business: businessView(ownBusiness(account, locationId, params.businessId)),
		}),
	}),
	endpoint({
		method: 'POST',
		path: '/businesses/',
		scope: 'businesses.write',
		status: 201,
		body: shape({ ...optional, name: filled, locationId: filled }),
		run({ account, body }) {
			const now = account.world.now();
			const business = account.store.businesses.add({ id: account.hexId(), ...body, createdAt: now, updatedAt: now });
			emitRecord(account, 'RecordCreate', business);
			// The API spells it so.
			return { success: true, buiseness: businessView(business) };
		},
	}),
	endpoint({
		method: 'PUT',
		path: '/businesses/:businessId',
		scope: 'businesses.write',
		body: shape({ ...optional, name: filled.optional() }),
		run({ account, locationId, params, body }) {
			const business = ownBusiness(account, locationId, params.businessId);
			Object.assign(business, body, { updatedAt: account.world.now() });
			emitRecord(account, 'RecordUpdate', business);
			return { success: true, buiseness: businessView(business) };
		},
	}),
	endpoint({
		method: 'DELETE',
		path: '/businesses/:businessId',
		scope: 'businesses.write',
		run({ account, locationId, params }) {
			const business = ownBusiness(account, locationId, params.businessId);
			account.store.businesses.delete(business.id);
			for (const contact of account.store.contacts.where((each) => each.businessId === business.id))
				saveContact(account, { ...contact, businessId: undefined });
			emitRecord(account, 'RecordDelete', business);
			return { success: true };
		},
	}),
];
