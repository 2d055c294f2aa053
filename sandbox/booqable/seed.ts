import { z } from 'zod';
import type { Account, Session } from './models/account';
import { ApiError } from './errors';
import { text, type Json, type StoredRecord, type Values } from './models/records';
import { flat } from './views/view';
import { checkOut } from './rules/checkout';
import { tableOf, tables } from './models/tables';
import { attributeType, mayWrite, readableAttributes } from './models/tables/table';
import { createRecord, removeRecord, updateRecord } from './rules/writes';
import { DEMO_SLUG, OWN_PROPERTIES } from './world';

const json: z.ZodType<Json> = z.lazy(() =>
	z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), z.record(json)]),
);
const values = z.record(json);
const reference = z.object({ type: z.string(), id: z.string() });

const switches = {
	slug: z.string().default(DEMO_SLUG),
	/** With `false`, everything seeded sends its webhooks. */
	silent: z.boolean().default(true),
	/** Whose work it is: by default not the owner of the token, so that nobody mistakes it for the integration's own. */
	by: z.enum(['owner', 'colleague']).default('colleague'),
	/** Changes of existing records, as in a PUT. */
	changes: z.array(reference.extend({ attributes: values })).default([]),
	/** Archives or deletes, as a DELETE does. */
	removals: z.array(reference).default([]),
	/** Orders placed in the online store: each makes a customer of its own. */
	checkouts: z
		.array(
			z.object({
				customer: values,
				order: values.default({}),
				product_id: z.string().optional(),
				quantity: z.number().int().positive().default(1),
			}),
		)
		.default([]),
	/** Takes away every default property but those a new account has, before anything else of the seed is added. */
	plain: z.literal(true).optional(),
	/** See `Strictness`. */
	/** Whether drafts are called concepts. */
	draftsNamedConcept: z.boolean().optional(),
	/** Access tokens that stop working. */
	revokedTokens: z.array(z.string()).default([]),
	/** Calls that count as made this month. */
	apiUsage: z.number().int().nonnegative().optional(),
};

/** The switches above, and any resource that can be created: `{ customers: [{ name: 'Ada' }], notes: [...] }`. */
const seedSchema = z.object(switches).catchall(z.array(values));

export type BooqableSeed = z.input<typeof seedSchema>;

/**
 * Creates and changes records as someone in Booqable would, without a call of the API. Read-only attributes
 * (`created_at`,
 * `number` …) may be given too. Gives what was made, by resource, as flat records.
 * @throws Error with a sentence for an unknown resource or attribute, and for what the API would refuse
 */
export function seedAccount(accounts: ReadonlyMap<string, Account>, input: unknown): Record<string, Values[]> {
	const {
		slug,
		silent,
		by,
		changes,
		removals,
		checkouts,
		revokedTokens,
		apiUsage,
		plain,
		draftsNamedConcept,
		...resources
	} = seedSchema.parse(input ?? {});
	const account = accounts.get(slug);
	if (!account) throw new Error(`There is no account "${slug}". There are: ${[...accounts.keys()].join(', ')}.`);
	const employee = account.all('employees')[by === 'owner' ? 0 : 1];
	if (!employee) throw new Error(`The account "${slug}" has no ${by}.`);
	const session = { account, employee };
	if (plain) removeProperties(account);
	if (draftsNamedConcept !== undefined) account.draftsNamedConcept = draftsNamedConcept;
	for (const token of revokedTokens) account.tokens.delete(token);
	if (apiUsage !== undefined) account.monthlyCalls.use(slug, apiUsage);
	return account.quietly(silent, () => ({
		...Object.fromEntries(
			Object.entries(resources).map(([type, rows]) => [
				type,
				rows.map((row) => refusalAsSentence(type, () => flat(account, seedOne(session, type, row)))),
			]),
		),
		...present(
			'checkouts',
			checkouts.map((each) =>
				flat(
					account,
					refusalAsSentence('checkouts', () => checkOut(session, each)),
				),
			),
		),
		...present(
			'changes',
			changes.map(({ type, id, attributes }) =>
				flat(
					account,
					refusalAsSentence(type, () => updateRecord(session, known(account, type, id), attributes)),
				),
			),
		),
		...present(
			'removals',
			removals.map(({ type, id }) =>
				flat(
					account,
					refusalAsSentence(type, () => removeRecord(session, known(account, type, id))),
				),
			),
		),
	}));
}

function removeProperties(account: Account): void {
	for (const property of account.all('default_properties')) {
		if (!OWN_PROPERTIES.includes(text(property.values.identifier))) account.delete(property);
	}
}

const present = (name: string, rows: Values[]): Record<string, Values[]> => (rows.length > 0 ? { [name]: rows } : {});

function known(account: Account, type: string, id: string): StoredRecord {
	const record = tables.has(type) ? account.find(type, id) : undefined;
	if (!record) throw new Error(`There is no ${type} with id ${id}.`);
	return record;
}

function seedOne(session: Session, type: string, row: Values): StoredRecord {
	const table = tables.get(type);
	if (!table) throw new Error(`There is no resource "${type}".`);
	const unknown = Object.keys(row).filter((name) => !attributeType(table, name));
	if (unknown.length > 0) throw new Error(`${type} have no attribute ${unknown.join(', ')}.`);
	const written = Object.entries(row).filter(([name]) => mayWrite(table, name, true));
	const forced = Object.entries(row).filter(
		([name]) => !mayWrite(table, name, true) && name !== 'id' && readableAttributes(table).includes(name),
	);
	const record = createRecord(session, type, Object.fromEntries(written));
	// Read-only attributes are the seed's to choose, and choosing one is no change of the record.
	if (forced.length > 0) session.account.force(record, Object.fromEntries(forced));
	return record;
}

function refusalAsSentence<Result>(type: string, work: () => Result): Result {
	try {
		return work();
	} catch (error) {
		if (error instanceof ApiError)
			throw new Error(`${tables.has(type) ? tableOf(type).type : type}: ${JSON.stringify(error.body)}`);
		throw error;
	}
}
