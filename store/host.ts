import { homedir } from 'node:os';
import path from 'node:path';

/**
 * The folder of this host's databases: inside the one where n8n keeps its own data, so that they are part of its
 * backup.
 */
export const dataFolder = (): string => path.join(process.env.N8N_USER_FOLDER ?? homedir(), '.n8n', 'sync-ledger');

/** Whether executions run in worker processes, which may be on other machines. */
export const isQueueMode = (): boolean => process.env.EXECUTIONS_MODE === 'queue';
