import type { Ledger } from '../../../../sync/ledger/ledger';
import { REPAIR, START, type Outage } from './simulation';
import { fieldsOf, LANES, type Stock } from './wholeLanes';
import type { Report } from './simulate';

/** What became of people, and what is wrong at rest in the light of it. */
export class Outcomes {
	/** People that were deleted or merged, and those that came back; with them the families of their children. */
	readonly touched = new Set<string>();
	readonly restored = new Set<string>();
	/** From when until when one record of a person was gone. */
	readonly gone = new Map<string, { from: number; until: number }>();
	/** Of merged people one record takes over the fields of the other, its reference too: nobody can tell them apart. */
	readonly merged = new Set<string>();
	/**
	 * What an unclear create had made and a user deleted before anybody knew of it, and whose creation was told
	 * afterwards, by a snapshot that nobody read again: nothing tells it from a new record. Counted as a window.
	 */
	readonly ghosts = new Set<string>();
	/** Whose child each reference is. */
	readonly families = new Map<string, string>();

	constructor(readonly outage: Outage | undefined) {}

	/**
	 * Where a person was deleted or merged, a side may be without a record; two of them, or one that came back unbidden,
	 * are wrong all the same.
	 */
	isWrong(problem: string): boolean {
		const ref = problem.split(' ')[0];
		const person = this.families.get(ref) ?? ref;
		if (this.merged.has(ref) || this.ghosts.has(ref)) return false;
		if (!this.touched.has(person)) return true;
		if (problem.includes('came back')) return !this.restored.has(person);
		return /has [2-9] records|records after a delete/.test(problem);
	}

	/**
	 * The third system, and the notes that are made of tasks: each record of the first has one there that says the same,
	 * and nothing else is there, but under archived records. What is deleted while its contact has no linked record, or
	 * just before, leaves its copy behind.
	 */
	copies(stock: Stock): string[] {
		const problems: string[] = [];
		const oneWay = LANES.filter(({ pair, to }) => to === 'copy' || pair === 'task notes');
		for (const lane of oneWay) {
			const parents = stock[lane.to].contact.records;
			const there = stock[lane.to][lane.as]
				.alive()
				.filter(({ fields }) => parents.get(String(fields.parent))?.archived !== true);
			for (const ref of new Set([...stock.crm[lane.kind].records.values()].map(({ fields }) => String(fields.ref)))) {
				const name = lane.pair === 'task notes' ? `of ${ref}` : ref;
				const [source, ...twins] = stock.crm[lane.kind].alive().filter(({ fields }) => fields.ref === ref);
				const target = there.filter(({ fields }) => fields.ref === name);
				if (this.merged.has(ref) || this.ghosts.has(ref)) continue;
				const isTouched = this.touched.has(this.families.get(ref) ?? ref);
				const expected = source ? 1 : 0;
				const left = [...stock.crm[lane.kind].records.values()].filter(
					({ archived, version, fields }) => archived && fields.ref === ref && this.#wasAlone(ref, version),
				);
				if (target.length > 1 + twins.length + left.length || (!isTouched && target.length !== expected))
					problems.push(`${ref} has ${target.length} copies by ${lane.pair} in ${lane.to}, not ${expected}`);
				if (isTouched || !source || target.length !== 1) continue;
				for (const [field, value] of Object.entries(fieldsOf(lane, source))) {
					if (String(target[0].fields[field] ?? '') !== String(value ?? ''))
						problems.push(`${ref} ${field} differs in its copy by ${lane.pair} in ${lane.to}`);
				}
			}
		}
		return problems;
	}

	/** Whether somebody's contact or customer was gone at that time, or about to be, when Repair has not looked yet. */
	#wasAlone(ref: string, at: number): boolean {
		const gone = this.gone.get(this.families.get(ref) ?? ref);
		if (!gone) return false;
		const { from, lasts } = this.outage ?? { from: Number.POSITIVE_INFINITY, lasts: 0 };
		const [down, up] = [START + from, START + from + lasts];
		const isDown = (time: number) => time >= down && time < up;
		const [before, after] = [gone.from - 3 * REPAIR, gone.until + 2 * REPAIR];
		// An outage in between puts off when Repair looked, and looks again.
		const last = isDown(before) || isDown(gone.from) ? down - 3 * REPAIR : before;
		const next = isDown(gone.until) || isDown(after) ? up + 2 * REPAIR : after;
		return at >= last && at <= next;
	}
}

/** Records with two live links. */
export async function linkedTwice(ledger: Ledger): Promise<string[]> {
	const problems: string[] = [];
	for (const { pair } of LANES.filter(({ from, kind }) => from === 'crm' && kind !== 'contact')) {
		const seen = new Set<string>();
		for (const { state, head, member } of await ledger.listLinks(pair, undefined, 10_000)) {
			if (state !== 'live') continue;
			const key = [head, member]
				.map(({ system, id }) => `${system} ${id}`)
				.sort()
				.join(' = ');
			for (const end of [
				`${head.system} ${head.id} ${member.system}`,
				`${member.system} ${member.id} ${head.system}`,
			]) {
				if (seen.has(end)) problems.push(`${pair}: two links of ${end} (${key})`);
				seen.add(end);
			}
		}
	}
	return problems;
}

/** By the words of the oracles and of this world. */
export function countsOf(problems: readonly string[]): Report['counts'] {
	const count = (words: RegExp) => problems.filter((text) => words.test(text)).length;
	return {
		duplicate: count(/ has [2-9]|records after a delete|two links/),
		missing: count(/ has 0 /),
		differs: count(/ differs /),
		lost: count(/ should be /),
		cameBack: count(/came back/),
		review: count(/^review of/),
	};
}
