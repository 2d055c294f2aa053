import type { Resource } from '../../../shared/operation';
import { create } from './create';
import { deleteOpportunity } from './delete';
import { addFollowers, removeFollowers } from './followers';
import { get } from './get';
import { getLostReasons, getPipelines } from './lists';
import { search } from './search';
import { sync } from './sync';
import { update } from './update';
import { updateStatus } from './updateStatus';
import { upsert } from './upsert';

export const opportunity: Resource = {
	name: 'opportunity',
	label: 'Opportunity',
	operations: [
		create,
		upsert,
		sync,
		get,
		search,
		getPipelines,
		getLostReasons,
		update,
		updateStatus,
		addFollowers,
		removeFollowers,
		deleteOpportunity,
	],
	initial: 'search',
};
