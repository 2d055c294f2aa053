import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Calls } from '../../../shared/runner/calls';
import { Cancelled } from '../../../shared/http/sleep';
import { ApiError, CircuitOpenError, mayHaveWritten } from '../../../shared/http/errors';
import { InputProblem, textOf } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { readEntries, readObject } from '../../../shared/values/json';
import { fieldNames, values } from '../../direct/fields';
import { accessNotice, direct, type Subject } from '../../direct/operations';
import { found, written, type Parts } from '../../direct/upsert';

const records: INodeProperties = {
	displayName: 'Records',
	name: 'records',
	type: 'json',
	required: true,
	default: '',
	placeholder: 'e.g. {{ $input.all().map((item) => item.json) }}',
	description:
		'A list of contacts, with fields named as in "Create": firstName, email, businessId, companyName, lastUpdated and so on. Other fields are left out.',
};

/** Fields that say who a contact is, surest first. */
const MATCH = ['externalId', 'email', 'phone'];

/**
 * Batch upsert of contacts with the data of their businesses: one record after the other, each with its own outcome.
 */
export const upsertMany = (subject: Subject, parts: Parts) =>
	operation({
		...direct(subject, 'upsertMany', {
			label: 'Create or Update Many',
			description:
				'Create or update a list of contacts with the data of their businesses, and tell the outcome of each (batch upsert)',
		}),
		action: 'Create or update many contacts',
		parameters: [accessNotice, records],
		keys: () => ['upsertMany'],
		effect: 'create',
		endpoints: [parts.getMany, parts.create, parts.update],
		execute: async (calls, input) => {
			const outcomes: IDataObject[] = [];
			const seen = new Set<string>();
			for (const [position, record] of listOf(input.raw('records')).entries()) {
				outcomes.push({ position, ...(await outcomeOf(calls, subject, parts, record, seen)) });
			}
			return outcomes;
		},
	});

const RECORDS = { id: 'records', label: 'Records' };

function listOf(typed: unknown): IDataObject[] {
	const list = readEntries(typed, RECORDS, '{{ $input.all().map((item) => item.json) }}');
	if (list.length === 0)
		throw new InputProblem(
			RECORDS.id,
			'Records is empty',
			'Map a list of objects, e.g. {{ $input.all().map((item) => item.json) }}.',
		);
	return list.map((one) => readObject(one, RECORDS));
}

/** What happened to one record. A failure is reported, the rest goes on, except when no call would succeed any more. */
async function outcomeOf(
	calls: Calls,
	subject: Subject,
	parts: Parts,
	record: IDataObject,
	seen: Set<string>,
): Promise<IDataObject> {
	return await one(calls, subject, parts, record, seen).catch((error: unknown) => {
		const isFinal =
			error instanceof Cancelled ||
			error instanceof CircuitOpenError ||
			(error instanceof ApiError && (error.status === 401 || error.status === 429));
		if (isFinal) throw error;
		const outcome = mayHaveWritten(error) ? 'unknown' : 'failed';
		return { outcome, reason: error instanceof Error ? error.message : String(error) };
	});
}

async function one(
	calls: Calls,
	subject: Subject,
	parts: Parts,
	record: IDataObject,
	seen: Set<string>,
): Promise<IDataObject> {
	const known = Object.fromEntries(
		fieldNames(subject.resource).flatMap((name) => (name in record ? [[name, record[name]]] : [])),
	);
	const fields = values(known, subject.resource);
	const name = MATCH.find((candidate) => textOf(fields[candidate]) !== '');
	if (!name) return { outcome: 'failed', reason: `The record has none of ${MATCH.join(', ')}` };
	const key = `${name} ${textOf(fields[name])}`;
	if (seen.has(key)) return { outcome: 'repeated', reason: `The list has this ${name} before` };
	seen.add(key);
	const { outcome, record: stored } = await written(
		calls,
		subject,
		parts,
		fields,
		await found(calls, parts, fields, name),
	);
	return { outcome, id: stored.id, record: stored };
}
