import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';
import type { Account } from '../account';
import { download } from '../http/download';
import { InputProblem, type Input } from '../parameters/input';
import { effectOf, type Operation } from '../operation';

/** Failed records that one error lists. */
const SHOWN = 10;

type ToError = (error: unknown) => NodeApiError | NodeOperationError;

/** The records as items, with their files where the operation gives any. */
export async function withFiles(
	context: IExecuteFunctions,
	result: IDataObject | IDataObject[],
	{ file }: Operation,
): Promise<INodeExecutionData[]> {
	const records = Array.isArray(result) ? result : [result];
	if (!file) return records.map((json) => ({ json }));
	return await Promise.all(
		records.map(async (json) => ({ json, binary: { data: await download(context, file(json)) } })),
	);
}

/**
 * The fields that "Simplify" keeps, in the order of the descriptor, then what the operation tells beside the record.
 */
export function simplified(
	result: IDataObject | IDataObject[],
	operation: Operation,
	input: Input,
): IDataObject | IDataObject[] {
	const { simplify, markers = [] } = operation;
	if (!simplify || !input.flag('simplify')) return result;
	const fields = [...simplify.filter((field) => !markers.includes(field)), ...markers];
	const pick = (object: IDataObject): IDataObject =>
		Object.fromEntries(fields.filter((field) => object[field] !== undefined).map((field) => [field, object[field]]));
	return Array.isArray(result) ? result.map(pick) : pick(result);
}

/**
 * What was read names the account that it is of: Sync takes it from there. What the user calls by hand stays as it is.
 */
export function withAccount(
	result: IDataObject | IDataObject[],
	operation: Operation,
	{ name }: Pick<Account, 'name'>,
): IDataObject | IDataObject[] {
	const isCustom = 'endpoints' in operation && operation.endpoints === 'any';
	if (name === undefined || isCustom || effectOf(operation) !== 'read') return result;
	const named = (record: IDataObject): IDataObject => ({ ...record, account: name });
	return Array.isArray(result) ? result.map(named) : named(result);
}

/** A record that tells of a failure, as a failed item. */
export function asFailed(item: INodeExecutionData, { failed }: Operation, toError: ToError): INodeExecutionData {
	const problem = failed?.(item.json);
	return problem ? { ...item, json: { error: problem.message }, error: toError(problem) } : item;
}

/** Without Continue On Fail the node stops on records that failed. The others are done, which the error says. */
export function refuseFailed(items: readonly INodeExecutionData[], { failed }: Operation, toError: ToError): void {
	const problems = items.flatMap(({ json }) => failed?.(json) ?? []);
	if (problems.length === 0) return;
	const [{ field, message, remedy }] = problems;
	const others = items.length - problems.length;
	const told =
		problems.length === 1
			? message
			: `${problems.length} of ${items.length} failed: ${problems
					.slice(0, SHOWN)
					.map((one) => one.message)
					.join('; ')}`;
	const done = others > 0 ? `The other ${others === 1 ? 'one was' : `${others} were`} changed. ` : '';
	throw toError(new InputProblem(field, told, `${done}${remedy ?? ''}`));
}
