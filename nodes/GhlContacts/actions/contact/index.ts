import type { Resource } from '../../../shared/operation';
import { addTags } from './addTags';
import { bulkAddTags, bulkRemoveTags, bulkReplaceTags } from './bulkTags';
import { addToCampaign, removeFromAllCampaigns, removeFromCampaign } from './campaign';
import { create } from './create';
import { deleteContact } from './delete';
import { findDuplicate } from './findDuplicate';
import { addFollowers, removeFollowers } from './followers';
import { get } from './get';
import { getByBusiness } from './getByBusiness';
import { getMany } from './getMany';
import { getPage } from './getPage';
import { getWithActivity } from './getWithActivity';
import { lookup } from './lookup';
import { removeTags } from './removeTags';
import { search } from './search';
import { bulkSetBusiness, setBusiness } from './setBusiness';
import { setDnd } from './setDnd';
import { setUpSyncFields } from './setUpSyncFields';
import { sync } from './sync';
import { update } from './update';
import { upsert } from './upsert';
import { addToWorkflow, removeFromWorkflow } from './workflow';

export const contact: Resource = {
	name: 'contact',
	label: 'Contact',
	operations: [
		create,
		upsert,
		sync,
		get,
		getWithActivity,
		getMany,
		search,
		lookup,
		findDuplicate,
		getByBusiness,
		getPage,
		update,
		addTags,
		removeTags,
		addToWorkflow,
		removeFromWorkflow,
		addToCampaign,
		removeFromCampaign,
		removeFromAllCampaigns,
		setDnd,
		setBusiness,
		addFollowers,
		removeFollowers,
		bulkAddTags,
		bulkRemoveTags,
		bulkReplaceTags,
		bulkSetBusiness,
		deleteContact,
		setUpSyncFields,
	],
};
