import type { Note } from '../models/records';
import type { View } from './view';
import { iso } from '../models/times';

export function noteView({ id, body, userId, dateAdded, contactId, title, color, pinned }: Note): View {
	return {
		id,
		body,
		...(userId === undefined ? {} : { userId }),
		dateAdded: iso(dateAdded),
		contactId,
		...(title === undefined ? {} : { title }),
		...(color === undefined ? {} : { color }),
		pinned,
	};
}

/** A fixed list of fields: no author, no title, and no time of the change. */
export const noteEvent = ({ id, body, contactId, dateAdded }: Note): View => ({
	id,
	body,
	contactId,
	dateAdded: iso(dateAdded),
});
