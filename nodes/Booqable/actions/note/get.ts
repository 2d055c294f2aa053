import { operation } from '../../../shared/operation';
import { including } from '../../filters/filters';
import { noteId } from '../../parameters';
import { record } from '../../responses';

const include = including(['employee', 'owner']);

export const get = operation({
	resource: 'note',
	name: 'get',
	label: 'Get',
	action: 'Get note',
	description: 'Get one note by its ID',
	parameters: [noteId],
	options: [include.option],
	endpoint: {
		route: 'GET /api/4/notes/{noteId}.json',
		effect: 'read',
		source: 'Booqable API v4, Notes',
		query: include.query,
		envelope: { record: ['data'] },
		answer: record,
	},
});
