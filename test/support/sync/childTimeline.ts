import { saveLink } from '../../../sync/manage/links';
import type { TargetService } from '../../../sync/model/ports';
import { withDefaults, type RecordRef, type SyncOptions, type SyncRequest } from '../../../sync/model/types';
import { Timeline, type TimelineSettings, type SyncSettings } from './timeline';
import { childTarget, childRequest, ChildStore, type ChildHabits } from './simulator/children';
import type { Faults } from './simulator/targetPort';
import type { Actor } from './simulator/scheduler';
import type { SimulatedService, StoredRecord } from './simulator/service';

/** GHL: notes can be edited and tell when they were made; their list and the record by id are current. */
export const NOTE_CRM: ChildHabits = {
	system: 'crm',
	kind: 'note',
	isEditable: true,
	tellsVersion: false,
	tellsCreation: true,
	lag: 0,
	skew: 0,
};
/** Booqable: notes can't be edited. */
export const NOTE_RENTAL: ChildHabits = {
	system: 'rental',
	kind: 'note',
	isEditable: false,
	tellsVersion: true,
	tellsCreation: true,
	lag: 120_000,
	skew: 0,
};
/** GHL: a task tells no time at all. */
export const TASK_CRM: ChildHabits = { ...NOTE_CRM, kind: 'task', tellsCreation: false };
/** Elsewhere: tasks that can be edited. */
export const TASK_RENTAL: ChildHabits = { ...NOTE_RENTAL, kind: 'task', isEditable: true };

export const NOTE_FIELDS = ['body'];
export const TASK_FIELDS = ['title', 'body', 'dueDate', 'completed'];

export interface ChildTimelineSettings extends Pick<TimelineSettings, 'seed' | 'ledgers' | 'hash'> {
	readonly crm?: Partial<ChildHabits>;
	readonly rental?: Partial<ChildHabits>;
	readonly kind?: 'note' | 'task';
	readonly options?: Partial<SyncOptions>;
	/** Parents that are gone, by id. */
	readonly gone?: ReadonlySet<string>;
}

/** Children of two services whose parents are linked by hand: contact `c1` and customer `r1`, and so on. */
export class ChildTimeline extends Timeline {
	override readonly crm: ChildStore;
	override readonly rental: ChildStore;
	readonly fields: readonly string[];

	constructor(readonly childSettings: ChildTimelineSettings = {}) {
		super(childSettings);
		const isTask = childSettings.kind === 'task';
		const store = (habits: ChildHabits) =>
			new ChildStore(
				habits,
				() => this.scheduler.now,
				(commit) => this.commits.push(commit),
				(id) => !childSettings.gone?.has(id),
			);
		this.crm = store({ ...(isTask ? TASK_CRM : NOTE_CRM), ...childSettings.crm });
		this.rental = store({ ...(isTask ? TASK_RENTAL : NOTE_RENTAL), ...childSettings.rental });
		this.fields = isTask ? TASK_FIELDS : NOTE_FIELDS;
	}

	/** Links contact `c<number>` and customer `r<number>`. */
	async linkParents(number = 1): Promise<void> {
		await saveLink(this.ledger, this.random, {
			pair: 'contacts',
			head: this.parent('crm', number),
			member: this.parent('rental', number),
		});
	}

	parent(system: 'crm' | 'rental', number = 1): RecordRef {
		return { system, account: 'main', id: `${system === 'crm' ? 'c' : 'r'}${number}` };
	}

	/** A user makes a child of parent `number`. */
	make(store: ChildStore, fields: Readonly<Record<string, unknown>>, number = 1): StoredRecord {
		return store.create('user', { ...fields, parent: this.parent(store === this.crm ? 'crm' : 'rental', number).id });
	}

	override otherSide(service: SimulatedService): ChildStore {
		return service === this.crm ? this.rental : this.crm;
	}

	override request(
		source: SimulatedService,
		record: StoredRecord,
		{ options, dryRun, deleted, fields }: SyncSettings = {},
	): SyncRequest {
		const store = source === this.crm ? this.crm : this.rental;
		const rule = store === this.crm ? 'source' : 'target';
		const request = childRequest(
			store,
			record,
			`${store.habits.kind}s`,
			this.fields,
			deleted === true || record.archived === true,
		);
		return {
			...request,
			...(fields && { fields: fields(record) }),
			dryRun,
			options: withDefaults({
				clear: true,
				rule,
				firstContact: rule,
				deletes: 'delete',
				...this.childSettings.options,
				...options,
			}),
		};
	}

	protected override targetSide(source: SimulatedService, actor: Actor, faults: Partial<Faults> = {}): TargetService {
		const store = this.otherSide(source);
		return childTarget(this.port(store, actor, faults), store);
	}
}
