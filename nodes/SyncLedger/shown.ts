import type { IDataObject } from 'n8n-workflow';
import type { Due, HistoryRow, Link, Review } from '../../sync';

const time = (moment: number | undefined): IDataObject[string] => (moment === undefined ? null : new Date(moment).toISOString());

export const linkItem = ({ id, pair, head, member, parents, primary, state, cause, born, since, endedAt }: Link): IDataObject => ({
	id, linked: state === 'live', pair, head: { ...head, ...(parents && { parentId: parents.head }) }, member: { ...member, ...(parents && { parentId: parents.member }) }, exchangesFields: primary, state, cause: cause ?? null, memberCreatedAt: time(born), since: time(since), endedAt: time(endedAt),
});

/** Flat, so that the next node can take the parts: which record of which account is to be read again, and below which parent. */
export const dueItem = ({ pair, source, parent, target, status, cause, tries, version, since, nextAt }: Due): IDataObject => ({
	pair, system: source.system, account: source.account, id: source.id, parentId: parent?.id ?? null, parentPair: parent?.pair ?? null, farSystem: target.system, farAccount: target.account, status, cause, tries,
	version: time(version), since: time(since), nextAt: time(nextAt),
});

export const reviewItem = ({ pair, source, target, field, cause, at, winner }: Review): IDataObject => ({
	pair, system: source.system, account: source.account, id: source.id, farSystem: target.system, farAccount: target.account, farId: 'id' in target ? target.id : null,
	field: field || null, cause, at: time(at), answer: winner ?? null,
});

/** Hashes are left out: they tell nothing to a person. */
export const historyItem = ({ at, pair, source, target, call, fields, state }: HistoryRow): IDataObject => ({
	at: time(at), pair, near: { ...source }, far: { ...target }, call, state, fields: fields.map(({ name, cause }) => ({ name, cause })),
});
