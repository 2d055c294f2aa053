import type { Resource } from '../../shared/operation';
import { getMany } from '../direct/operations';
import { recordId } from '../parameters';

const subject = {
	resource: 'stage',
	noun: 'stage',
	plural: 'stages',
	parents: [],
	id: recordId('stageId', 'Stage ID'),
};

export const getManyStages = getMany(subject);

export const stage: Resource = { name: 'stage', label: 'Stage', operations: [getManyStages] };
