import { operation } from '../../../shared/operation';
import { noteId } from '../../parameters';

export const remove = operation({
	resource: 'note',
	name: 'delete',
	label: 'Delete',
	action: 'Delete note',
	description: 'Delete a note for good',
	parameters: [noteId],
	keys: (input) => [input.id('noteId')],
	endpoint: {
		route: 'DELETE /api/4/notes/{noteId}',
		effect: 'idempotent',
		source: 'Booqable API v4, Notes',
		envelope: { record: ['data'] },
		answer: (_, input) => ({ id: input.id('noteId'), deleted: true }),
	},
});
