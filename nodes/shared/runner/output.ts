import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';
import type { Account } from '../account';
import { breather } from '../breather';
import { download } from '../http/download';
import { InputProblem, type Input } from '../parameters/input';
import { effectOf, type Operation } from '../operation';

/** Failed records that one error lists. */
const SHOWN = 10;

type ToError = (error: unknown) => NodeApiError | NodeOperationError;

/**
 * The records as items: what "Simplify" keeps, the account that they are of, and their files where the operation gives
 * any. It lets n8n do other work in between, since an import gives a million.
 */
export async function itemsOf(
	context: IExecuteFunctions,
	result: IDataObject | IDataObject[],
	operation: Operation,
	input: Input,
): Promise<INodeExecutionData[]> {
	const records = Array.isArray(result) ? result : [result];
	const [simple, named] = [simplifier(operation, input), namer(operation, input.account)];
	const { file } = operation;
	if (file)
		return await Promise.all(
			records.map(async (record) => {
				const json = named(simple(record));
				const given = await file(json, input);
				if ('url' in given) return { json, binary: { data: await download(context, given) } };
				const { content, fileName, mimeType, told } = given;
				const data = await context.helpers.prepareBinaryData(content, fileName, mimeType);
				return { json: { ...json, ...told() }, binary: { data } };
			}),
		);
	const items: INodeExecutionData[] = [];
	for (const record of records) {
		if (breather.isDue) await breather.breathe();
		items.push({ json: named(simple(record)) });
	}
	return items;
}

type Change = (record: IDataObject) => IDataObject;

/** The fields that "Simplify" keeps, in the order of the descriptor, then what the operation adds to the record. */
function simplifier({ simplify, markers = [] }: Operation, input: Input): Change {
	if (!simplify || !input.flag('simplify')) return (record) => record;
	const fields = [...simplify.filter((field) => !markers.includes(field)), ...markers];
	return (record) => {
		const kept: IDataObject = {};
		for (const field of fields) if (record[field] !== undefined) kept[field] = record[field];
		return kept;
	};
}

/**
 * What was read names the account that it is of: Sync takes it from there. What the user calls by hand stays as it is.
 */
function namer(operation: Operation, { name }: Pick<Account, 'name'>): Change {
	const isCustom = 'endpoints' in operation && operation.endpoints === 'any';
	if (name === undefined || isCustom || effectOf(operation) !== 'read') return (record) => record;
	return (record) => ({ ...record, account: name });
}

/** A record that reports a failure, as a failed item. */
export function asFailed(item: INodeExecutionData, { failed }: Operation, toError: ToError): INodeExecutionData {
	const problem = failed?.(item.json);
	return problem ? { ...item, json: failureOf(toError(problem)) } : item;
}

/**
 * What a failed item becomes. n8n leads an item that says no more than this to the error output, and adds what it was
 * given there.
 */
export const failureOf = ({ message, description }: NodeApiError | NodeOperationError): IDataObject => ({
	error: message,
	...(description && { details: description }),
});

/** Without Continue On Fail the node stops on records that failed. The others are done, which the error says. */
export function refuseFailed(items: readonly INodeExecutionData[], { failed }: Operation, toError: ToError): void {
	if (!failed) return;
	const problems = items.flatMap(({ json }) => failed(json) ?? []);
	if (problems.length === 0) return;
	const [{ field, message, remedy }] = problems;
	const others = items.length - problems.length;
	const summary =
		problems.length === 1
			? message
			: `${problems.length} of ${items.length} failed: ${problems
					.slice(0, SHOWN)
					.map((one) => one.message)
					.join('; ')}`;
	const done = others > 0 ? `The other ${others === 1 ? 'one was' : `${others} were`} changed. ` : '';
	throw toError(new InputProblem(field, summary, `${done}${remedy ?? ''}`));
}
