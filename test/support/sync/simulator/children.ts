import type { FieldKind } from '../../../../sync/model/canonical';
import { ServiceError, type TargetRecord, type TargetService } from '../../../../sync/model/ports';
import type { Parent, SyncRequest } from '../../../../sync/model/types';
import type { TargetPort } from './targetPort';
import { SimulatedService, type Commit, type StoredRecord, type Writer } from './service';

/** What the API of one kind of children can do and tells. */
export interface ChildHabits {
	readonly system: string;
	/** note, task: part of every id. */
	readonly kind: string;
	/** False where a change is a new record and the deletion of the old one. */
	readonly isEditable: boolean;
	/** Whether records carry the time of their last change, and of their creation. */
	readonly tellsVersion: boolean;
	readonly tellsCreation: boolean;
	/** Ms until a search shows a write: the ceiling that the port gives; the parent's list has no lag. */
	readonly lag: number;
	/** Ms its clock is ahead. */
	readonly skew: number;
	readonly createOnly?: boolean;
}

const FIELD_KINDS: Readonly<Record<string, FieldKind>> = { dueDate: 'date', completed: 'boolean' };

/** The children of one kind on the server of one service; `parent` is the field that holds whose they are. */
export class ChildStore extends SimulatedService {
	constructor(
		readonly habits: ChildHabits,
		now: () => number,
		tell: (commit: Commit) => void,
		readonly hasParent: (id: string) => boolean = () => true,
	) {
		super(
			{
				name: `${habits.system}.${habits.kind}`,
				tags: 'labels',
				addsTags: false,
				looksUpDuplicates: false,
				hasExternalIds: false,
				lowersTags: false,
				normalizesPhones: false,
				lag: habits.lag,
				skew: habits.skew,
			},
			now,
			() => 0,
			tell,
		);
	}

	override create(by: Writer, fields: Readonly<Record<string, unknown>>): StoredRecord {
		if (!this.hasParent(String(fields.parent)))
			throw new ServiceError('HTTP 404', { written: 'no', again: false, gone: true });
		return super.create(by, fields);
	}

	of(parent: string): StoredRecord[] {
		return this.alive().filter(({ fields }) => fields.parent === parent);
	}
}

/** The children of one parent as one execution reaches them, through a port to their store. */
export function childTarget(port: TargetPort, store: ChildStore, parent = ''): TargetService {
	const { habits } = store;
	const seen = ({ id, fields, version, createdAt }: TargetRecord): TargetRecord => ({
		id,
		fields,
		...(habits.tellsVersion && { version }),
		...(habits.tellsCreation && { createdAt }),
	});
	const isThere = (): void => {
		if (!store.hasParent(parent)) throw new ServiceError('HTTP 404', { written: 'no', again: false, gone: true });
	};
	return {
		system: habits.system,
		account: 'main',
		kinds: FIELD_KINDS,
		lagCeiling: habits.lag,
		callBudget: port.callBudget,
		under: (parentId) => childTarget(port, store, parentId),
		read: async (id) => {
			const record = await port.read(id);
			return record && !record.archived ? seen(record) : undefined;
		},
		create: async (fields) => seen(await port.create({ ...fields, parent })),
		...(habits.createOnly
			? { createOnly: true }
			: {
					list: async () => (await allOf(port)).filter(({ fields }) => (isThere(), fields.parent === parent)).map(seen),
					delete: (id) => port.archive(id),
					...(habits.isEditable && {
						update: async (id: string, values: Readonly<Record<string, unknown>>) =>
							seen(await port.update(id, values)),
					}),
				}),
	};
}

async function allOf(port: TargetPort): Promise<TargetRecord[]> {
	const records: TargetRecord[] = [];
	for (let cursor: string | undefined = '0'; cursor !== undefined;) {
		const page = await port.page(cursor);
		records.push(...page.records);
		cursor = page.next;
	}
	return records;
}

/** A child as a workflow hands it to Sync. */
export function childRequest(
	store: ChildStore,
	record: StoredRecord,
	pair: string,
	fields: readonly string[],
	isGone: boolean,
): Pick<SyncRequest, 'pair' | 'source' | 'fields'> & { parent: Parent } {
	const { system, tellsVersion, tellsCreation } = store.habits;
	return {
		pair,
		parent: { pair: 'contacts', system, account: 'main', id: String(record.fields.parent) },
		source: {
			system,
			account: 'main',
			id: record.id,
			...(tellsVersion && { version: record.version }),
			...(tellsCreation && { createdAt: record.createdAt }),
			...(isGone && { deleted: true }),
		},
		fields: Object.fromEntries(fields.map((field) => [field, record.fields[field] ?? null])),
	};
}
