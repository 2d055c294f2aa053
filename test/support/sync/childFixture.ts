import type { Intent } from '../../../sync/ledger/ledger';
import { saveLink } from '../../../sync/manage/links';
import type { TargetRecord } from '../../../sync/model/ports';
import { Desk, target, MINUTE, source, unclear } from './fixture';

export const random = (() => {
	let made = 0;
	return { next: () => 0, id: () => `link-${++made}` };
})();
export const parent = { pair: 'contacts', ...source('p1') };
export const note = { body: 'Call back' };

/**
 * Notes of customer `p1`, whose contact is `c1`; those of the contact are listed without lag, and can't be edited
 * unless it is said.
 */
export async function family(options: Desk['options'] = {}, canEdit = false) {
	const desk = new Desk(options);
	await saveLink(desk.ledger, random, { pair: 'contacts', head: target('c1'), member: source('p1') });
	desk.service = {
		list: async () => [...desk.records.crm.values()],
		delete: async (id) => void desk.records.crm.delete(id),
		findByEmail: undefined,
		findByPhone: undefined,
		...(canEdit ? {} : { update: undefined }),
	};
	desk.time += 10 * MINUTE;
	const sync = (fields: Readonly<Record<string, unknown>>, changes: Parameters<Desk['sync']>[1] = {}) =>
		desk.sync(fields, { id: 'n1', parent, ...changes });
	const said = (fields: Readonly<Record<string, unknown>>, changes: Parameters<Desk['sync']>[1] = {}) =>
		desk.said(fields, { id: 'n1', parent, ...changes });
	const bodies = () => [...desk.records.crm.values()].map(({ fields }) => fields.body).sort();
	return { desk, sync, said, bodies };
}

/** The create of note `n1` had no clear answer just now, and made nothing that a look at once has shown. */
export async function open(fields: Record<string, unknown> = note, there: TargetRecord[] = []) {
	const one = await family();
	for (const { id, fields: held, ...facts } of there) one.desk.put(id, held, facts);
	one.desk.createFails = { error: unclear() };
	await one.sync(fields);
	one.desk.called();
	const at = one.desk.time;
	const intent = async (): Promise<Intent | undefined> =>
		(await one.desk.ledger.incomingIntents('notes', { system: 'crm', account: 'main' }))[0];
	return { ...one, at, intent };
}
