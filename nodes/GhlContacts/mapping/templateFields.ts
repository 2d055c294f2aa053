/** A custom field as it is to be. GHL makes the key of the name. Source: locations.json, CreateCustomFieldsDTO. */
export interface WantedField {
	readonly name: string;
	/** Without the object in front, as mappers and expressions have it: `industry`. */
	readonly key?: string;
	readonly dataType: string;
	readonly choices?: readonly string[];
}

/** What the templates of the package map to contacts. Properties are text, as Booqable keeps them. */
export const TEMPLATE_FIELDS: readonly WantedField[] = [
	{ name: 'Industry', key: 'industry', dataType: 'TEXT' },
	{ name: 'Company size', key: 'company_size', dataType: 'TEXT' },
	{ name: 'Annual revenue', key: 'annual_revenue', dataType: 'TEXT' },
	{ name: 'Booqable ID', key: 'booqable_id', dataType: 'TEXT' },
	{ name: 'Booqable number', key: 'booqable_number', dataType: 'TEXT' },
	{ name: 'Booqable orders', key: 'booqable_orders', dataType: 'NUMERICAL' },
	{ name: 'Booqable revenue', key: 'booqable_revenue', dataType: 'MONETORY' },
	{ name: 'Booqable last rental', key: 'booqable_last_rental', dataType: 'DATE' },
	{ name: 'Booqable next rental', key: 'booqable_next_rental', dataType: 'DATE' },
	{ name: 'Booqable marketing consent', key: 'booqable_marketing_consent', dataType: 'TEXT' },
];
