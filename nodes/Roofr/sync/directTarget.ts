import type { IDataObject } from 'n8n-workflow';
import type { TargetRecord, TargetService } from '../../../sync';
import type { FieldKind } from '../../../sync/model/canonical';
import { InputProblem, textOf } from '../../shared/parameters/input';
import type { Operation } from '../../shared/operation';
import type { TargetCalls } from '../../shared/sync/targetCalls';
import { FIELDS, fieldNames, type Field } from '../direct/fields';
import type { Subject } from '../direct/operations';
import type { Parts } from '../direct/upsert';

/** One resource of direct access, as Sync uses it. */
export interface Synced {
	readonly subject: Subject;
	readonly parts: Parts & { readonly get: Operation; readonly remove: Operation };
	/** Where its records name the job that they belong to: in the path, or in a field that their list filters by. */
	readonly ofJob?: 'path' | 'field';
}

export interface DirectTargetSettings extends Synced {
	readonly account: string;
	/** Columns that are compared. */
	readonly columns: readonly string[];
	readonly jobId?: string;
}

/** Ms until a list surely shows what was written. Nothing is known of Roofr's. */
const LAG_CEILING = 120_000;

const KINDS: Readonly<Record<Field['kind'], FieldKind>> = {
	text: 'text',
	email: 'email',
	phone: 'phone',
	time: 'date',
	number: 'number',
	boolean: 'boolean',
};

/** How the fields of a resource are compared. */
export const kindsOf = (resource: string): Record<string, FieldKind> =>
	Object.fromEntries((FIELDS[resource] ?? []).map(({ name, kind }) => [name, KINDS[kind]]));

/** Takes the ID of the linked record, where the resource has this field and nothing else is mapped to it. */
const EXTERNAL_ID = 'externalId';

/** All that Sync may call for it. */
export const directCalls = ({ parts }: Synced): Operation[] => [
	parts.getMany,
	parts.get,
	parts.create,
	parts.update,
	parts.remove,
];

/**
 * A resource of direct access, as Sync needs it; `under` names the job of a child. Each method is one call, or a list
 * of several pages.
 */
export function directTarget(calls: TargetCalls, settings: DirectTargetSettings): TargetService {
	const {
		subject: { resource, id: idParameter },
		parts: { create, get, getMany, remove, update },
		account,
		columns,
		ofJob,
		jobId = '',
	} = settings;
	const hasExternalId = fieldNames(resource).includes(EXTERNAL_ID) && !columns.includes(EXTERNAL_ID);
	const recordOf = (record: IDataObject): TargetRecord =>
		targetRecord(record, [...fieldNames(resource), ...columns], hasExternalId);
	const place = () => (ofJob === 'path' ? { jobId: roofrId(jobId) } : {});
	const record = (id: string) => ({ ...place(), [idParameter.name]: roofrId(id) });
	const listed = async (filters: () => IDataObject) =>
		(await calls.many(getMany, () => ({ ...place(), filters: filters() }))).map(recordOf);
	const written = (fields: Readonly<Record<string, unknown>>, externalId: string) => ({
		fields: {
			mappingMode: 'defineBelow',
			value: {
				...fields,
				...(hasExternalId && { [EXTERNAL_ID]: externalId }),
				...(ofJob === 'field' && { jobId: roofrId(jobId) }),
			},
		},
		options: { emptyValues: 'clear' },
	});
	return {
		system: 'roofr',
		account,
		kinds: kindsOf(resource),
		lagCeiling: LAG_CEILING,
		callBudget: calls.budget,
		...(ofJob && {
			under: (parentId: string) => directTarget(calls, { ...settings, jobId: parentId }),
			// Whether Roofr heeds a filter is not known.
			list: async () =>
				ofJob === 'path'
					? await listed(() => ({}))
					: (await listed(() => ({ jobId: roofrId(jobId) }))).filter(({ fields }) => textOf(fields.jobId) === jobId),
		}),
		...(hasExternalId && { findByExternalId: async (id: string) => await listed(() => ({ [EXTERNAL_ID]: id })) }),
		...(resource === 'contact' && {
			findByEmail: async (email: string) => await listed(() => ({ email })),
			findByPhone: async (phone: string) => await listed(() => ({ phone })),
		}),
		read: async (id) => {
			const found = await calls.oneOrNone(get, () => record(id));
			return found && recordOf(found);
		},
		create: async (fields, externalId) =>
			recordOf(await calls.one(create, () => ({ ...place(), ...written(fields, externalId) }))),
		update: async (id, fields, externalId) =>
			recordOf(await calls.one(update, () => ({ ...record(id), ...written(fields, externalId) }))),
		delete: async (id) => void (await calls.oneOrNone(remove, () => record(id))),
	};
}

/** An ID of Roofr's own. External IDs have colons: those jobs were made through the bridge, which tells no other. */
function roofrId(id: string): string {
	if (id.includes(':'))
		throw new InputProblem(
			'jobId',
			'The job was created through the bridge, so its ID in Roofr is not known',
			'Save a link to that ID with the node Sync Ledger.',
		);
	return id;
}

function targetRecord(record: IDataObject, names: readonly string[], hasExternalId: boolean): TargetRecord {
	const externalId = hasExternalId ? textOf(record[EXTERNAL_ID]) : '';
	const [version, createdAt] = [record.updatedAt ?? record.updated_at, record.createdAt ?? record.created_at].map(
		(time) => Date.parse(textOf(time)),
	);
	return {
		id: textOf(record.id),
		fields: Object.fromEntries(names.map((name) => [name, record[name] ?? ''])),
		...(Number.isNaN(version) ? {} : { version }),
		...(Number.isNaN(createdAt) ? {} : { createdAt }),
		...(externalId && { externalId }),
	};
}
