import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Ledger, Review } from '../../../sync';
import { dismissDue, resolveReview, retryNow } from '../../../sync/manage/links';
import { sameRecord } from '../../../sync/model/types';
import { InputProblem } from '../../shared/parameters/input';
import type { Resource } from '../../shared/operation';
import { ledgerOperation } from '../ledgerOperation';
import { limit, pair, pairIn, targetPlace, placeOf, recordParameters, refOf } from '../parameters';
import { dueItem, reviewItem } from '../toItem';

const what: INodeProperties = {
	displayName: 'Resolution',
	name: 'resolution',
	type: 'options',
	options: [
		{ name: 'Dismiss', value: 'dismiss', description: 'Do not try it again until its next event' },
		{ name: 'Retry', value: 'retry', description: 'Make it due now, so that the next "Get Due" returns it' },
	],
	default: 'retry',
};

const getDue = ledgerOperation(
	{
		resource: 'due',
		name: 'getMany',
		label: 'Get Due',
		action: 'Get due records',
		effect: 'read',
		description:
			'List the records that must be synced again by now, the longest due first. They come without fields: read each record again by its ID.',
		parameters: [pair, limit],
	},
	async ({ ledger }, input) => (await ledger.due(input.number('limit') ?? 50, pairIn(input))).map(dueItem),
);

const resolveDue = ledgerOperation(
	{
		resource: 'due',
		name: 'resolve',
		label: 'Resolve',
		action: 'Resolve due record',
		effect: 'idempotent',
		description: 'Retry a due record now, or dismiss it',
		parameters: [pair, ...recordParameters, ...targetPlace, what],
	},
	async ({ ledger }, input) => {
		const { due } = await ledger.known(pairIn(input), refOf(input, 'source'), placeOf(input, 'target'));
		if (!due) return { resolved: false, reason: 'it is not due' };
		const dismissed = input.text('resolution') === 'dismiss';
		await (dismissed ? dismissDue(ledger, due) : retryNow(ledger, due));
		return { resolved: true, ...dueItem(due), resolution: dismissed ? 'dismissed' : 'due now' };
	},
);

const field: INodeProperties = {
	displayName: 'Field Name',
	name: 'field',
	type: 'string',
	default: '',
	placeholder: 'e.g. email',
	description: 'The name of the field as "Get Many" returns it. Leave empty for a question about the record itself.',
};
const winner: INodeProperties = {
	displayName: 'Keep Value From',
	name: 'keep',
	type: 'options',
	options: [
		{ name: 'Target', value: 'target', description: 'The app that the sync writes to: the linked app' },
		{ name: 'Source', value: 'source', description: 'The app that the record comes from' },
	],
	default: 'source',
};

const getReviews = ledgerOperation(
	{
		resource: 'review',
		name: 'getMany',
		label: 'Get Many',
		action: 'Get many reviews',
		effect: 'read',
		description: 'List the questions that wait for a decision',
		parameters: [pair, limit],
	},
	async ({ ledger }, input) => {
		const open = (await ledger.reviews(pairIn(input))).slice(0, input.number('limit') ?? 50);
		return await Promise.all(open.map(async (one) => ({ ...reviewItem(one), ...(await parentsOf(ledger, one)) })));
	},
);

/** Of a note or task: what both records belong to, without which GHL cannot read them. */
async function parentsOf(ledger: Ledger, { pair: named, source }: Review): Promise<IDataObject> {
	const links = await ledger.links(named, source);
	const { head, parents } = links.find(({ state }) => state === 'live') ?? {};
	if (!head || !parents) return {};
	return sameRecord(head, source)
		? { parentId: parents.head, targetParentId: parents.member }
		: { parentId: parents.member, targetParentId: parents.head };
}

const resolveReviewed = ledgerOperation(
	{
		resource: 'review',
		name: 'resolve',
		label: 'Resolve',
		action: 'Resolve review',
		effect: 'idempotent',
		description:
			'Decide which value to keep. The next sync of the record writes it, if both values are still the same; the record is due at once. For a question about the record itself, "Source" creates a new linked record or lets the linked record be deleted with it, and "Target" leaves it unlinked or keeps the linked record. To link it to an existing record, use Link: Save instead.',
		parameters: [pair, ...recordParameters, ...targetPlace, field, winner],
	},
	async ({ ledger }, input) => {
		const { reviews } = await ledger.known(pairIn(input), refOf(input, 'source'), placeOf(input, 'target'));
		const asked = reviews.find((one) => one.field === input.text('field'));
		if (!asked)
			throw new InputProblem(
				'field',
				'No such question waits for this record',
				'Use "Get Many" of the resource Review to list the open questions.',
			);
		const side = input.text('keep') === 'target' ? 'target' : 'source';
		await resolveReview(ledger, asked, side);
		return reviewItem({ ...asked, winner: side });
	},
);

export const due: Resource = { name: 'due', label: 'Due Record', operations: [getDue, resolveDue] };
export const review: Resource = { name: 'review', label: 'Review', operations: [getReviews, resolveReviewed] };
