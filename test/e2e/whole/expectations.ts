import { TASK_TITLE } from '../../../launcher/verify';
import { bodyOf, notesOfContact, notesOfCustomer, tasksOf } from './records';
import { canonicalTags } from '../../../sync/model/canonical';
import type { Sandbox } from '../../../sandbox/server';
import { contacts, customers } from '../contacts';

/**
 * Edits of one field on both sides within this time may be settled either way: in between n8n is killed, and polls come
 * once a minute.
 */
const TOGETHER_MS = 240_000;

type Side = 'ghl' | 'booqable';

/** What users asked for last: nothing of it may be lost, and nothing they deleted may come back. */
export class Expectations {
	private readonly fields = new Map<string, Map<Side, { readonly value: string; readonly at: number }>>();
	/** How many notes of each text a person has. */
	private readonly notes = new Map<string, Map<string, number>>();
	private readonly lastNote = new Map<string, { readonly side: Side; readonly at: number }>();
	/** Emails of those who began as customers: their new contact gets one onboarding task. */
	private readonly customers = new Set<string>();
	private readonly tasks = new Map<string, { readonly title: string; readonly completed: boolean }>();

	field(side: Side, name: string, value: string): void {
		this.fields.set(
			name,
			(this.fields.get(name) ?? new Map<Side, { value: string; at: number }>()).set(side, { value, at: Date.now() }),
		);
	}

	/**
	 * Several notes of one text can't be told apart from outside: whether the other side may have changed one of them
	 * lately.
	 */
	isContested(side: Side, email: string, body: string): boolean {
		const last = this.lastNote.get(`${email} ${body}`);
		return last !== undefined && last.side !== side && Date.now() - last.at < TOGETHER_MS;
	}

	noteAdded(email: string, body: string): void {
		const own = this.notes.get(email) ?? new Map<string, number>();
		this.notes.set(email, own.set(body, (own.get(body) ?? 0) + 1));
	}

	noteGone(side: Side, email: string, body: string): void {
		const own = this.notes.get(email);
		own?.set(body, Math.max(0, (own.get(body) ?? 0) - 1));
		this.lastNote.set(`${email} ${body}`, { side, at: Date.now() });
	}

	customer(email: string): void {
		this.customers.add(email);
	}

	task(id: string, as: { readonly title: string; readonly completed: boolean } | undefined): void {
		if (as) this.tasks.set(id, as);
		else this.tasks.delete(id);
	}

	taskOf(id: string): { readonly title: string; readonly completed: boolean } | undefined {
		return this.tasks.get(id);
	}

	/** What is not as users left it, in words. */
	missed(sandbox: Sandbox, found: (name: string) => string | undefined): string[] {
		const lost = [...this.fields]
			.filter(([name, sides]) => !allowed(sides).includes(found(name) ?? ''))
			.map(([name, sides]) => `${name} is ${found(name)} instead of ${allowed(sides).join(' or ')}`);
		return [...lost, ...this.missedNotes(sandbox), ...this.missedTasks(sandbox), ...this.missedOnboarding(sandbox)];
	}

	private missedNotes(sandbox: Sandbox): string[] {
		const sides = [
			...customers(sandbox).map((one) => ({
				where: 'Booqable',
				email: one.email,
				found: notesOfCustomer(sandbox, one).map(bodyOf),
			})),
			...contacts(sandbox).map((one) => ({
				where: 'GHL',
				email: one.email,
				found: notesOfContact(sandbox, one).map(({ body }) => body ?? ''),
			})),
		];
		return sides.flatMap(({ where, email, found }) => {
			const expected = [...(this.notes.get(email) ?? [])].flatMap(([body, count]) =>
				Array.from({ length: count }, () => body),
			);
			return bag(expected) === bag(found)
				? []
				: [`${email} has the notes ${bag(found)} in ${where} instead of ${bag(expected)}`];
		});
	}

	private missedTasks(sandbox: Sandbox): string[] {
		const found = contacts(sandbox)
			.flatMap((contact) => tasksOf(sandbox, contact))
			.filter(({ title }) => title !== TASK_TITLE)
			.map(({ id, title, completed }) => `${id} ${title} ${completed}`);
		const expected = [...this.tasks].map(([id, { title, completed }]) => `${id} ${title} ${completed}`);
		return bag(found) === bag(expected) ? [] : [`the tasks are ${bag(found)} instead of ${bag(expected)}`];
	}

	private missedOnboarding(sandbox: Sandbox): string[] {
		const found = contacts(sandbox).flatMap((contact) =>
			tasksOf(sandbox, contact)
				.filter(({ title }) => title === TASK_TITLE)
				.map(() => contact.email),
		);
		return bag(found) === bag([...this.customers])
			? []
			: [`${bag(found)} have an onboarding task instead of ${bag([...this.customers])}`];
	}
}

/** The later of two edits; either of them when they were made together. */
function allowed(sides: ReadonlyMap<Side, { readonly value: string; readonly at: number }>): string[] {
	const [last, before] = [...sides.values()].sort((one, other) => other.at - one.at);
	return before && last.at - before.at < TOGETHER_MS ? [last.value, before.value] : [last.value];
}

export const bag = (texts: readonly string[]): string => [...texts].sort().join(' | ');
export const tagText = (tags: readonly string[]): string => canonicalTags(tags).join(',');
