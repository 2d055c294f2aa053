import type { IDataObject } from 'n8n-workflow';
import { textOf } from '../../../shared/parameters/input';

/** Usual bands of employees. */
export const COMPANY_SIZES = '1-10, 11-50, 51-200, 201-1000, 1000+';

/** What Booqable has no attributes for. Customers keep it in default properties with these identifiers. */
export const BUSINESS_PROPERTIES: ReadonlyArray<{
	identifier: string;
	name: string;
	property_type: 'text_field' | 'select';
}> = [
	{ identifier: 'industry', name: 'Industry', property_type: 'text_field' },
	{ identifier: 'company_size', name: 'Company size', property_type: 'select' },
	{ identifier: 'annual_revenue', name: 'Annual revenue', property_type: 'text_field' },
	{ identifier: 'website', name: 'Website', property_type: 'text_field' },
];

const orNull = (value: unknown): string | null => textOf(value) || null;

/** A customer as one flat object, under the names that GHL gives a contact and its business. */
export function businessData(customer: IDataObject): IDataObject {
	const properties = (customer.properties ?? {}) as IDataObject; // a hash of texts
	const isCompany = customer.legal_type === 'commercial';
	return {
		customerId: customer.id,
		name: orNull(customer.name),
		companyName: isCompany ? orNull(customer.name) : null,
		isCompany,
		email: orNull(customer.email),
		phone: orNull(properties.phone),
		address: orNull(properties.main_address),
		industry: orNull(properties.industry),
		companySize: orNull(properties.company_size),
		annualRevenue: orNull(properties.annual_revenue),
		website: orNull(properties.website),
		tags: customer.tag_list ?? [],
		orderCount: customer.order_count ?? 0,
		revenueInCents: customer.revenue_in_cents ?? 0,
		averageOrderValueInCents: customer.average_order_value_in_cents ?? 0,
		balanceDueInCents: customer.balance_due_in_cents ?? 0,
		latestOrderAt: customer.latest_order_at ?? null,
		createdAt: customer.created_at ?? null,
		updatedAt: customer.updated_at ?? null,
	};
}
