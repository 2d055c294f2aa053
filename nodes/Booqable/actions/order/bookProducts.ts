import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { asObjects, InputProblem, textOf, type Input } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { orderId, productId } from '../../parameters';
import { confirmShortage, SIMPLE } from './fields';
import { fulfill } from './fulfill';
import { get } from './get';
import { orderTimes } from './timeZone';

const products: INodeProperties = {
	displayName: 'Products',
	name: 'products',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Product',
	default: {},
	options: [
		{
			displayName: 'Product',
			name: 'product',
			values: [
				productId,
				{ displayName: 'Quantity', name: 'quantity', type: 'number', typeOptions: { minValue: 1 }, default: 1 },
			],
		},
	],
};

const mode: INodeProperties = {
	displayName: 'Products Already Booked',
	name: 'mode',
	type: 'options',
	options: [
		{ name: 'Add a New Line', value: 'create_new' },
		{ name: 'Add to the Line That Is There', value: 'infer_planning' },
	],
	default: 'create_new',
};

export const bookProducts = operation({
	resource: 'order',
	name: 'bookProducts',
	label: 'Book Products',
	action: 'Book products on order',
	description: 'Put products on an order, with their prices. All of them or, where one is not available, none.',
	parameters: [orderId, products],
	options: [confirmShortage, mode, orderTimes],
	keys: (input) => [input.id('orderId')],
	effect: 'append',
	endpoints: [fulfill, get],
	execute: async (calls, input) => {
		const orderId = input.id('orderId');
		await calls.one(fulfill, { orderId, actions: bookings(input), confirmShortage: input.option('confirmShortage') });
		return await calls.one(get, { orderId, options: { orderTimes: input.option('orderTimes') } });
	},
	simplify: SIMPLE,
});

function bookings(input: Input): IDataObject[] {
	const chosen = asObjects(input.collection('products').product);
	if (chosen.length === 0)
		throw new InputProblem(
			'products',
			'No product is named',
			'Add at least one product. Booqable accepts products, not product groups.',
		);
	return chosen.map(({ productId: picked, quantity }) => ({
		action: 'book_product',
		mode: textOf(input.option('mode')) || 'create_new',
		product_id: pickedId(picked),
		quantity: Number(quantity ?? 1),
	}));
}

/** Pickers within a collection come as they are stored, or as their value alone. */
function pickedId(picked: unknown): string {
	// a resource locator
	const id = picked !== null && typeof picked === 'object' ? textOf((picked as IDataObject).value) : textOf(picked);
	if (id === '') throw new InputProblem('productId', 'A product is empty', 'Choose one from the list, or map an ID.');
	return id;
}
