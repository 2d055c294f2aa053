import type { INodeProperties } from 'n8n-workflow';
import { removeLink, saveLink } from '../../../sync/manage/links';
import type { Ledger, Link, RecordRef } from '../../../sync';
import { sameRecord } from '../../../sync/model/types';
import { InputProblem, textOf } from '../../shared/parameters/input';
import type { Resource } from '../../shared/operation';
import { random } from '../../shared/sync/ledger';
import { recordItem } from '../../shared/sync/syncOperation';
import { momentOf } from '../../shared/sync/parseInput';
import { ledgerOperation } from '../ledgerOperation';
import { limit, pair, pairIn, targetRecordParameters, recordParameters, refOf } from '../parameters';
import { linkItem } from '../toItem';
import { linkExistingRecords, rebuildLinks } from './existing';
import { reconcileRecords } from './reconcile';

/** Links read from the ledger at a time: a larger page would hold up everything else for longer. */
const PAGE = 100;

const state: INodeProperties = {
	displayName: 'State',
	name: 'state',
	type: 'options',
	options: [
		{ name: 'Ended', value: 'ended' },
		{ name: 'Live', value: 'live' },
		{ name: 'Live and Ended', value: 'both' },
	],
	default: 'live',
};

const get = ledgerOperation(
	{
		resource: 'link',
		name: 'get',
		label: 'Get',
		action: 'Get links of record',
		description:
			'Get the links of a record, including ended ones. For a record without a link, returns one item that says so.',
		effect: 'read',
		parameters: [pair, ...recordParameters],
	},
	async ({ ledger }, input) => {
		const [named, record] = [pairIn(input), refOf(input, 'source')];
		const links = await ledger.links(named, record);
		return links.length > 0 ? links.map(linkItem) : { linked: false, pair: named, ...recordItem(record) };
	},
);

const getMany = ledgerOperation(
	{
		resource: 'link',
		name: 'getMany',
		label: 'Get Many',
		action: 'Get many links',
		description: 'List the links of a pair',
		effect: 'read',
		parameters: [pair, limit],
		options: [state],
	},
	async ({ ledger }, input) => {
		const wanted = textOf(input.option('state')) || 'live';
		const found: Link[] = [];
		const most = input.number('limit') ?? 50;
		for (let after: string | undefined, more = true; more && found.length < most;) {
			const page = await ledger.listLinks(pairIn(input), after, PAGE);
			found.push(...page.filter((link) => wanted === 'both' || link.state === wanted));
			after = page.at(-1)?.id;
			more = page.length === PAGE;
		}
		return found.slice(0, most).map(linkItem);
	},
);

const createdAt: INodeProperties = {
	displayName: 'Created At',
	name: 'createdAt',
	type: 'dateTime',
	default: '',
	description: 'When the app created the record. Decides which of several records of a person is the newest.',
};

const save = ledgerOperation(
	{
		resource: 'link',
		name: 'save',
		label: 'Save',
		action: 'Save link',
		effect: 'idempotent',
		description:
			'Link two records by hand. If one of them was linked to another record, that link ends. The fields are compared at the next sync.',
		parameters: [pair, ...recordParameters, ...targetRecordParameters],
		options: [createdAt],
	},
	async ({ ledger }, input) => {
		const { head, member } = groupOf(refOf(input, 'source'), refOf(input, 'target'));
		const born = momentOf(input.option('createdAt'), 'createdAt');
		const saved = await saveLink(ledger, random, {
			pair: pairIn(input),
			head,
			member,
			...(born !== undefined && { born }),
		});
		if (!saved)
			throw new InputProblem('sourceId', 'A sync is working on one of these records', 'Run it again in a moment.');
		return linkItem(await linkBetween(ledger, pairIn(input), head, member));
	},
);

/** A contact of GHL may have several customers of Booqable, so it is the head; elsewhere either can be. */
function groupOf(one: RecordRef, other: RecordRef): { head: RecordRef; member: RecordRef } {
	return one.system === 'ghl' ? { head: one, member: other } : { head: other, member: one };
}

async function linkBetween(ledger: Ledger, named: string, one: RecordRef, other: RecordRef): Promise<Link> {
	const links = await ledger.links(named, one);
	const found = links.find(
		(link) => link.state === 'live' && (sameRecord(link.head, other) || sameRecord(link.member, other)),
	);
	if (!found)
		throw new InputProblem('targetId', 'The two records are not linked', '"Get" shows what a record is linked to.');
	return found;
}

const remove = ledgerOperation(
	{
		resource: 'link',
		name: 'remove',
		label: 'Remove',
		action: 'Remove link',
		effect: 'idempotent',
		description:
			'Unlink two records. Both stay as they are; a later edit of one may link it again or create a new record.',
		parameters: [pair, ...recordParameters, ...targetRecordParameters],
	},
	async ({ ledger }, input) => {
		const link = await linkBetween(ledger, pairIn(input), refOf(input, 'source'), refOf(input, 'target'));
		if (!(await removeLink(ledger, link)))
			throw new InputProblem('sourceId', 'A sync changed the link at the same moment', 'Run it again.');
		return { id: link.id, deleted: true };
	},
);

export const link: Resource = {
	name: 'link',
	label: 'Link',
	operations: [get, getMany, linkExistingRecords, rebuildLinks, reconcileRecords, remove, save],
};
