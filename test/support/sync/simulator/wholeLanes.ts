import type { ChildStore } from './children';
import type { SimulatedService, StoredRecord } from './service';

/** Two systems exchange contacts, notes and tasks; the third gets all of it from the first. */
export const SYSTEMS = ['crm', 'rental', 'copy'] as const;
export type System = (typeof SYSTEMS)[number];
export const KINDS = ['contact', 'note', 'task'] as const;
export type Kind = (typeof KINDS)[number];

export const FIELDS: Readonly<Record<Kind, readonly string[]>> = {
	contact: ['name', 'email', 'city', 'ref'],
	note: ['body', 'ref'],
	task: ['title', 'body', 'dueDate', 'completed', 'ref'],
};

/** One workflow: records of one kind go from one system to another. */
export interface Lane {
	readonly pair: string;
	readonly kind: Kind;
	readonly from: System;
	readonly to: System;
	/** The kind they are there. */
	readonly as: Kind;
}

export const LANES: readonly Lane[] = [
	...KINDS.flatMap((kind): Lane[] => [
		{ pair: `${kind}s`, kind, as: kind, from: 'crm', to: 'rental' },
		{ pair: `${kind}s`, kind, as: kind, from: 'rental', to: 'crm' },
		{ pair: `${kind}s`, kind, as: kind, from: 'crm', to: 'copy' },
	]),
	{ pair: 'task notes', kind: 'task', as: 'note', from: 'crm', to: 'rental' },
];

/** The records of each system. */
export type Stock = Readonly<
	Record<System, Readonly<{ contact: SimulatedService; note: ChildStore; task: ChildStore }>>
>;

/** The mapping of a workflow. */
export function fieldsOf({ pair, kind }: Lane, { fields }: StoredRecord): Record<string, unknown> {
	if (pair === 'task notes')
		return { body: `Task: ${String(fields.title)}: ${String(fields.body)}`, ref: `of ${String(fields.ref)}` };
	return Object.fromEntries(FIELDS[kind].map((field) => [field, fields[field] ?? null]));
}
