import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Ledger, Place, Review } from '../../../sync';
import { CREATES } from '../../../sync/ledger/ledger';
import { allowCreates, refuseCreates } from '../../../sync/manage/creates';
import { dismissDue, resolveReview, retryNow } from '../../../sync/manage/links';
import { sameRecord } from '../../../sync/model/types';
import { InputProblem } from '../../shared/parameters/input';
import type { Resource } from '../../shared/operation';
import { ledgerOperation } from '../ledgerOperation';
import { limit, pair, pairIn, targetPlace, placeOf, recordParameters, refOf, takenFromItem } from '../parameters';
import { appName, dueItem, reviewItem } from '../toItem';

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

const includeLater: INodeProperties = {
	displayName: 'Include Later',
	name: 'includeLater',
	type: 'boolean',
	default: true,
	description: 'Whether to return also the records whose time has not come, such as one that failed and is tried again',
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
		options: [includeLater],
	},
	async ({ ledger }, input) =>
		(await ledger.due(input.number('limit') ?? 50, pairIn(input), input.option('includeLater') === true)).map(dueItem),
);

const resolveDue = ledgerOperation(
	{
		resource: 'due',
		name: 'resolve',
		label: 'Resolve',
		action: 'Resolve due record',
		effect: 'idempotent',
		description: 'Retry a due record now, or dismiss it',
		parameters: [...[pair, ...recordParameters, ...targetPlace].map(takenFromItem), what],
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
		{ name: 'Booqable', value: 'booqable' },
		{ name: 'GHL', value: 'ghl' },
		{ name: 'Roofr', value: 'roofr' },
		{ name: 'Source', value: 'source', description: 'The app that the record comes from' },
		{ name: 'Target', value: 'target', description: 'The app that the sync writes to: the linked app' },
	],
	default: 'source',
	description: 'The app whose value stays, by its name or by its part in the question',
};

/** The side whose app was chosen. Throws `InputProblem`. */
function sideOf(chosen: string, source: Place, target: Place): 'source' | 'target' {
	if (chosen === 'source' || chosen === 'target') return chosen;
	const sides = (['source', 'target'] as const).filter(
		(side) => (side === 'source' ? source : target).system === chosen,
	);
	if (sides.length === 1) return sides[0];
	throw new InputProblem(
		'keep',
		`${sides.length === 0 ? 'Neither' : 'Each'} side of the question is of ${appName(chosen)}`,
		`Choose ${appName(source.system)} or ${appName(target.system)}, or "Source" or "Target".`,
	);
}

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
async function parentsOf(ledger: Ledger, { pair: named, source, parent }: Review): Promise<IDataObject> {
	const links = await ledger.links(named, source);
	const { head, parents } = links.find(({ state }) => state === 'live') ?? {};
	if (!head || !parents) return parent ? { parentId: parent.id } : {};
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
			'Decide which value to keep. The next sync of the record writes it, unless one of the two values has changed by then; the record is due at once. Takes the item that "Get Many" gave. For a question about the record itself, "Source" creates a new linked record or lets the linked record be deleted with it, and "Target" leaves it unlinked or keeps the linked record. To link it to an existing record, use Link: Save instead. For the question whether a pair may create many records, "Source" creates those that wait, for a day, and "Target" leaves them until they change again.',
		parameters: [...[pair, ...recordParameters, ...targetPlace, field].map(takenFromItem), winner],
	},
	async ({ ledger }, input) => {
		const [source, target] = [placeOf(input, 'source'), placeOf(input, 'target')];
		const side = sideOf(input.text('keep') || 'source', source, target);
		if (input.text('field') === CREATES) return await answerCreates(ledger, pairIn(input), side);
		const { reviews } = await ledger.known(pairIn(input), refOf(input, 'source'), target);
		const question = reviews.find((one) => one.field === input.text('field'));
		if (!question)
			throw new InputProblem(
				'field',
				'No such question waits for this record',
				'Use "Get Many" of the resource Review to list the open questions.',
			);
		await resolveReview(ledger, question, side);
		return reviewItem({ ...question, winner: side });
	},
);

/** The question about the creates of a pair: all that wait are created, or none. */
async function answerCreates(ledger: Ledger, named: string, side: 'source' | 'target'): Promise<IDataObject> {
	const question = (await ledger.reviews(named)).find((one) => one.field === CREATES);
	if (!question)
		throw new InputProblem(
			'field',
			'No question about the creates of this pair is open',
			'To allow creates in advance, use Ledger: Approve Creates.',
		);
	if (side === 'source') await allowCreates(ledger, named);
	else await refuseCreates(ledger, named);
	return reviewItem({ ...question, winner: side });
}

export const due: Resource = { name: 'due', label: 'Due Record', operations: [getDue, resolveDue] };
export const review: Resource = { name: 'review', label: 'Review', operations: [getReviews, resolveReviewed] };
