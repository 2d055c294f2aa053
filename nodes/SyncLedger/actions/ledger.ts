import type { INodeProperties } from 'n8n-workflow';
import { allowCreates } from '../../../sync/manage/creates';
import { DAY, HISTORY_DAYS, TOMBSTONE_DAYS } from '../../../sync/manage/tidy';
import type { Resource } from '../../shared/operation';
import { ledgerOperation } from '../ledgerOperation';
import { limit, pair, pairIn, recordParameters, refOf } from '../parameters';
import { historyItem } from '../toItem';
import { backUpLedger, restoreLedger } from './backup';

const HOUR = 3_600_000;

const days = (
	displayName: string,
	name: string,
	initial: number,
	least: number,
	description: string,
): INodeProperties => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: least },
	default: initial,
	description,
});
const historyDays = days(
	'Days of History to Keep',
	'historyDays',
	HISTORY_DAYS,
	1,
	'Older rows of the history are removed',
);
const tombstoneDays = days(
	'Days of Ended Links to Keep',
	'tombstoneDays',
	TOMBSTONE_DAYS,
	TOMBSTONE_DAYS,
	'Links that ended longer ago are removed',
);

const history = ledgerOperation(
	{
		resource: 'history',
		name: 'getMany',
		label: 'Get Many',
		action: 'Get history of record',
		effect: 'read',
		description:
			'List the writes that a record caused or received, the newest first: when, by which rule, which fields. Values are never kept.',
		parameters: [...recordParameters, limit],
	},
	async ({ ledger }, input) =>
		(await ledger.history(refOf(input, 'source'), input.number('limit') ?? 50)).map(historyItem),
);

const counts = ledgerOperation(
	{
		resource: 'ledger',
		name: 'getCounts',
		label: 'Get Counts',
		action: 'Get counts of ledger',
		effect: 'read',
		description:
			'Count links, reviews and due records, and say how long the oldest one has waited. "lastDay" counts what Sync has written in both apps within 24 hours.',
		parameters: [],
	},
	async ({ ledger }) => {
		const { lag, due, ...rest } = await ledger.counts();
		const lastDay = await ledger.written((await ledger.now()) - DAY);
		return { ...rest, due: { ...due }, lagSeconds: Math.round(lag / 1000), lastDay };
	},
);

const number = (
	displayName: string,
	name: string,
	initial: number,
	description: string,
	minValue: number,
): INodeProperties => ({ displayName, name, type: 'number', typeOptions: { minValue }, default: initial, description });
const creates = number(
	'Number of Records',
	'creates',
	100,
	'How many records may be created beyond the limit, such as the number that a preview gave. 0 means any number.',
	0,
);
const hours = number('Hours', 'hours', 24, 'How long they may be created', 1);

const approveCreates = ledgerOperation(
	{
		resource: 'ledger',
		name: 'approveCreates',
		label: 'Approve Creates',
		action: 'Approve creates of pair',
		effect: 'idempotent',
		description:
			'Allow a pair to create more records within an hour than "Create Limit" of its Sync nodes, as for a first load. Records that wait for it are due at once.',
		parameters: [pair, creates, hours],
		keys: () => ['creates'],
	},
	async ({ ledger }, input) => {
		const most = input.number('creates') ?? 0;
		const { released, allows } = await allowCreates(ledger, pairIn(input), {
			within: Math.max(1, input.number('hours') ?? 24) * HOUR,
			...(most > 0 && { creates: most }),
		});
		return {
			pair: pairIn(input),
			released,
			creates: allows.creates ?? 'any number',
			until: new Date(allows.until).toISOString(),
		};
	},
);

const prune = ledgerOperation(
	{
		resource: 'ledger',
		name: 'prune',
		label: 'Prune',
		action: 'Prune ledger',
		effect: 'idempotent',
		description:
			'Remove old history, expired leases and links that ended long ago. Live links, reviews and due records stay.',
		parameters: [historyDays, tombstoneDays],
		keys: () => ['prune'],
	},
	async ({ ledger }, input) => {
		const now = await ledger.now();
		const before = now - Math.max(1, input.number('historyDays') ?? HISTORY_DAYS) * DAY;
		const tombstonesBefore = now - Math.max(TOMBSTONE_DAYS, input.number('tombstoneDays') ?? TOMBSTONE_DAYS) * DAY;
		return { removed: await ledger.prune(before, tombstonesBefore) };
	},
);

export const historyOfRecord: Resource = { name: 'history', label: 'History', operations: [history] };
export const wholeLedger: Resource = {
	name: 'ledger',
	label: 'Ledger',
	operations: [approveCreates, backUpLedger, counts, prune, restoreLedger],
	initial: 'getCounts',
};
