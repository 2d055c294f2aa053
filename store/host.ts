import { homedir } from 'node:os';
import path from 'node:path';

/**
 * Where the databases of this host lie: in the folder in which n8n keeps its own data, so that whoever backs that up
 * has them too.
 */
export const dataFolder = (): string => path.join(process.env.N8N_USER_FOLDER ?? homedir(), '.n8n', 'sync-ledger');

/** Whether executions run in worker processes, which may be on other machines. */
export const isQueueMode = (): boolean => process.env.EXECUTIONS_MODE === 'queue';
