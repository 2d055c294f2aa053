import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Config } from 'jest';
import { launch } from '../../../launcher/n8n';
import { packProject } from '../../../launcher/pack';
import { shareAddresses, stopLater } from './shared';

/**
 * Before the editor walk: one n8n with the packed package for each worker of jest, since a start takes longer than most
 * files of the walk.
 */
export default async function start({ maxWorkers }: Config): Promise<void> {
	const folder = await mkdtemp(path.join(tmpdir(), 'editor-'));
	stopLater(async () => await rm(folder, { recursive: true, force: true }));
	const tarball = await packProject(folder);
	const starting = Array.from({ length: Number(maxWorkers) }, async () => {
		const n8n = await launch({ packages: [tarball] });
		stopLater(async () => await n8n.stop());
		return n8n.url;
	});
	shareAddresses(await Promise.all(starting));
}
