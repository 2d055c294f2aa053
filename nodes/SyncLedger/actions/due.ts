import type { INodeProperties } from 'n8n-workflow';
import { dismissDue, resolveReview, retryNow } from '../../../sync/links';
import { InputProblem } from '../../shared/input';
import type { Resource } from '../../shared/operation';
import { ledgerOperation } from '../ledgerOperation';
import { limit, pair, pairIn, partnerPlace, placeOf, recordParameters, refOf } from '../parameters';
import { dueItem, reviewItem } from '../shown';

const what: INodeProperties = {
	displayName: 'Then',
	name: 'then',
	type: 'options',
	options: [
		{ name: 'Forget It', value: 'dismiss', description: 'It is not tried again until its next event' },
		{ name: 'Try Now', value: 'retry', description: 'The next "Get Due" gives it, whatever its next try was' },
	],
	default: 'retry',
};

const getDue = ledgerOperation(
	{
		resource: 'due', name: 'getMany', label: 'Get Due', action: 'Get due records', effect: 'read',
		description: 'List the records whose sync must be tried again by now, the longest due first. They come without fields: read each one again by its ID.', parameters: [pair, limit],
	},
	async ({ ledger }, input) => (await ledger.due(input.number('limit') ?? 50, pairIn(input))).map(dueItem),
);

const resolveDue = ledgerOperation(
	{ resource: 'due', name: 'resolve', label: 'Resolve', action: 'Resolve due record', effect: 'idempotent', description: 'Have a due record tried at once, or not any more', parameters: [pair, ...recordParameters, ...partnerPlace, what] },
	async ({ ledger }, input) => {
		const { due } = await ledger.known(pairIn(input), refOf(input, 'near'), placeOf(input, 'far'));
		if (!due) return { resolved: false, reason: 'it is not due' };
		const dismissed = input.text('then') === 'dismiss';
		await (dismissed ? dismissDue(ledger, due) : retryNow(ledger, due));
		return { resolved: true, ...dueItem(due), then: dismissed ? 'dismissed' : 'due now' };
	},
);

const field: INodeProperties = { displayName: 'Field Name', name: 'field', type: 'string', default: '', placeholder: 'e.g. email', description: 'As "Get Many" gives it. Empty for a question about the record itself.' };
const winner: INodeProperties = {
	displayName: 'Which Value Stays',
	name: 'winner',
	type: 'options',
	options: [
		{ name: 'That of the Partner', value: 'far' },
		{ name: 'That of the Record', value: 'near' },
	],
	default: 'near',
};

const getReviews = ledgerOperation(
	{ resource: 'review', name: 'getMany', label: 'Get Many', action: 'Get many reviews', effect: 'read', description: 'List the questions that wait for a person', parameters: [pair, limit] },
	async ({ ledger }, input) => (await ledger.reviews(pairIn(input))).slice(0, input.number('limit') ?? 50).map(reviewItem),
);

const resolveReviewed = ledgerOperation(
	{
		resource: 'review', name: 'resolve', label: 'Resolve', action: 'Resolve review', effect: 'idempotent',
		description: 'Answer which value stays. It is written at the next sync of the record, which is due at once, if both values are still the same. Of a question about the record itself: "That of the Record" makes a partner of its own for it, or lets its delete be followed; "That of the Partner" leaves it without one, or keeps the partner. To link it with one that exists, use Link: Save instead.', parameters: [pair, ...recordParameters, ...partnerPlace, field, winner],
	},
	async ({ ledger }, input) => {
		const { reviews } = await ledger.known(pairIn(input), refOf(input, 'near'), placeOf(input, 'far'));
		const asked = reviews.find((one) => one.field === input.text('field'));
		if (!asked) throw new InputProblem('field', 'No such question waits for this record', '"Get Many" of reviews lists those that do.');
		const side = input.text('winner') === 'far' ? 'far' : 'near';
		await resolveReview(ledger, asked, side);
		return reviewItem({ ...asked, winner: side });
	},
);

export const due: Resource = { name: 'due', label: 'Due Record', operations: [getDue, resolveDue] };
export const review: Resource = { name: 'review', label: 'Review', operations: [getReviews, resolveReviewed] };
