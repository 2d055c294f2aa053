import type { SeededRandom } from './random';

export type ChildKind = 'note' | 'task';
export type Side = 0 | 1;

/** What a user does at a moment in the whole world. Children are named by a reference that is never edited. */
export type WholeAction =
	| { readonly at: number; readonly do: 'create'; readonly person: number; readonly side: Side }
	| {
			readonly at: number;
			readonly do: 'edit';
			readonly person: number;
			readonly side: Side;
			readonly field: 'name' | 'city';
			readonly value: string;
	  }
	| { readonly at: number; readonly do: 'delete' | 'restore'; readonly person: number; readonly side: Side }
	/** One service makes one contact of two: the children move, and the other is gone. */
	| { readonly at: number; readonly do: 'merge'; readonly person: number; readonly into: number }
	| {
			readonly at: number;
			readonly do: 'add';
			readonly person: number;
			readonly side: Side;
			readonly kind: ChildKind;
			readonly ref: string;
			readonly text: string;
	  }
	| {
			readonly at: number;
			readonly do: 'change';
			readonly side: Side;
			readonly kind: ChildKind;
			readonly ref: string;
			readonly text: string;
			readonly completed?: true;
	  }
	| { readonly at: number; readonly do: 'drop'; readonly side: Side; readonly kind: ChildKind; readonly ref: string };

export interface WholeCrowd {
	readonly people: number;
	readonly edits: number;
	/** Ms over which it all happens. */
	readonly span: number;
}

const FATES = ['none', 'none', 'delete', 'restore', 'merge'] as const;

/**
 * People and their children are made, edited and deleted on both sides; one person may be deleted, come back, or be
 * merged into another.
 */
export function wholeActionsOf(random: SeededRandom, { people, edits, span }: WholeCrowd): WholeAction[] {
	const actions: WholeAction[] = [];
	const side = (): Side => (random.chance(0.5) ? 0 : 1);
	const born = Array.from({ length: people }, (_, person) => {
		const at = random.between(0, person < 2 ? 60_000 : span / 3);
		actions.push({ at, do: 'create', person, side: side() });
		return at;
	});
	const children = Array.from({ length: people * 3 }, (_, number) => {
		const person = number % people;
		const kind: ChildKind = random.chance(0.5) ? 'note' : 'task';
		const at = random.between(born[person], span * 0.7);
		const child = { kind, ref: `${kind}-${number}`, at };
		actions.push({ ...child, do: 'add', person, side: side(), text: textOf(random, number) });
		return child;
	});
	for (let number = 0; number < edits; number++) {
		const child = random.pick(children);
		const at = random.between(child.at, span);
		const { kind, ref } = child;
		if (random.chance(0.25)) {
			const person = random.below(people);
			actions.push({
				at: random.between(born[person], span),
				do: 'edit',
				person,
				side: side(),
				field: random.chance(0.5) ? 'name' : 'city',
				value: `value ${number}`,
			});
		} else if (random.chance(0.12)) actions.push({ at, do: 'drop', side: side(), kind, ref });
		else
			actions.push({
				at,
				do: 'change',
				side: side(),
				kind,
				ref,
				text: textOf(random, 100 + number),
				...(random.chance(0.3) ? { completed: true } : {}),
			});
	}
	return [...actions, ...fateOf(random, people, span)].sort((one, later) => one.at - later.at);
}

function fateOf(random: SeededRandom, people: number, span: number): WholeAction[] {
	const fate = random.pick(FATES);
	const person = random.below(people);
	const side: Side = random.chance(0.5) ? 0 : 1;
	const at = random.between(span / 2, span * 0.9);
	if (fate === 'none') return [];
	if (fate === 'merge') return [{ at, do: 'merge', person, into: (person + 1) % people }];
	const gone: WholeAction = { at, do: 'delete', person, side };
	return fate === 'delete'
		? [gone]
		: [gone, { at: at + random.between(60_000, span / 3), do: 'restore', person, side }];
}

const textOf = (random: SeededRandom, number: number): string => (random.chance(0.2) ? 'Call back' : `Text ${number}`);
