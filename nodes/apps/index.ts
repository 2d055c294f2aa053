import type { Apps } from '../shared/sync/syncOperation';
import { accountOf } from './accounts';
import { counterpart } from './fieldPairs';

/** What the apps that are synced with each other know of one another. The one folder that names several of them. */
export const apps: Apps = { accountOf, counterpart };
