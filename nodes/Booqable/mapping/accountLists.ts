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
import { getMany as getLocations } from '../actions/location/getMany';
import { getMany as getProducts } from '../actions/product/getMany';
import { getMany as getProductGroups } from '../actions/productGroup/getMany';
import { getMany as getTaxRegions } from '../actions/taxRegion/getMany';

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
export const taxRegions = listed('tax regions', getTaxRegions);

const list = (read: CachedRead<Listed>): NamedList => ({ read, isId });

/** What a parameter takes by name, by the method that fills its list in the editor, or by its own name. */
export const namedLists: NamedLists = {
	locationId: list(locations),
	searchBundles: list(listed('bundles', getBundles)),
	searchDefaultProperties: list(listed('default properties', getDefaultProperties, ['identifier'])),
	searchEmailTemplates: list(listed('email templates', getEmailTemplates)),
	searchProductGroups: list(listed('product groups', getProductGroups, ['sku'])),
	searchProducts: list(listed('products', getProducts, ['sku'])),
};
