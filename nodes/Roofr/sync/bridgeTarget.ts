import type { IDataObject } from 'n8n-workflow';
import { ServiceError, type TargetService } from '../../../sync';
import type { FieldKind } from '../../../sync/model/canonical';
import { textOf } from '../../shared/parameters/input';
import type { TargetCalls } from '../../shared/sync/targetCalls';
import { createWithCustomer } from '../actions/job/createWithCustomer';

const KINDS: Readonly<Record<string, FieldKind>> = {
	email: 'email',
	phone: 'phone',
	firstName: 'name',
	lastName: 'name',
	fullName: 'name',
};

const onlyCreates = async (): Promise<never> =>
	await Promise.reject(new ServiceError('the bridge only creates jobs', { written: 'no', again: false }));

/**
 * Jobs with their customers through the bridge, which creates and does nothing else. That it took the job is the whole
 * answer, so the ID of the job is the external ID that was handed over. `parameters`: those of "Create Job and
 * Customer", without the fields.
 */
export const bridgeTarget = (calls: TargetCalls, account: string, parameters: IDataObject): TargetService => ({
	system: 'roofr',
	account,
	kinds: KINDS,
	lagCeiling: 0, // nothing is searched
	callBudget: calls.budget,
	createOnly: true,
	read: onlyCreates,
	create: async (value) => {
		const given = await calls.one(createWithCustomer, { ...parameters, fields: { mappingMode: 'defineBelow', value } });
		return { id: textOf(given.externalId), fields: {} };
	},
});
