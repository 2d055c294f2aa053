import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { fieldProposals } from '../../apps/fieldProposals';
import type { Resource } from '../../shared/operation';
import { ledgerOperation } from '../ledgerOperation';
import { listIn } from '../parameters';

const list = (displayName: string, name: string, operation: string, node: string): INodeProperties => ({
	displayName,
	name,
	type: 'json',
	required: true,
	default: '',
	placeholder: `e.g. {{ $('${node}').all().map((item) => item.json) }}`,
	description: `The custom fields as ${operation} gives them`,
});

const propose = ledgerOperation(
	{
		resource: 'fieldPair',
		name: 'propose',
		label: 'Propose',
		action: 'Propose field pairs',
		description:
			'Match the custom fields of Booqable customers and GHL contacts by name and type. Returns one item for each pair that can be kept the same, each field whose other can be made, and each pair of one name that does not fit, with the reason. Fields that the templates map already are left out.',
		effect: 'read',
		parameters: [
			list('Booqable Fields', 'booqableFields', 'Default Property: Get Many', 'Get many default properties'),
			list('GHL Fields', 'ghlFields', 'Custom Field: Get Many', 'Get many custom fields'),
		],
	},
	async (_, input) =>
		await Promise.resolve(
			fieldProposals(listIn(input, 'booqableFields'), listIn(input, 'ghlFields')).map(
				(proposal) => ({ ...proposal }) as unknown as IDataObject, // plain JSON
			),
		),
);

export const fieldPair: Resource = { name: 'fieldPair', label: 'Field Pair', operations: [propose] };
