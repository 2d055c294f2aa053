import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
	NodeHelpers,
	type INode,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
	type IConnections,
} from 'n8n-workflow';
import * as house from '../../index';
import { DEMO_SLUG } from '../../sandbox/booqable/world';
import { LOCATION_US } from '../../sandbox/ghl/world';
import { ROOT } from '../support/root';

/** A template as n8n's editor imports it. */
interface Template {
	readonly id: string;
	readonly name: string;
	readonly nodes: readonly INode[];
	readonly connections: IConnections;
}

const OWN = 'n8n-nodes-ghl-booqable-roofr.';
const folder = path.join(ROOT, 'workflows');
const templates = readdirSync(folder).map(
	(file) => [file, JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Template] as const,
);

const descriptions = new Map(
	Object.values(house)
		.map((one) => new (one as new () => Partial<INodeType>)())
		.flatMap(({ description }) => (description ? [[OWN + description.name, description] as const] : [])),
);
const own = ({ nodes }: Template): INode[] => nodes.filter(({ type }) => type.startsWith(OWN));

/** n8n makes a tool of a node: the same node, with a text for the model. */
const isTool = ({ type }: INode): boolean => type.endsWith('Tool');
const OF_A_TOOL = ['descriptionType', 'toolDescription'];

const descriptionOf = ({ type }: INode): INodeTypeDescription => {
	const description = descriptions.get(type.replace(/Tool$/, ''));
	if (!description) throw new Error(`There is no node ${type}`);
	return description;
};

/** A row of Edit Fields. */
type Row = Readonly<Record<'id' | 'name' | 'type' | 'value', unknown>>;

interface Box {
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
}

/** What the editor draws: a note as large as it says, a node of 96 with its name and subtitle below. */
function boxOf({ position: [left, top], parameters: { width = 96, height = 150 } }: INode): Box {
	return { left, top, right: left + Number(width), bottom: top + Number(height) };
}

const overlap = (one: Box, other: Box): boolean =>
	one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

