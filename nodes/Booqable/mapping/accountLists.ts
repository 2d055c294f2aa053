import type { IDataObject } from 'n8n-workflow';
import type { CachedRead, Endpoint } from '../../shared/endpoint';
import { ApiError } from '../../shared/http/errors';
import { textOf } from '../../shared/parameters/input';
import type { NamedList, NamedLists } from '../../shared/runner/names';
import type { Listed } from '../../shared/values/entry';
import { only } from '../../shared/values/text';
import { getMany as getBundles } from '../actions/bundle/getMany';
import { getMany as getDefaultProperties } from '../actions/defaultProperty/getMany';
import { getMany as getEmailTemplates } from '../actions/emailTemplate/getMany';
import { getMany as getEmployees } from '../actions/employee/getMany';
import { getMany as getLocations } from '../actions/location/getMany';
import { getMany as getProducts } from '../actions/product/getMany';
import { getMany as getProductGroups } from '../actions/productGroup/getMany';
import { getMany as getTaxRegions } from '../actions/taxRegion/getMany';
import { PAGES } from '../responses';

const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Every ID of Booqable is a UUID. */
export const isId = (value: unknown): boolean => ID.test(textOf(only(value)));

/** What the account has of one kind, by name and these further attributes. Kept for five minutes. */
const listed = (
	name: string,
	{ endpoint }: { readonly endpoint: Endpoint },
	others: readonly string[] = [],
): CachedRead<Listed> => ({
	name: `${name} by name`,
	keep: 300_000,
	perToken: true,
	endpoint,
	read: (records) => records.map((record) => entry(record, others)),
	otherwise: (error) => {
		if (error instanceof ApiError && error.status === 403) return undefined;
		throw error;
	},
});

const entry = (record: IDataObject, others: readonly string[]) => ({
	name: textOf(record.name) || textOf(record.id),
	value: textOf(record.id),
	aliases: others.map((attribute) => textOf(record[attribute])).filter(Boolean),
});

export const locations = listed('locations', getLocations);
const getCoupons: Endpoint = {
	route: 'GET /api/4/coupons.json',
	effect: 'read',
	source: 'Booqable API v4, Coupons',
	query: () => ({ 'filter[archived]': false }),
	paging: PAGES,
};

/** Coupons, by the code that customers type in. */
export const coupons: CachedRead<Listed> = {
	...listed('coupons', { endpoint: getCoupons }),
	read: (records) =>
		records.map(({ id, identifier }) => ({ name: textOf(identifier) || textOf(id), value: textOf(id) })),
};
export const taxRegions = listed('tax regions', getTaxRegions);
/** What can be rented, by name or SKU. */
export const products = listed('products', getProducts, ['sku']);

const list = (read: CachedRead<Listed>): NamedList => ({ read, isId });
const ofDefaultProperties = list(listed('default properties', getDefaultProperties, ['identifier']));
const ofEmailTemplates = list(listed('email templates', getEmailTemplates));
const ofProductGroups = list(listed('product groups', getProductGroups, ['sku']));
const ofProducts = list(products);

/** What a parameter takes by name, by the method that fills its list in the editor, or by its own name. */
export const namedLists: NamedLists = {
	defaultPropertyId: ofDefaultProperties,
	employeeId: list(listed('employees', getEmployees, ['email'])),
	itemId: ofProducts,
	locationId: list(locations),
	productGroupId: ofProductGroups,
	searchBundles: list(listed('bundles', getBundles)),
	searchDefaultProperties: ofDefaultProperties,
	searchEmailTemplates: ofEmailTemplates,
	searchProductGroups: ofProductGroups,
	searchProducts: ofProducts,
	templateId: ofEmailTemplates,
};
