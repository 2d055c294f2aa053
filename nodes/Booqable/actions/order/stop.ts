import type { IDataObject } from 'n8n-workflow';
import { count, step } from './step';

// a nested record, or none
const isRental = (item: unknown): boolean => (item as IDataObject | null | undefined)?.product_type === 'rental';

export const stop = step({
	name: 'stop',
	label: 'Stop (Return)',
	action: 'Stop order',
	description: 'Take back all items that are out. Sales items and services cannot come back.',
	does: 'stop_product',
	left: ({ started, stopped, item }) => (isRental(item) ? count(started) - count(stopped) : 0),
	nothing: 'The order has no items to take back',
});
