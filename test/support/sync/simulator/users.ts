import type { SeededRandom } from './random';

/** What a user does at a moment; made before the run, so that a failing history can be cut down. */
export type Action =
	| { readonly at: number; readonly do: 'create'; readonly person: number; readonly side: 0 | 1 }
	| {
			readonly at: number;
			readonly do: 'edit';
			readonly person: number;
			readonly side: 0 | 1;
			readonly field: string;
			readonly value: string;
	  }
	| {
			readonly at: number;
			readonly do: 'tag' | 'untag';
			readonly person: number;
			readonly side: 0 | 1;
			readonly tag: string;
	  }
	| { readonly at: number; readonly do: 'delete'; readonly person: number; readonly side: 0 | 1 };

export interface Crowd {
	readonly people: number;
	readonly edits: number;
	/** Ms over which the edits are spread. */
	readonly span: number;
	readonly deletes: boolean;
	/** From when on users edit the email that a record is found by, by when it was made; at once without it. */
	readonly keysFrom?: (born: number) => number;
}

const FIELDS = ['name', 'email', 'phone', 'city', 'remark'] as const;
/** Area codes that exist: an invalid number would be compared as it is typed. */
const AREAS = ['202', '212', '312', '415', '503', '617', '702', '808', '904', '206'];
const TAGS = ['vip', 'Lead', 'WEDDING', 'late payer'];

/** People are created first, some later; edits come alone, in quick runs, and on both sides at once. */
export function actionsOf(random: SeededRandom, crowd: Crowd): Action[] {
	const actions: Action[] = [];
	const born = Array.from({ length: crowd.people }, (_, person) => {
		const at = person < 2 ? random.between(0, 60_000) : random.between(0, crowd.span / 2);
		actions.push({ at, do: 'create', person, side: random.chance(0.5) ? 0 : 1 });
		return at;
	});
	let made = 0;
	while (made < crowd.edits) {
		const person = random.below(crowd.people);
		const at = random.between(born[person], crowd.span);
		const burst = random.chance(0.3) ? 1 + random.below(4) : 1;
		for (let one = 0; one < burst; one++) {
			actions.push(
				edit(
					random,
					person,
					at + one * random.between(100, 20_000),
					++made,
					crowd.keysFrom?.(born[person]) ?? born[person],
				),
			);
		}
	}
	if (crowd.deletes && random.chance(0.5))
		actions.push({
			at: random.between(crowd.span / 2, crowd.span),
			do: 'delete',
			person: random.below(crowd.people),
			side: random.chance(0.5) ? 0 : 1,
		});
	return actions.filter((action) => !isLost(action, actions, crowd)).sort((one, later) => one.at - later.at);
}

/**
 * Without external IDs, a record whose create was unclear can't be found again when its email and phone were both
 * edited before anybody saw it: the known limit, which users of such a seed keep clear of by leaving the email of new
 * records, and of those created again after a delete, as it is.
 */
function isLost(action: Action, actions: readonly Action[], { keysFrom }: Crowd): boolean {
	if (!keysFrom || action.do !== 'edit' || action.field !== 'email') return false;
	return actions.some((other) => other.do === 'delete' && other.person === action.person && other.at <= action.at);
}

function edit(random: SeededRandom, person: number, at: number, number: number, keysFrom: number): Action {
	const side = random.chance(0.5) ? 0 : 1;
	if (random.chance(0.3)) return { at, do: random.chance(0.6) ? 'tag' : 'untag', person, side, tag: random.pick(TAGS) };
	const field = random.pick(at < keysFrom ? FIELDS.filter((name) => name !== 'email') : FIELDS);
	return {
		at,
		do: 'edit',
		person,
		side,
		field,
		value: valueOf(random, field, person, random.chance(0.15) ? random.below(3) : number),
	};
}

/** A value nobody else has, in one of the spellings users choose. */
export function valueOf(random: SeededRandom, field: string, person: number, number: number): string {
	switch (field) {
		case 'name':
			return `Person${person} Name${number}`;
		case 'email':
			return random.chance(0.5) ? `p${person}.${number}@example.com` : `P${person}.${number}@Example.com `;
		case 'phone':
			return phoneOf(random, person * 400 + number);
		default:
			return random.chance(0.05) ? `${field}` : `${field} ${person}-${number}`;
	}
}

function phoneOf(random: SeededRandom, number: number): string {
	const area = AREAS[number % AREAS.length];
	const line = String(1000 + Math.floor(number / AREAS.length));
	return random.pick([`(${area}) 555-${line}`, `+1${area}555${line}`, `${area}.555.${line}`]);
}
