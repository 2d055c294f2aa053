import type { N8nRest, Workflow } from '../../../launcher/rest';
import type { Ledger } from '../../../sync/ledger/ledger';

/** Executions that are looked through, of each workflow. */
const LOOKED_THROUGH = 60;

/**
 * Why records are still due: of each its row, and what the last executions gave that dealt with it, the newest first.
 * Notes, tasks and appointments are people's own only in the stand-ins, so they may stand in a failure.
 */
export async function whyStillDue(ledger: Ledger, rest: N8nRest, workflows: readonly Workflow[]): Promise<string[]> {
	const rows = await ledger.due(10, undefined, true);
	if (rows.length === 0) return [];
	const seen = (
		await Promise.all(
			workflows.map(async ({ id, name }) =>
				(await rest.executions(id)).slice(0, LOOKED_THROUGH).map((one) => ({ ...one, name })),
			),
		)
	)
		.flat()
		.sort((one, other) => Number(other.id) - Number(one.id));
	const lines = rows.map((row) => `${new Date().toISOString()} ${JSON.stringify(row)}`);
	for (const { id, name, status, startedAt, stoppedAt } of seen) {
		const { error, runs, waiting } = await rest.execution(id);
		for (const [node, tries] of [...Object.entries(runs), ['not begun', waiting] as const])
			for (const item of tries.flatMap(({ data }) => data?.main?.flat() ?? [])) {
				const text = JSON.stringify(item?.json ?? {});
				if (rows.some(({ source }) => text.includes(source.id)))
					lines.push(
						`${id} ${name}, ${status}, ${startedAt} to ${stoppedAt}${error ? `, ${error}` : ''}: ${node}: ${text.slice(0, 1_500)}`,
					);
			}
	}
	return lines;
}
