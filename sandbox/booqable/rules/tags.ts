import type { Behavior } from '../models/account';
import { createHash } from 'node:crypto';
import { badRequest } from '../errors';
import { isObject, strings, text, type Json, type StoredRecord } from '../models/records';

/** The class names that `filter[for]` takes. */
const TAGGED: Readonly<Record<string, string>> = {
	Order: 'orders',
	Customer: 'customers',
	ProductGroup: 'product_groups',
	Bundle: 'bundles',
	Document: 'documents',
	Coupon: 'coupons',
};

/** A name-based id: tags have no record of their own here. */
function idOf(name: string): string {
	const hex = createHash('md5').update(name).digest('hex');
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-3${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

const wanted = (filter: Json | undefined): string => text(isObject(filter) ? filter.eq : filter);

export const tags: Behavior = {
	rows(account, filter) {
		const type = TAGGED[wanted(filter.for)];
		if (!type) throw badRequest(`Invalid filter: "for" must be one of ${Object.keys(TAGGED).join(', ')}`);
		const counts = new Map<string, number>();
		for (const tag of account.all(type).flatMap(({ values }) => strings(values.tag_list)))
			counts.set(tag, (counts.get(tag) ?? 0) + 1);
		return [...counts]
			.sort()
			.map(([name, count]): StoredRecord => ({ type: 'tags', id: idOf(name), values: { name, count } }));
	},
};
