import { count, step } from './step';

export const start = step({
	name: 'start',
	label: 'Start (Pick Up)',
	action: 'Start order',
	description:
		'Hand out all items of a reserved order. Products that are tracked one by one need their stock items chosen in Booqable first.',
	does: 'start_product',
	left: ({ quantity, started }) => count(quantity) - count(started),
	nothing: 'The order has no items to hand out',
});
