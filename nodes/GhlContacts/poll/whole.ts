import type { IDataObject } from 'n8n-workflow';
import type { PollContext } from './pollContext';
import type { IsEvent, Snapshot } from './snapshot';

/** A list that GHL gives without times: read whole at each poll and compared with what was there before. */
export interface Whole {
	readonly list: (pollContext: PollContext, rows?: number, before?: Snapshot) => Promise<IDataObject[]>;
	readonly markOf: (record: IDataObject) => string;
	readonly isEvent: IsEvent;
	/** What the event says besides the record. */
	readonly more?: IDataObject;
}
