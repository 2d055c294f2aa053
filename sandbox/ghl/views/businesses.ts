import type { Business } from '../models/records';
import type { View } from './view';
import { iso } from '../models/times';

export function businessView({ createdAt, updatedAt, ...business }: Business): View {
	return { ...business, createdAt: iso(createdAt), updatedAt: iso(updatedAt) };
}
