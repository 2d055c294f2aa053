import { operation, type Resource } from '../../shared/operation';
import { accessNotice, assumed, create, direct, get, getMany, remove, update } from '../direct/operations';
import { jobId, recordId } from '../parameters';
import { directSync, JOBS } from '../sync/directSync';

const taskId = recordId('taskId', 'Task ID');
const subject = { resource: 'task', noun: 'task', plural: 'tasks', parents: [jobId], id: taskId };
const parts = {
	create: create(subject),
	get: get(subject),
	getMany: getMany(subject),
	remove: remove(subject),
	update: update(subject),
};

const complete = operation({
	...direct(subject, 'complete', { label: 'Complete', description: 'Mark a task as done' }),
	parameters: [accessNotice, jobId, taskId],
	keys: (input) => [input.id('jobId'), input.id('taskId')],
	endpoint: assumed('task.complete', 'idempotent', { body: () => ({ completed: true }) }),
});

export const task: Resource = {
	name: 'task',
	label: 'Task',
	operations: [
		complete,
		parts.create,
		parts.remove,
		parts.get,
		parts.getMany,
		directSync({ subject, parts, ofJob: 'path' }, { pair: 'tasks', parent: 'contact', parentPair: JOBS }),
		parts.update,
	],
};
