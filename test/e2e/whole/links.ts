import type { Sandbox } from '../../../sandbox/server';
import type { Ledger } from '../../../sync/ledger/ledger';
import { contacts, customers } from '../contacts';
import {
	appointmentsOf,
	bodyOf,
	businessOf,
	noteOfTask,
	notesOfContact,
	notesOfCustomer,
	ordersOf,
	rows,
	stepsOf,
	taskNotesOf,
	tasksOf,
	textOf,
	titleOf,
} from './records';

export const PAIRS = ['contacts', 'notes', 'tasks', 'appointments', 'milestones', 'companies'] as const;
type Pair = (typeof PAIRS)[number];

/** A record as it is told from others: its ID, and what it says, which its linked record must say too. */
interface End {
	readonly id: string;
	readonly says: string;
}

/**
 * Live links of the ledger whose ends are not a record of each app that say the same, records that have no link, and
 * those that have two; in words.
 */
export async function wrongLinks(ledger: Ledger, sandbox: Sandbox): Promise<string[]> {
	const wrong: string[] = [];
	for (const pair of PAIRS) {
		const links = (await ledger.listLinks(pair, undefined, 10_000)).filter(({ state }) => state === 'live');
		const found = links.map(({ head, member }) =>
			head.system === 'ghl' ? { ghl: head.id, booqable: member.id } : { ghl: member.id, booqable: head.id },
		);
		const [left, right] = endsOf(sandbox, pair);
		const says = (ends: readonly End[], id: string) => ends.find((end) => end.id === id)?.says;
		wrong.push(
			...found
				.filter((link) => says(left, link.ghl) === undefined || says(left, link.ghl) !== says(right, link.booqable))
				.map(
					(link) =>
						`${pair}: ${link.ghl} (${says(left, link.ghl)}) is linked to ${link.booqable} (${says(right, link.booqable)})`,
				),
			...left
				.filter(({ id }) => found.filter((link) => link.ghl === id).length !== 1)
				.map(
					({ id, says: what }) =>
						`${pair}: ${id} (${what}) of GHL is linked ${found.filter((link) => link.ghl === id).length} times`,
				),
			...right
				.filter(({ id }) => found.filter((link) => link.booqable === id).length !== 1)
				.map(
					({ id, says: what }) =>
						`${pair}: ${id} (${what}) of Booqable is linked ${found.filter((link) => link.booqable === id).length} times`,
				),
		);
	}
	return wrong;
}

/** All records that must be linked: those of GHL, and those of Booqable. */
function endsOf(sandbox: Sandbox, pair: Pair): readonly [End[], End[]] {
	const [left, right] = [contacts(sandbox), customers(sandbox)];
	const emailOf = (id: unknown): string => right.find((one) => one.id === id)?.email ?? '';
	switch (pair) {
		case 'contacts':
			return [left.map(({ id, email }) => ({ id, says: email })), right.map(({ id, email }) => ({ id, says: email }))];
		case 'notes':
			return [
				left.flatMap((one) =>
					notesOfContact(sandbox, one).map((note) => ({ id: note.id, says: `${one.email} ${textOf(note)}` })),
				),
				right.flatMap((one) =>
					notesOfCustomer(sandbox, one).map((note) => ({ id: note.id, says: `${one.email} ${bodyOf(note)}` })),
				),
			];
		case 'tasks':
			return [
				left.flatMap((one) =>
					tasksOf(sandbox, one).map((task) => ({ id: task.id, says: `${one.email} ${noteOfTask(task)}` })),
				),
				right.flatMap((one) =>
					taskNotesOf(sandbox, one).map((note) => ({ id: note.id, says: `${one.email} ${bodyOf(note)}` })),
				),
			];
		case 'appointments': {
			const ends = left.flatMap((one) =>
				appointmentsOf(sandbox, one).map(({ id, title }) => ({ id, says: `${one.email} ${title}` })),
			);
			const orders = right.flatMap((one) =>
				ordersOf(sandbox, one).map((order) => ({ id: order.id, says: `${one.email} ${titleOf(order)}` })),
			);
			return [ends, orders.filter(({ says }) => ends.some((end) => end.says === says))];
		}
		case 'milestones': {
			const ends = left.flatMap((one) =>
				stepsOf(sandbox, one).map(({ id, title }) => ({ id, says: `${one.email} ${title}` })),
			);
			const steps = right.flatMap((one) =>
				ordersOf(sandbox, one).flatMap(({ id, number }) => [
					{ id: `${id}:prepare`, says: `${one.email} Prepare order #${String(number)}` },
					{ id: `${id}:return`, says: `${one.email} Take back order #${String(number)}` },
				]),
			);
			return [ends, steps.filter(({ says }) => ends.some((end) => end.says === says))];
		}
		case 'companies':
			return [
				left.flatMap((one) => {
					const business = businessOf(sandbox, one);
					return business ? [{ id: business.id, says: one.email }] : [];
				}),
				rows(sandbox, 'customers')
					.filter(({ legal_type }) => legal_type === 'commercial')
					.map(({ id }) => ({ id, says: emailOf(id) })),
			];
	}
}
