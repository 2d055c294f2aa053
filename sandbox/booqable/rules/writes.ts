import type { Session } from '../models/account';
import { planProperties } from './propertyValues';
import type { StoredRecord, Values } from '../models/records';
import { tableOf } from '../models/tables';
import { attributeType } from '../models/tables/table';

/** Creates a record of already checked attributes, or does what a POST of this type does instead. */
export function createRecord(
	session: Session,
	type: string,
	{ properties_attributes: entries, ...attributes }: Values,
): StoredRecord {
	const { account } = session;
	const behavior = account.behaviorOf(type);
	if (behavior.perform) {
		const performed = behavior.perform(session, attributes);
		return { type, id: account.world.uuid(), values: { ...attributes, ...performed } };
	}
	const prepared = behavior.prepare?.(session, attributes, undefined) ?? attributes;
	const writeProperties = planProperties(account, type, undefined, entries ?? []);
	const record = account.insert(type, { ...behavior.defaults?.(session), ...prepared });
	writeProperties(record);
	behavior.written?.(session, record, undefined);
	account.index(record);
	account.emit(behavior.events?.(record).created, record);
	return record;
}

/** A write that changes nothing leaves `updated_at` alone and sends no webhook, as Rails does. */
export function updateRecord(
	session: Session,
	record: StoredRecord,
	{ properties_attributes: entries, ...attributes }: Values,
): StoredRecord {
	const { account } = session;
	const behavior = account.behaviorOf(record.type);
	const prepared = behavior.prepare?.(session, attributes, record) ?? attributes;
	const propertiesChanged = planProperties(account, record.type, record, entries ?? [])(record);
	const changed = Object.entries(prepared).some(
		([name, value]) => JSON.stringify(value) !== JSON.stringify(record.values[name] ?? null),
	);
	if (!changed && !propertiesChanged) return record;
	const before = { ...record.values };
	account.change(record, prepared);
	behavior.written?.(session, record, before);
	account.index(record);
	account.emit(behavior.events?.(record).updated, record);
	return record;
}

/** Archives what can be archived (again and again, to no further effect) and deletes the rest. */
export function removeRecord(session: Session, record: StoredRecord): StoredRecord {
	const { account } = session;
	const behavior = account.behaviorOf(record.type);
	behavior.removing?.(session, record);
	if (!attributeType(tableOf(record.type), 'archived')) {
		account.delete(record);
	} else if (record.values.archived !== true) {
		account.change(record, { archived: true, archived_at: account.now() });
		account.emit(behavior.events?.(record).archived, record);
	}
	return record;
}