/** How high the text of a note is at least, at seven points a letter. */
function heightOf({ content, width }: INode['parameters']): number {
	const letters = (Number(width) - 30) / 7;
	return String(content)
		.split('\n\n')
		.reduce((sum, paragraph) => {
			const scale = paragraph.startsWith('## ') ? 1.7 : 1;
			return sum + Math.ceil((paragraph.replace(/[*#]/g, '').length * scale) / letters) * 19 * scale + 10;
		}, 20);
}

/** The parameters that the editor shows for what is chosen in the node. */
const shownIn = (node: INode): INodeProperties[] =>
	descriptionOf(node).properties.filter((property) =>
		NodeHelpers.displayParameter(node.parameters, property, node, descriptionOf(node)),
	);

/** Parameters whose value only one account has. */
const OWNED =
	/^(account|sourceAccount|slug|locationIds?|userId|assignedTo|calendarId|pipelineId|pipelineStageId|stageId|appId|country|defaultCountry|phoneCountry)$/;
const ACCOUNTS = [DEMO_SLUG, LOCATION_US];

/** What is written into the parameters of a node and fits one account only. Empty values and expressions fit all. */
function ofAnAccount(value: unknown, key = ''): string[] {
	if (typeof value === 'string') {
		const isEmpty = value === '' || value.startsWith('=');
		const isNamed = ACCOUNTS.some((account) => value.includes(account));
		return isNamed || (OWNED.test(key) && !isEmpty) ? [`${key}: ${value}`] : [];
	}
	if (typeof value !== 'object' || value === null) return [];
	// A picked record is under `value`; the list of columns names countries.
	return Object.entries(value)
		.filter(([name]) => name !== 'schema' && name !== 'mode')
		.flatMap(([name, held]) => ofAnAccount(held, name === 'value' && '__rl' in value ? key : name));
}

describe.each(templates)('%s', (_, template) => {
	it('has a name of its own, and a note that says how to use it', () => {
		expect(templates.filter(([, { name }]) => name === template.name)).toHaveLength(1);
		const notes = template.nodes
			.filter(({ type }) => type.endsWith('.stickyNote'))
			.map(({ parameters }) => String(parameters.content));
		expect(notes.some((text) => text.includes('To use it:') || text.includes('Try it'))).toBe(true);
	});

	it('has an ID of its own that fits into n8n, so that a repeated import by command line duplicates nothing', () => {
		expect(templates.filter(([, { id }]) => id === template.id)).toHaveLength(1);
		expect(template.id).toMatch(/^[A-Za-z0-9]{1,16}$/);
	});

	it('gives each node and note a name of its own: n8n refuses others', () => {
		const names = template.nodes.map(({ name }) => name);
		expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
	});

	it('gives no node an ID on which the editor does not open it, or saves the workflow when it does (n8n 2.40.7)', () => {
		expect(template.nodes.filter(({ id }) => ['note', 'approve'].includes(id))).toEqual([]);
	});

	it('connects nodes that exist, and leaves none unconnected', () => {
		const names = template.nodes.filter(({ type }) => !type.endsWith('.stickyNote')).map(({ name }) => name);
		const ends = Object.entries(template.connections).flatMap(([from, kinds]) => [
			from,
			...Object.values(kinds).flatMap((outputs) =>
				outputs.flatMap((targets) => targets?.map(({ node }) => node) ?? []),
			),
		]);
		expect([...new Set(ends)].sort()).toEqual([...names].sort());
	});

	it('shows every node, its name below it, and every note whole', () => {
		const boxes = template.nodes.map((node) => ({ name: node.name, ...boxOf(node) }));
		const covered = boxes.flatMap((one, index) =>
			boxes
				.slice(index + 1)
				.filter((other) => overlap(one, other))
				.map((other) => `${one.name} and ${other.name}`),
		);
		expect(covered).toEqual([]);
		for (const { name, parameters } of template.nodes.filter(({ type }) => type.endsWith('.stickyNote')))
			expect([name, heightOf(parameters) <= Number(parameters.height)]).toEqual([name, true]);
	});

	it('names own templates by their names', () => {
		const text = template.nodes.map(({ parameters }) => String(parameters.content ?? '')).join('\n');
		const named = [...text.matchAll(/\*([^*]+ [→↔] [^*]+)\*/g)].map(([, name]) => name);
		expect(named.filter((name) => !templates.some(([, other]) => other.name === name))).toEqual([]);
	});

	it('names nodes of this package in the version that they have', () => {
		for (const node of own(template)) expect([descriptionOf(node).version].flat()).toContain(node.typeVersion);
	});

	it('sets only parameters and options that the nodes show', () => {
		for (const node of own(template)) {
			const shown = shownIn(node);
			const unknown = Object.keys(node.parameters).filter(
				(name) =>
					name !== 'pollTimes' &&
					!(isTool(node) && OF_A_TOOL.includes(name)) &&
					!shown.some((property) => property.name === name),
			);
			expect([node.name, unknown]).toEqual([node.name, []]);
			const unset = shown
				.filter(({ type }) => type === 'collection')
				.flatMap(({ name, options = [] }) =>
					Object.keys(node.parameters[name] ?? {}).filter((key) => !options.some((option) => option.name === key)),
				);
			expect([node.name, unset]).toEqual([node.name, []]);
		}
	});

	it('chooses only what the nodes list', () => {
		for (const node of own(template)) {
			for (const { name, options, type } of shownIn(node).filter(
				(property) => property.type === 'options' && property.typeOptions?.loadOptionsMethod === undefined,
			)) {
				const chosen = node.parameters[name];
				if (chosen === undefined || String(chosen).startsWith('=')) continue;
				const values = (options ?? []).flatMap((option) => ('value' in option ? [option.value] : []));
				expect([node.name, name, type, values.includes(chosen as string)]).toEqual([node.name, name, type, true]);
			}
		}
	});

	it('names no credential, so that the editor connects each node by itself', () => {
		for (const node of template.nodes) expect(node).not.toHaveProperty('credentials');
	});

	it('holds nothing that belongs to an account', () => {
		expect(
			template.nodes.flatMap(({ name, parameters }) => ofAnAccount(parameters).map((value) => [name, value])),
		).toEqual([]);
	});

	it('shows words, and no ID, under a node that calls another workflow', () => {
		const callers = template.nodes.filter(({ type }) => type.endsWith('.executeWorkflow'));
		for (const { name, notes, notesInFlow } of callers)
			expect([name, notesInFlow, notes]).toEqual([name, true, expect.stringMatching(/ /)]);
	});

	it('goes one way where a list could not be read, and one way where it is empty', () => {
		const always = template.nodes.filter(({ alwaysOutputData }) => alwaysOutputData);
		// n8n 2 gives an empty record on the first output, too, when all went to the error output
		expect(always.filter(({ onError }) => onError === 'continueErrorOutput').map(({ name }) => name)).toEqual([]);
		// n8n 3 gives one only where all outputs are empty
		expect(always.filter(({ name }) => (template.connections[name]?.main.length ?? 0) > 1)).toEqual([]);
	});

	it('calls other workflows as n8n 3 still does: once for all records, those of this n8n', () => {
		for (const { parameters } of template.nodes.filter(({ type }) => type === 'n8n-nodes-base.executeWorkflow')) {
			expect(parameters.mode ?? 'once').toBe('once');
			expect(parameters.source ?? 'database').toBe('database');
		}
		expect(template).not.toHaveProperty('settings.callerPolicy');
	});

	it('keeps what a person fills in in rows, each with a name of its own and a plain value', () => {
		for (const { name, parameters } of template.nodes.filter(
			({ type, parameters: { mode } }) => type === 'n8n-nodes-base.set' && mode === 'manual',
		)) {
			const { assignments } = parameters.assignments as unknown as { assignments: Row[] };
			for (const key of ['id', 'name'] as const)
				expect(new Set(assignments.map((row) => row[key])).size).toBe(assignments.length);
			expect([name, assignments.filter(({ value }) => String(value).startsWith('='))]).toEqual([name, []]);
			expect([name, assignments.filter(({ type, value }) => type !== typeof value)]).toEqual([name, []]);
			const { dotNotation = true } = parameters.options as { dotNotation?: boolean };
			const parted = assignments.filter((row) => dotNotation && /[.[]/.test(String(row.name)));
			expect([name, parted]).toEqual([name, []]); // n8n would make an object of it
		}
	});

	it('does without code', () => {
		expect(template.nodes.filter(({ type }) => /\.(code|function|functionItem)$/.test(type))).toEqual([]);
	});

	it('writes out by what each node signs in: the editor connects no node that leaves it to the default', () => {
		for (const node of own(template))
			if (shownIn(node).some(({ name }) => name === 'authentication'))
				expect([node.name, node.parameters.authentication]).toEqual([node.name, expect.any(String)]);
	});

	it('refers in expressions only to nodes that exist', () => {
		const names = template.nodes.map(({ name }) => name);
		const asked = [...JSON.stringify(template.nodes).matchAll(/\$\('([^']+)'\)/g)].map(([, name]) => name);
		for (const name of asked) expect(names).toContain(name);
	});

	it('has no optional chain over a name in brackets: n8n 2.40.7 reads a[b]?.c as a.b where the text calls first()', () => {
		const expressions = JSON.stringify(template.nodes);
		expect(expressions.match(/\[[a-z_$][\w.$()]*\]\?\.|\?\.\[[a-z_$]/gi)).toBeNull();
	});

	it('says which output it means where it reads a node of several that leads straight to it: n8n takes the one between them', () => {
		const unclear = template.nodes.flatMap(({ name, parameters }) =>
			[...JSON.stringify(parameters).matchAll(/\$\('([^']+)'\)\.(?:first|last|all)\(\)/g)]
				.map(([, from]) => from)
				.filter((from) =>
					template.connections[from]?.main?.slice(1).some((to) => to?.some(({ node }) => node === name)),
				)
				.map((from) => `${name} reads ${from}`),
		);
		expect(unclear).toEqual([]);
	});
});
