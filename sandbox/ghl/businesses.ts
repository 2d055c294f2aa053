import { endpoint, type Endpoint } from './endpoint';
import { saveContact } from './contactRules';
import type { View } from './contactViews';
import { notFound, wrongLocation } from './errors';
import type { Ghl } from './ghl';
import type { Business } from './records';
import { email, filled, numeric, shape, text } from './validation';
import { iso } from './values';

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

function businessView({ createdAt, updatedAt, ...business }: Business): View {
	return { ...business, createdAt: iso(createdAt), updatedAt: iso(updatedAt) };
}

/** Businesses have no events of their own: they are records, and the event does not say of which object. */
function emitRecord(ghl: Ghl, type: 'RecordCreate' | 'RecordUpdate' | 'RecordDelete', { id, locationId, name, phone, website }: Business): void {
	const properties = Object.entries({ name, phone, website })
		.filter(([, value]) => value !== undefined)
		.map(([key, value]) => ({ key, valueString: value }));
	ghl.events.emit(type, locationId, { id, owners: [], followers: [], properties });
}

function ownBusiness(ghl: Ghl, locationId: string, id: string | undefined): Business {
	const business = ghl.store.businesses.get(id ?? '');
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
		run: ({ ghl, locationId, query }) => ({
			businesses: ghl.store.businesses
				.where((business) => business.locationId === locationId)
				.slice(query.skip, query.skip + query.limit)
				.map(businessView),
		}),
	}),
	endpoint({
		method: 'GET',
		path: '/businesses/:businessId',
		scope: 'businesses.readonly',
		run: ({ ghl, locationId, params }) => ({ business: businessView(ownBusiness(ghl, locationId, params.businessId)) }),
	}),
	endpoint({
		method: 'POST',
		path: '/businesses/',
		scope: 'businesses.write',
		status: 201,
		body: shape({ ...optional, name: filled, locationId: filled }),
		run({ ghl, body }) {
			const now = ghl.world.now();
			const business = ghl.store.businesses.add({ id: ghl.hexId(), ...body, createdAt: now, updatedAt: now });
			emitRecord(ghl, 'RecordCreate', business);
			// The API spells it so.
			return { success: true, buiseness: businessView(business) };
		},
	}),
	endpoint({
		method: 'PUT',
		path: '/businesses/:businessId',
		scope: 'businesses.write',
		body: shape({ ...optional, name: filled.optional() }),
		run({ ghl, locationId, params, body }) {
			const business = ownBusiness(ghl, locationId, params.businessId);
			Object.assign(business, body, { updatedAt: ghl.world.now() });
			emitRecord(ghl, 'RecordUpdate', business);
			return { success: true, buiseness: businessView(business) };
		},
	}),
	endpoint({
		method: 'DELETE',
		path: '/businesses/:businessId',
		scope: 'businesses.write',
		run({ ghl, locationId, params }) {
			const business = ownBusiness(ghl, locationId, params.businessId);
			ghl.store.businesses.delete(business.id);
			for (const contact of ghl.store.contacts.where((each) => each.businessId === business.id))
				saveContact(ghl, { ...contact, businessId: undefined });
			emitRecord(ghl, 'RecordDelete', business);
			return { success: true };
		},
	}),
];
