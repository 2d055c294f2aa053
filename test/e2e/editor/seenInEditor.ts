import { openBrowser } from '../../../launcher/chromium';
import type { N8n } from '../../../launcher/n8n';
import type { Workflow } from '../../../launcher/rest';
import { logIn, openWorkflow } from '../../../launcher/screenshot';

/** What the editor shows of each workflow: its nodes, and those with a warning. */
export async function seenInEditor(
	n8n: N8n,
	workflows: readonly Workflow[],
): Promise<Array<{ readonly nodes: number; readonly warnings: number }>> {
	const browser = await openBrowser();
	const page = await browser.newPage({ viewport: { width: 1600, height: 900 }, colorScheme: 'light' });
	page.setDefaultTimeout(60_000);
	await logIn(page, n8n.url);
	const seen = [];
	for (const { id } of workflows) {
		await openWorkflow(page, n8n.url, id);
		seen.push({
			nodes: await page.locator('[data-test-id="canvas-node"]').count(),
			warnings: await page.locator('[data-test-id="node-issues"]').count(),
		});
	}
	await browser.close();
	return seen;
}
