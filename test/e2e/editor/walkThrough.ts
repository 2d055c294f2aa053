import type { INodeTypeDescription } from 'n8n-workflow';
import { NODES } from '../../../scripts/nodes';
import { ROOFR } from '../../../sandbox/roofr';
import { fillAccounts } from './account';
import { newWorkflow, place } from './canvas';
import { openEditor, say, type Editor } from './editor';
import { firstLabel } from './node';
import { walkOperations } from './operations';

const NOTHING_SYNCED = 'nothing was synced yet, so the ledger knows no account';
const NO_ACCESS = 'lists need API access, which Roofr did not give the demo account';
/** Lists and mappers that may be empty here, and why. */
const MAY_BE_EMPTY: Readonly<Record<string, string>> = {
	searchSyncAccounts: NOTHING_SYNCED,
	searchTargetAccounts: NOTHING_SYNCED,
	'Roofr searchJobs': NO_ACCESS,
	'Roofr searchContacts': NO_ACCESS,
	'Roofr searchStages': NO_ACCESS,
	'Roofr getColumns': NO_ACCESS,
	'Booqable searchPayments': 'nobody has paid yet',
};

/** Tests that place each node from the panel and walk through all its resources and operations, in one editor. */
export function walkThrough(nodes: ReadonlyArray<{ readonly description: INodeTypeDescription }>): void {
	const walked = nodes.map(({ description }) => ({
		title: description.displayName,
		description,
		resources: NODES.find(({ title }) => title === description.displayName)?.resources ?? [],
	}));
	let editor: Editor;
	beforeAll(async () => {
		editor = await openEditor((sandbox) => [
			{
				name: 'Roofr account',
				type: 'roofrApi',
				data: { secretBridgeUrl: `${sandbox.url}/roofr${ROOFR.hook}`, webhookSecret: 'a long secret of the tests' },
			},
		]);
		await fillAccounts(editor.sandbox);
	}, 300_000);
	afterAll(async () => await editor?.stop(), 60_000);

	describe.each(walked)('$title, walked through in the editor', ({ title, description, resources }) => {
		it('shows for each operation what its description says, in order; lists have entries, mappers fields', async () => {
			const { page } = editor;
			await newWorkflow(editor);
			await place(page, title, 'Actions');
			// the ledger is a file by default
			if (title !== 'Sync Ledger') expect(await firstLabel(page)).toMatch(/^Credential/);
			const { operations, compared, lists, columns, problems } = await walkOperations(page, description, resources);
			const entries = [...lists, ...[...columns].map(([method, found]): [string, number] => [method, found.length])];
			const empty = entries
				.filter(
					([method, count]) => count === 0 && !(method in MAY_BE_EMPTY) && !(`${title} ${method}` in MAY_BE_EMPTY),
				)
				.map(([method]) => `${method}: nothing is listed`);
			say(
				`${title}: ${resources.length} resources, ${operations} operations, ${compared} parameters compared; lists: ${[...lists].map(([method, entries]) => `${method} ${entries}`).join(', ')}; columns: ${[...columns].map(([method, names]) => `${method} ${names.length}`).join(', ')}`,
			);
			expect([...problems, ...empty]).toEqual([]);
		}, 300_000);
	});
}
