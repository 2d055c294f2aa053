/** Why links end: what the ledger keeps of an ended link, and what later decisions ask for. */
export const TARGET_GONE = 'the target record is gone';
/** A record that cannot be edited was replaced: nothing that is said of the old one concerns anybody. */
export const REPLACED = 'replaced by a newer record';
export const PARENT_GONE = 'its parent is gone too';
export const UNLINKED = 'unlinked by a person';
export const RELINKED = 'linked to another record by a person';

/** Whether a person has said that the two records don't belong together. */
export const isUnlinkedByPerson = ({ cause }: { readonly cause?: string }): boolean => cause === UNLINKED || cause === RELINKED;
