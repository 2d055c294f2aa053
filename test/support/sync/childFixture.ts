import type { Intent } from '../../../sync/ledger/ledger';
import { saveLink } from '../../../sync/manage/links';
import type { TargetRecord } from '../../../sync/model/ports';
import { SyncFixture, target, MINUTE, source, unclear } from './fixture';

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
export async function family(options: SyncFixture['options'] = {}, canEdit = false) {
	const fixture = new SyncFixture(options);
	await saveLink(fixture.ledger, random, { pair: 'contacts', head: target('c1'), member: source('p1') });
	fixture.service = {
		list: async () => [...fixture.records.crm.values()],
		delete: async (id) => void fixture.records.crm.delete(id),
		findByEmail: undefined,
		findByPhone: undefined,
		...(canEdit ? {} : { update: undefined }),
	};
	fixture.time += 10 * MINUTE;
	const sync = (fields: Readonly<Record<string, unknown>>, changes: Parameters<SyncFixture['sync']>[1] = {}) =>
		fixture.sync(fields, { id: 'n1', parent, ...changes });
	const summary = (fields: Readonly<Record<string, unknown>>, changes: Parameters<SyncFixture['sync']>[1] = {}) =>
		fixture.summary(fields, { id: 'n1', parent, ...changes });
	const bodies = () => [...fixture.records.crm.values()].map(({ fields }) => fields.body).sort();
	return { fixture, sync, summary, bodies };
}

/** The create of note `n1` had no clear answer just now, and made nothing that a look at once has shown. */
export async function open(fields: Record<string, unknown> = note, there: TargetRecord[] = []) {
	const one = await family();
	for (const { id, fields: held, ...facts } of there) one.fixture.put(id, held, facts);
	one.fixture.createFails = { error: unclear() };
	await one.sync(fields);
	one.fixture.called();
	const at = one.fixture.time;
	const intent = async (): Promise<Intent | undefined> =>
		(await one.fixture.ledger.incomingIntents('notes', { system: 'crm', account: 'main' }))[0];
	return { ...one, at, intent };
}
