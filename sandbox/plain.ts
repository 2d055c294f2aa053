import type { Sandbox } from './sandbox';

/**
 * Makes both accounts what a shop has that has set nothing up: no custom fields in GHL, and only Booqable's own
 * properties.
 * Over HTTP: `POST /__sandbox/seed` with `{ "service": "ghl", "input": { "plain": true } }`, and the same for
 * `booqable`.
 */
export function makePlain(sandbox: Sandbox): void {
	for (const service of ['ghl', 'booqable']) sandbox.seed(service, { plain: true });
}
