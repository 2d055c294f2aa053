import type { Resource } from '../../../shared/operation';
import { archive } from './archive';
import { create } from './create';
import { get } from './get';
import { getBusinessData } from './getBusinessData';
import { getMany } from './getMany';
import { merge } from './merge';
import { search } from './search';
import { setUpSyncFields } from './setUpSyncFields';
import { sync } from './sync';
import { update } from './update';
import { upsert } from './upsert';

export const customer: Resource = { name: 'customer', label: 'Customer', operations: [archive, create, get, getBusinessData, getMany, merge, search, setUpSyncFields, sync, update, upsert] };
