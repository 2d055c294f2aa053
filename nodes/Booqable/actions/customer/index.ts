import type { Resource } from '../../../shared/operation';
import { archive } from './archive';
import { create } from './create';
import { get } from './get';
import { getBusinessData } from './getBusinessData';
import { getMany } from './getMany';
import { getRentals } from './getRentals';
import { merge } from './merge';
import { search } from './search';
import { setUpSyncFields } from './setUpSyncFields';
import { sync } from './sync';
import { update } from './update';
import { upsert } from './upsert';

export const customer: Resource = {
	name: 'customer',
	label: 'Customer',
	operations: [
		create,
		upsert,
		sync,
		get,
		getMany,
		search,
		getBusinessData,
		getRentals,
		update,
		archive,
		merge,
		setUpSyncFields,
	],
};
