import { CREATES, type Change, type CreateAllowance, type Ledger, type Review } from '../ledger/ledger';
import { EMPTY_MARK } from '../model/baseline';
import { HELD } from '../model/causes';

/** Rows per commit: a transaction stays short. */
const BATCH = 100;

/** How long an answer to the question allows creates (ms): a large load takes hours. */
const DAY = 24 * 3_600_000;

/** What may be created beyond the limit: any number for a day unless said otherwise. */
export interface Allowance {
	/** Ms from now. */
	readonly within?: number;
	readonly creates?: number;
}

/**
 * Allows a pair to create more records within an hour than the safeguard does, as for a first load, and makes those
 * that wait for it due. Allowed creates do not count for the limit afterwards. Returns how many waited.
 */
export async function allowCreates(
	ledger: Ledger,
	pair: string,
	{ within = DAY, creates }: Allowance = {},
): Promise<{ released: number; allows: CreateAllowance }> {
	const from = await ledger.now();
	const allows = { from, until: from + within, ...(creates !== undefined && { creates }) };
	const { question, others } = await questionsOf(ledger, pair);
	const row: Review = { ...(question ?? inAdvance(pair, from)), winner: 'source', allows };
	await ledger.commit([...others.map(dropOf), { put: 'review', row }]);
	const released = await eachWaiting(ledger, pair, (due) => ({ put: 'due', row: { ...due, nextAt: from } }));
	return { released, allows };
}

/** Leaves the records that wait uncreated until they change again, and closes the question. Returns how many waited. */
export async function refuseCreates(ledger: Ledger, pair: string): Promise<number> {
	const dismissed = await eachWaiting(ledger, pair, ({ source, target }) => ({ drop: 'due', pair, source, target }));
	const { question, others } = await questionsOf(ledger, pair);
	await ledger.commit([...(question ? [question] : []), ...others].map(dropOf));
	return dismissed;
}

type Waiting = Awaited<ReturnType<Ledger['waitingFor']>>[number];

async function eachWaiting(ledger: Ledger, pair: string, changeOf: (due: Waiting) => Change): Promise<number> {
	let count = 0;
	for (;;) {
		const rows = await ledger.waitingFor(pair, HELD, BATCH);
		if (rows.length === 0) return count;
		await ledger.commit(rows.map(changeOf));
		count += rows.length;
	}
}

/** The question of the pair; more than one where both directions reached the limit at the same moment. */
async function questionsOf(ledger: Ledger, pair: string): Promise<{ question?: Review; others: readonly Review[] }> {
	const { question } = await ledger.creates(pair, await ledger.now(), 1);
	const open = (await ledger.reviews(pair)).filter(({ field }) => field === CREATES);
	const [first, ...others] = open.length > 0 ? open : question ? [question] : [];
	const answered = question && open.length > 0 && question.winner !== undefined ? [question] : [];
	return { ...(first && { question: first }), others: [...others, ...answered] };
}

const dropOf = ({ pair, source, target, field }: Review): Change => ({ drop: 'review', pair, source, target, field });

/** For creates that are allowed before any had to wait: of no app in particular. */
const inAdvance = (pair: string, at: number): Review => ({
	pair,
	source: { system: '', account: '', id: '' },
	target: { system: '', account: '' },
	field: CREATES,
	cause: 'Creates were allowed in advance',
	desired: EMPTY_MARK,
	found: EMPTY_MARK,
	at,
});
