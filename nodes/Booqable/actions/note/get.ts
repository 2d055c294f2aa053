import { operation } from '../../../shared/operation';
import { including } from '../../filters';
import { noteId } from '../../parameters';
import { record } from '../../records';

const include = including(['employee', 'owner']);

export const get = operation({
	resource: 'note',
	name: 'get',
	label: 'Get',
	action: 'Get note',
	description: 'Get one note by its ID',
	effect: 'read',
	endpoint: 'GET /api/4/notes/{noteId}.json',
	scopes: [],
	source: 'Booqable API v4, Notes',
	parameters: [noteId],
	options: [include.option],
	query: include.query,
	answer: record,
});
