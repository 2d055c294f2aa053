/** A custom field as it is to be. GHL makes the key of the name. Source: locations.json, CreateCustomFieldsDTO. */
export interface WantedField {
	readonly name: string;
	/** Without the object in front, as mappers and expressions have it: `industry`. */
	readonly key?: string;
	readonly dataType: string;
	readonly choices?: readonly string[];
}

/** What the templates of the package map to contacts. Text, since Booqable keeps each of them as text. */
export const TEMPLATE_FIELDS: readonly WantedField[] = [
	{ name: 'Industry', key: 'industry', dataType: 'TEXT' },
	{ name: 'Company size', key: 'company_size', dataType: 'TEXT' },
	{ name: 'Annual revenue', key: 'annual_revenue', dataType: 'TEXT' },
	{ name: 'Booqable ID', key: 'booqable_id', dataType: 'TEXT' },
	{ name: 'Booqable number', key: 'booqable_number', dataType: 'TEXT' },
];
