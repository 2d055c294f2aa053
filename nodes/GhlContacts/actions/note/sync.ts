import { fieldMapper } from '../../../shared/parameters/mapper';
import { syncOperation, type Entity } from '../../../shared/sync/syncOperation';
import { common, fixedFields, OF_A_CONTACT } from '../../sync/entity';
import { NOTE, NOTE_CALLS, noteTarget } from '../../sync/noteTarget';

const entity: Entity = {
	...common,
	// Without times of changes nothing can be the newer one.
	words: { ...OF_A_CONTACT, record: 'note', pair: 'notes', rule: 'review' },
	mapper: fieldMapper({
		resourceMapperMethod: 'getNoteColumnsForSync',
		mode: 'add',
		hint: 'Notes are synced as plain text: formatting in GHL is kept until the text is changed elsewhere.',
	}),
	mapped: fixedFields(NOTE, (calls, account) => noteTarget(calls, account)),
};

export const sync = syncOperation(entity, { resource: 'note', endpoints: NOTE_CALLS });
