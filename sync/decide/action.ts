import type { Decision, PlanInput } from './fields';
import type { Draft, Look } from '../gather/observation';
import type { Change, HistoryRow, Link } from '../ledger/ledger';
import type { TargetRecord } from '../model/ports';
import type { OutcomeKind, RecordRef } from '../model/types';

/** How the fields of one link are written, and the outcome of the run. */
export interface Writing {
	/** The outcome when no field is written. */
	readonly quiet: { outcome: OutcomeKind; reason: string };
	/** The outcome when fields are. */
	readonly done: OutcomeKind;
	/** Stored with the first commit: a new link's rows, an ended intent. */
	readonly before: readonly Change[];
	/** The revision of the link in the ledger; undefined when it is new. */
	readonly stored: number | undefined;
	/** The target is what an earlier create of this direction made. */
	readonly isNew?: true;
}

/** The fields of one link, decided. */
export interface FieldWrites {
	readonly link: Link;
	readonly input: PlanInput;
	readonly decisions: readonly Decision[];
	/** The target record as it was read. */
	readonly record: TargetRecord;
	readonly writing: Writing;
}

/**
 * The one thing that is done next. `look`, `lease`, `end`, `keep link` and `finish replacement` lead to another
 * decision; the others end the run.
 */
export type Action =
	/** Nothing can be decided yet: look, and decide again. */
	| { readonly do: 'look'; readonly look: Look }
	/** Nothing is called: the outcome, and what is stored in the ledger. */
	| { readonly do: 'conclude'; readonly draft: Draft }
	/** A record matters that is not leased yet: the run starts again with its lease. */
	| { readonly do: 'lease'; readonly record: TargetRecord }
	/** The target is gone and the source's edit wins: the link ends, and the source is treated as unlinked. */
	| { readonly do: 'end'; readonly ended: Link; readonly changes: readonly Change[]; readonly target: RecordRef }
	/** An earlier run was interrupted while it replaced a record that cannot be edited: that is finished. */
	| { readonly do: 'finish replacement'; readonly link: Link; readonly isGoneFine: boolean }
	/** A link for a source that is deleted, so that its target can follow it. */
	| { readonly do: 'keep link'; readonly link: Link; readonly changes: readonly Change[] }
	/**
	 * A new record in the target. `onDuplicate`: whether a record that already exists, according to the service, is
	 * looked at, or goes to review.
	 */
	| {
			readonly do: 'create';
			readonly onDuplicate: 'look' | 'review';
			readonly about?: RecordRef;
			/** How the safeguard against mass creation takes it. */
			readonly counts?: HistoryRow['create'];
	  }
	/** The record is what an earlier create without a clear answer made. */
	| { readonly do: 'adopt'; readonly record: TargetRecord }
	/** Writes changed fields to the target record. */
	| ({ readonly do: 'write' } & FieldWrites)
	/** A new record in place of one that cannot be edited. */
	| ({ readonly do: 'replace' } & FieldWrites)
	/** The target follows the deleted source. */
	| { readonly do: 'remove'; readonly link: Link; readonly record: TargetRecord; readonly how: 'archive' | 'delete' };

export const look = (at: Look): Action => ({ do: 'look', look: at });
export const conclude = (draft: Draft): Action => ({ do: 'conclude', draft });
