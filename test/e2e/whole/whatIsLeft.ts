import type { N8nRest, Workflow } from '../../../launcher/rest';
import type { Sandbox } from '../../../sandbox/server';
import type { Ledger } from '../../../sync/ledger/ledger';
import type { RecordRef } from '../../../sync/model/types';

/** Executions that are looked through, of each workflow, the newest. */
const LOOKED_THROUGH = 20;
const MOST = { records: 10, rows: 50, text: 1_500 };

/**
 * Why records are still due or questions open: of each its row, its links and what was written, then what the last
 * executions gave that dealt with it, the newest first. Only for the made-up people of a test.
 */
export async function whatIsLeft(
	ledger: Ledger,
	sandbox: Sandbox,
	rest: N8nRest,
	workflows: readonly Workflow[],
): Promise<string> {
	const rows = [
		...(await ledger.due(MOST.records, undefined, true)),
		...(await ledger.reviews()).slice(0, MOST.records),
	];
	if (rows.length === 0) return '';
	const lines = [new Date().toISOString(), Date.now()].map(String);
	const ids = new Set<string>();
	for (const row of rows) {
		lines.push(JSON.stringify(row));
		for (const record of await involved(ledger, row.pair, row.source, lines)) ids.add(record.id);
	}
	for (const { headers, ...request } of sandbox.requests()) {
		const text = JSON.stringify(request);
		if (request.method !== 'GET' && [...ids].some((id) => text.includes(id)))
			lines.push(`${headers['user-agent']}: ${text.slice(0, MOST.text)}`);
	}
	lines.push(...(await given(rest, workflows, ids)));
	return `${lines.join('\n')}\n`;
}

async function involved(ledger: Ledger, pair: string, source: RecordRef, lines: string[]): Promise<RecordRef[]> {
	const links = await ledger.links(pair, source);
	const records = [source, ...links.flatMap(({ head, member }) => [head, member])];
	lines.push(...links.map((link) => `link ${JSON.stringify(link)}`));
	for (const record of records)
		for (const row of await ledger.history(record, MOST.rows)) lines.push(`history ${JSON.stringify(row)}`);
	return records;
}

async function given(rest: N8nRest, workflows: readonly Workflow[], ids: ReadonlySet<string>): Promise<string[]> {
	const lines: string[] = [];
	for (const { id: workflowId, name } of workflows)
		for (const { id, status, startedAt, stoppedAt } of (await rest.executions(workflowId)).slice(0, LOOKED_THROUGH)) {
			const { error, runs, waiting } = await rest.execution(id);
			for (const [node, tries] of [...Object.entries(runs), ['not begun', waiting] as const])
				for (const item of tries.flatMap(({ data }) => data?.main?.flat() ?? [])) {
					const text = JSON.stringify(item?.json ?? {});
					if ([...ids].some((one) => text.includes(one)))
						lines.push(
							`${id} ${name}, ${status}, ${startedAt} to ${stoppedAt}${error ? `, ${error}` : ''}: ${node}: ${text.slice(0, MOST.text)}`,
						);
				}
		}
	return lines;
}
