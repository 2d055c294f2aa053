import type { Submission } from '../models/records';
import type { View } from './view';
import { iso } from '../models/times';

export function submissionView({ createdAt, locationId: _inner, ...submission }: Submission): View {
	return { ...submission, createdAt: iso(createdAt) };
}
