import type { Sandbox } from '../../sandbox';
import { DEMO_SLUG } from '../../sandbox/booqable/world';
import { json } from './engine';
import { booqable, byId } from './nodeSetups';

const INDEXED = 10_000;
const STEPS = ['reserved', 'started', 'stopped', 'archived'] as const;
type Status = 'draft' | 'canceled' | (typeof STEPS)[number];

/** An order of a customer for a chair, brought to a status as employees do. Lists show it. */
export async function rental(sandbox: Sandbox, customerId: string, status: Status, startsAt: string): Promise<void> {
	const order = async (operation: string, parameters = {}) =>
		await json(booqable(sandbox, { resource: 'order', operation, orderId: byId(id), options: {}, ...parameters }));
	const move = async (transitionTo: string) => await order('changeStatus', { transitionTo });
	const stopsAt = new Date(Date.parse(startsAt) + 2 * 86_400_000).toISOString();
	const period = { starts_at: startsAt, stops_at: stopsAt };
	const { orders } = sandbox.seed('booqable', {
		orders: [{ customer_id: customerId, status: 'draft', ...period }],
	}) as { orders: Array<{ id: string }> };
	const [{ id }] = orders;
	if (status !== 'draft') {
		const state = sandbox.state('booqable') as Record<string, { products: Array<{ id: string; sku: string }> }>;
		const chair = state[DEMO_SLUG].products.find(({ sku }) => sku === 'CHAIR');
		await order('bookProducts', { products: { product: [{ productId: byId(chair?.id), quantity: 1 }] } });
		await move('reserved');
	}
	const step = status === 'canceled' ? -1 : STEPS.indexOf(status as (typeof STEPS)[number]);
	if (status === 'canceled') await move('canceled');
	if (step >= 1) await order('start');
	if (step >= 2) await order('stop');
	if (step >= 3) await move('archived');
	sandbox.advance(INDEXED);
}
