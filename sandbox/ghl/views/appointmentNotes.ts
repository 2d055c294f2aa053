import type { AppointmentNote } from '../models/records';
import type { View } from './view';
import { iso } from '../models/times';

export function noteView({ id, body, userId, dateAdded, contactId }: AppointmentNote): View {
	return { id, body, userId, dateAdded: iso(dateAdded), contactId, createdBy: { id: userId } };
}
