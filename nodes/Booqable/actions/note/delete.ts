import { operation } from '../../../shared/operation';
import { noteId } from '../../parameters';

export const remove = operation({
	resource: 'note',
	name: 'delete',
	label: 'Delete',
	action: 'Delete note',
	description: 'Delete a note for good',
	effect: 'idempotent',
	endpoint: 'DELETE /api/4/notes/{noteId}',
	scopes: [],
	source: 'Booqable API v4, Notes',
	parameters: [noteId],
	keys: (input) => [input.id('noteId')],
	answer: (_, input) => ({ id: input.id('noteId'), deleted: true }),
});
