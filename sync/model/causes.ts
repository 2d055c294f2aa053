/** Why links end: what the ledger keeps of an ended link, and what later decisions ask for. */
export const TARGET_GONE = 'The target record was deleted';
/** A record that cannot be edited was replaced: events of the old one are ignored from then on. */
export const REPLACED = 'Replaced by a newer record';
export const PARENT_GONE = 'Its parent was deleted too';
export const UNLINKED = 'Unlinked by a person';
export const RELINKED = 'Linked to another record by a person';
/** Why a record is due whose question a person has answered. */
export const ANSWERED = 'A review was answered';
/** A create that waits for a person: the cause of its due row, by which the answer finds it. */
export const HELD =
	'Too many records were created within an hour, so this one waits. To create those that wait, use "Approve Creates" of Sync Ledger, or answer the question under its resource Review';

/** Whether a person has decided that the two records do not belong together. */
export const isUnlinkedByPerson = ({ cause }: { readonly cause?: string }): boolean =>
	cause === UNLINKED || cause === RELINKED;
