import type { Session } from './behaviour';
import { planProperties } from './properties';
import type { StoredRecord, Values } from './record';
import { behaviourOf } from './resources';
import { tableOf } from './tables';
import { attributeType } from './tables/table';

/** Creates a record of already checked attributes, or does what a POST of this type does instead. */
export function createRecord(session: Session, type: string, { properties_attributes: entries, ...attributes }: Values): StoredRecord {
	const { account } = session;
	const behaviour = behaviourOf(type);
	if (behaviour.perform) {
		const performed = behaviour.perform(session, attributes);
		return { type, id: account.world.uuid(), values: { ...attributes, ...performed } };
	}
	const prepared = behaviour.prepare?.(session, attributes, undefined) ?? attributes;
	const writeProperties = planProperties(account, type, undefined, entries ?? []);
	const record = account.insert(type, { ...behaviour.defaults?.(session), ...prepared });
	writeProperties(record);
	behaviour.written?.(session, record, undefined);
	account.index(record);
	account.emit(behaviour.events?.(record).created, record);
	return record;
}

/** A write that changes nothing leaves `updated_at` alone and sends no webhook, as Rails does. */
export function updateRecord(session: Session, record: StoredRecord, { properties_attributes: entries, ...attributes }: Values): StoredRecord {
	const { account } = session;
	const behaviour = behaviourOf(record.type);
	const prepared = behaviour.prepare?.(session, attributes, record) ?? attributes;
	const propertiesChanged = planProperties(account, record.type, record, entries ?? [])(record);
	const changed = Object.entries(prepared).some(([name, value]) => JSON.stringify(value) !== JSON.stringify(record.values[name] ?? null));
	if (!changed && !propertiesChanged) return record;
	const before = { ...record.values };
	account.change(record, prepared);
	behaviour.written?.(session, record, before);
	account.index(record);
	account.emit(behaviour.events?.(record).updated, record);
	return record;
}

/** Archives what can be archived (again and again, to no further effect) and deletes the rest. */
export function removeRecord(session: Session, record: StoredRecord): StoredRecord {
	const { account } = session;
	const behaviour = behaviourOf(record.type);
	behaviour.removing?.(session, record);
	if (!attributeType(tableOf(record.type), 'archived')) {
		account.delete(record);
	} else if (record.values.archived !== true) {
		account.change(record, { archived: true, archived_at: account.now() });
		account.emit(behaviour.events?.(record).archived, record);
	}
	return record;
}
