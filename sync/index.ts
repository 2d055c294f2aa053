/** The sync engine: what a node needs of it. */
export { syncRecord, type SyncPorts } from './syncRecord';
export {
	linkExisting,
	linkingCost,
	rebuildFromExternalIds,
	type LinkReport,
	type MappedRecord,
} from './manage/linkExisting';
export { dismissDue, removeLink, resolveReview, retryNow, saveLink, type LinkToSave } from './manage/links';
export { openSqliteLedger, type OpenLedger } from './ledger/openSqlite';
export { MemoryLedger } from './ledger/memory';
export {
	type Counts,
	type Due,
	type DueStatus,
	type HistoryRow,
	type Ledger,
	type Link,
	type Place,
	type Review,
} from './ledger/ledger';
export {
	ServiceError,
	targetRef,
	type Clock,
	type TargetPage,
	type TargetRecord,
	type TargetService,
	type Hash,
	type Random,
} from './model/ports';
export {
	withDefaults,
	type FieldOptions,
	type FirstRule,
	type MatchKey,
	type SourceRecord,
	type Outcome,
	type OutcomeKind,
	type Parent,
	type PlannedWrite,
	type RecordRef,
	type Rule,
	type SyncOptions,
	type SyncRequest,
} from './model/types';
export type { FieldKind } from './model/canonical';
