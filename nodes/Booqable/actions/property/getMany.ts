import { operation } from '../../../shared/operation';
import { BY_TIME, textFilter, timeFilters } from '../../filters/filters';
import { listing } from '../../filters/listing';
import { ownerFilter, propertyOwnerType } from '../../owners';

const list = listing({
	filters: [
		...timeFilters('created', 'Created', 'created_at'),
		textFilter('defaultPropertyId', 'Default Property Name or ID', 'filter[default_property_id]'),
		textFilter('identifier', 'Identifier', 'filter[identifier]', { placeholder: 'e.g. company_size' }),
		textFilter('name', 'Name', 'filter[name]'),
		...timeFilters('updated', 'Updated', 'updated_at'),
	],
	sort: [{ name: 'Position', value: 'position' }, ...BY_TIME],
	include: ['owner'],
});

export const getMany = operation({
	resource: 'property',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many properties',
	description:
		'List the property values of a record, or of all records of a kind: custom fields, phones and addresses in parts',
	parameters: [propertyOwnerType, ownerFilter, ...list.parameters],
	options: list.options,
	endpoint: {
		route: 'GET /api/4/properties.json',
		effect: 'read',
		source: 'Booqable API v4, Properties',
		query: (input) => ({
			'filter[owner_type]': input.text('ownerType'),
			'filter[owner_id]': input.text('ownerId'),
			...list.query(input),
		}),
		paging: list.paging,
	},
});
