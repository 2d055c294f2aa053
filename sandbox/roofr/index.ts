import type { Service, ServiceFactory } from '../service';
import { bodyOf } from './errors';
import { Account } from './models/account';
import { addRoutes } from './routes';
import { seed } from './seed';
import { addStart } from './start';

export { LABELS, SAMPLES } from './events';
export { NAMINGS, SHAPES } from './views/deliveries';
export { ROOFR } from './world';

/**
 * Stands in for a Roofr account: the bridge that writes to it, the relays that report from it, and the direct API that
 * the node assumes.
 */
export const roofr: ServiceFactory = (world) => {
	const account = new Account(world);
	addStart(account);
	const service: Service = {
		name: 'roofr',
		register: (app) => addRoutes(app, account),
		reset() {
			account.reset();
			addStart(account);
		},
		seed: (input) => seed(account, input),
		state: () => account.toJSON(),
		expireTokens: () => account.tokens.clear(),
		errorBody: bodyOf,
	};
	return service;
};
