import type { IDataObject, INode } from 'n8n-workflow';

type Value = string | number | null | undefined;
type Row = Readonly<Record<'id' | 'name' | 'type', string>> & { readonly value: Value };
/**
 * What a person changes in a table, by the names of its rows. `null` deletes the row, a new name adds one; a number
 * that was emptied in the editor is undefined (n8n 2.40.7).
 */
export type Changes = Readonly<Record<string, Value>>;

const rowsOf = ({ assignments }: IDataObject): readonly Row[] =>
	(assignments as unknown as { readonly assignments: readonly Row[] }).assignments; // as n8n writes it

/** The parameters of an Edit Fields node with these changes in its rows. */
export function changed(parameters: IDataObject, changes: Changes): IDataObject {
	const known = rowsOf(parameters);
	const added = Object.entries(changes)
		.filter(([name]) => !known.some((row) => row.name === name))
		.map(([name, value]) => ({ id: name, name, value, type: typeof value }));
	const rows = [...known, ...added].map((row) => ({
		...row,
		value: row.name in changes ? changes[row.name] : row.value,
	}));
	return { ...parameters, assignments: { assignments: rows.filter(({ value }) => value !== null) } };
}

/** The parameters of an Edit Fields node with other values, each by the one that it takes the place of. */
export const renamed = (parameters: IDataObject, names: Readonly<Record<string, string>>): IDataObject =>
	changed(
		parameters,
		Object.fromEntries(
			rowsOf(parameters).flatMap(({ name, value }) => {
				const other = names[String(value)];
				return other === undefined ? [] : [[name, other]];
			}),
		),
	);

/** The node with other parameters where it has this name. */
export const inNode =
	(name: string, change: (parameters: IDataObject) => IDataObject) =>
	(node: INode): INode =>
		node.name === name ? { ...node, parameters: change(node.parameters as IDataObject) as INode['parameters'] } : node;

/** The pipelines and stages of the templates, as the stand-in has them. */
export const ROOFING_IN_STAND_IN = {
	Roofing: 'Rentals',
	'New lead': 'Lead',
	Measuring: 'Quoted',
	'Proposal sent': 'Quoted',
	Sold: 'Booked',
};
export const RENTALS_IN_STAND_IN = { Reserved: 'Quoted', Signed: 'Quoted', Out: 'Booked', Returned: 'Booked' };
