import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Endpoint } from '../../shared/endpoint';
import type { Effect } from '../../shared/http/route';
import { InputProblem, withArticle, type Input } from '../../shared/parameters/input';
import { emptyValues, fieldMapper, valueOptions } from '../../shared/parameters/mapper';
import { operation } from '../../shared/operation';
import { checkRequired, filterValue, mappedFields } from './fields';
import { MANIFEST } from './manifest';
import { pagingOf } from './paging';

/** What the operations of one resource have in common. */
export interface Subject {
	readonly resource: string;
	/** In sentences, e.g. `job`. */
	readonly noun: string;
	readonly plural: string;
	/** Parameters that name the parent, e.g. the job of a note. */
	readonly parents: readonly INodeProperties[];
	/** Parameter that names the record. */
	readonly id: INodeProperties;
}

const NEEDS_ACCESS = 'Needs API access granted by Roofr.';

/** Shown on every operation of direct access. */
export const accessNotice: INodeProperties = {
	displayName:
		'Needs API access granted by Roofr, which publishes no API: path and fields of this operation are assumed. The credential can set them to what Roofr gave you.',
	name: 'accessNotice',
	type: 'notice',
	default: '',
};

export const mapper = (mode: 'add' | 'update' | 'upsert') => fieldMapper({ resourceMapperMethod: 'getColumns', mode });

interface Texts {
	readonly label: string;
	readonly description: string;
	readonly plural?: boolean;
}

/** The texts of an operation of direct access. */
export const direct = ({ resource, noun, plural }: Subject, name: string, texts: Texts) => ({
	resource,
	name,
	label: texts.label,
	action: `${texts.label} ${texts.plural ? plural : noun}`,
	description: `${texts.description}. ${NEEDS_ACCESS}`,
});

/** An endpoint of direct access: its route is assumed, and a credential may give another under the same name. */
export function assumed(
	key: string,
	effect: Effect,
	own: Pick<Endpoint, 'query' | 'body' | 'paging' | 'envelope' | 'answer'> = {},
): Endpoint {
	const entry = MANIFEST[key];
	if (!entry) throw new Error(`The manifest has no ${key}`);
	return { key, route: entry.route, effect, source: 'Assumed: Roofr publishes no API', certainty: 'assumed', ...own };
}

const idsOf = ({ parents, id }: Subject, input: Input): string[] => [...parents, id].map(({ name }) => input.id(name));

export const get = (subject: Subject) =>
	operation({
		...direct(subject, 'get', { label: 'Get', description: `Get one ${subject.noun} by its ID` }),
		parameters: [accessNotice, ...subject.parents, subject.id],
		endpoint: assumed(`${subject.resource}.get`, 'read'),
	});

export const getMany = (subject: Subject, filters?: INodeProperties) =>
	operation({
		...direct(subject, 'getMany', { label: 'Get Many', description: `List ${subject.plural}`, plural: true }),
		action: `Get many ${subject.plural}`,
		parameters: [accessNotice, ...subject.parents, ...(filters ? [filters] : [])],
		endpoint: assumed(`${subject.resource}.getMany`, 'read', {
			...(filters && { query: chosenFilters }),
			paging: pagingOf('page'),
		}),
	});

const chosenFilters = (input: Input): IDataObject =>
	Object.fromEntries(
		Object.entries(input.collection('filters')).map(([name, value]) => [name, filterValue(name, value, input)]),
	);

/** What an answer says of mapped fields that were not sent. */
const withIgnored =
	({ resource }: Subject): NonNullable<Endpoint['answer']> =>
	(body, input) => {
		const { ignored } = mappedFields(input, resource);
		return { ...body, ...(ignored.length > 0 && { ignoredFields: ignored }) };
	};

export const create = (subject: Subject) =>
	operation({
		...direct(subject, 'create', { label: 'Create', description: `Create ${withArticle(subject.noun)}` }),
		parameters: [accessNotice, ...subject.parents, mapper('add')],
		keys: (input) => subject.parents.map(({ name }) => input.id(name)),
		endpoint: assumed(`${subject.resource}.create`, 'create', {
			body: (input) => {
				const { fields } = mappedFields(input, subject.resource);
				checkRequired(fields, subject.resource);
				if (Object.keys(fields).length === 0)
					throw new InputProblem('fields', 'No field has a value', 'Map at least one field.');
				return fields;
			},
			answer: withIgnored(subject),
		}),
		options: valueOptions,
		markers: ['ignoredFields'],
	});

export const update = (subject: Subject) =>
	operation({
		...direct(subject, 'update', {
			label: 'Update',
			description: `Change the mapped fields of ${withArticle(subject.noun)}`,
		}),
		parameters: [accessNotice, ...subject.parents, subject.id, mapper('update')],
		options: [emptyValues, ...valueOptions],
		keys: (input) => idsOf(subject, input),
		endpoint: assumed(`${subject.resource}.update`, 'idempotent', {
			body: (input) => {
				const { fields } = mappedFields(input, subject.resource);
				if (Object.keys(fields).length === 0)
					throw new InputProblem(
						'fields',
						'No field has a value, so there is nothing to update',
						'Map at least one field.',
					);
				return fields;
			},
			answer: withIgnored(subject),
		}),
		markers: ['ignoredFields'],
	});

export const remove = (subject: Subject) =>
	operation({
		...direct(subject, 'delete', { label: 'Delete', description: `Delete ${withArticle(subject.noun)}` }),
		parameters: [accessNotice, ...subject.parents, subject.id],
		keys: (input) => idsOf(subject, input),
		endpoint: assumed(`${subject.resource}.delete`, 'idempotent', {
			answer: (_, input) => ({ id: input.id(subject.id.name), deleted: true }),
		}),
	});
