import { operation, type Resource } from '../../../shared/operation';
import { accessNotice, assumed, create, direct, get, getMany, remove, update } from '../../direct/operations';
import { upsert } from '../../direct/upsert';
import { filters, jobId, stageId } from '../../parameters';
import { createWithCustomer } from './createWithCustomer';
import { syncOfJobs } from './sync';

const subject = { resource: 'job', noun: 'job', plural: 'jobs', parents: [], id: jobId };

const moveToStage = operation({
	...direct(subject, 'moveToStage', { label: 'Move to Stage', description: 'Move a job to a stage of its workflow' }),
	action: 'Move job to stage',
	parameters: [accessNotice, jobId, stageId],
	keys: (input) => [input.id('jobId')],
	endpoint: assumed('job.moveToStage', 'idempotent', { body: (input) => ({ stageId: input.id('stageId') }) }),
});

export const getManyJobs = getMany(
	subject,
	filters(['externalId', 'External ID'], ['search', 'Search'], ['stageId', 'Stage Name or ID']),
);
const parts = {
	create: create(subject),
	get: get(subject),
	getMany: getManyJobs,
	remove: remove(subject),
	update: update(subject),
};

export const job: Resource = {
	name: 'job',
	label: 'Job',
	initial: 'createWithCustomer',
	operations: [
		createWithCustomer,
		parts.create,
		parts.remove,
		parts.get,
		getManyJobs,
		moveToStage,
		syncOfJobs({ subject, parts }),
		parts.update,
		upsert(subject, parts),
	],
};
