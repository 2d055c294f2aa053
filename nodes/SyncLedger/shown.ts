import type { IDataObject } from 'n8n-workflow';
import { recordItem } from '../shared/sync/syncOperation';
import type { Due, HistoryRow, Link, Review } from '../../sync';

const time = (moment: number | undefined): IDataObject[string] => (moment === undefined ? null : new Date(moment).toISOString());

export const linkItem = ({ id, pair, head, member, parents, feeding, state, cause, born, since, endedAt }: Link): IDataObject => ({
	id, linked: state === 'live', pair, record: { ...recordItem(head), ...(parents && { parentId: parents.head }) }, linkedRecord: { ...recordItem(member), ...(parents && { parentId: parents.member }) }, isPrimary: feeding, state, cause: cause ?? null, linkedRecordCreatedAt: time(born), since: time(since), endedAt: time(endedAt),
});

/** Flat, so that the next node can take the parts: which record of which account is to be read again, and below which parent. */
export const dueItem = ({ pair, near, parent, far, status, cause, tries, version, since, nextAt }: Due): IDataObject => ({
	pair, app: near.system, account: near.account, id: near.id, parentId: parent?.id ?? null, parentPair: parent?.pair ?? null, targetApp: far.system, targetAccount: far.account, status, cause, tries,
	version: time(version), since: time(since), nextAt: time(nextAt),
});

export const reviewItem = ({ pair, near, far, field, cause, at, winner }: Review): IDataObject => ({
	pair, app: near.system, account: near.account, id: near.id, targetApp: far.system, targetAccount: far.account, targetId: 'id' in far ? far.id : null,
	field: field || null, cause, at: time(at), answer: winner === undefined ? null : winner === 'near' ? 'source' : 'target',
});

/** Hashes are left out: they tell nothing to a person. */
export const historyItem = ({ at, pair, near, far, call, fields, state }: HistoryRow): IDataObject => ({
	at: time(at), pair, source: recordItem(near), target: recordItem(far), call, state, fields: fields.map(({ name, cause }) => ({ name, cause })),
});
