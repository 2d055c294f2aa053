import type { FastifyInstance } from 'fastify';
import type { Account } from '../models/account';
import { addBridge } from './bridge';
import { addDirect } from './direct';
import { addTokenEndpoint } from './oauth';

/** Everything that the stand-in answers. */
export function addRoutes(app: FastifyInstance, account: Account): void {
	addBridge(app, account);
	addDirect(app, account);
	addTokenEndpoint(app, account);
}
