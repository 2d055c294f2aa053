import { fieldMapper } from '../../../shared/parameters/mapper';
import { syncOperation, type Entity } from '../../../shared/sync/syncOperation';
import { common, fixedFields, OF_A_CONTACT } from '../../sync/entity';
import { TASK, TASK_CALLS, taskTarget } from '../../sync/taskTarget';

const entity: Entity = {
	...common,
	// Without times of changes nothing can be the newer one.
	words: { ...OF_A_CONTACT, record: 'task', pair: 'tasks', rule: 'review' },
	mapper: fieldMapper({
		resourceMapperMethod: 'getTaskColumnsForSync',
		mode: 'add',
		hint: 'GHL accepts no task without a title and a due date. A day stands for its first moment in the time zone of the workflow.',
	}),
	mapped: fixedFields(TASK, (calls, account) => taskTarget(calls, account)),
};

export const sync = syncOperation(entity, { resource: 'task', endpoints: TASK_CALLS });
