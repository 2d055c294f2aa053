import { z } from 'zod';
import { succeeded } from '../views/succeeded';
import { endpoint, type Endpoint } from './endpoint';
import { badRequest } from '../errors';
import { FIELD_TYPES } from '../models/records';
import { filled, flag, list, shape, text } from '../rules/validation';
import { fieldView } from '../views/customFields';
import { forgetValues, keyOf, ownField } from '../rules/customFields';

const model = z.enum(['contact', 'opportunity']);
const rest = {
	placeholder: text.optional(),
	acceptedFormat: list.optional(),
	isMultipleFile: flag.optional(),
	maxNumberOfFiles: z.number().optional(),
	textBoxListOptions: z.array(shape({ label: text, prefillValue: text.optional() })).optional(),
	position: z.number().optional(),
	model: model.optional(),
	/** Not in the specification; the only way to give a list its choices. */
	options: list.optional(),
};

const createField = endpoint({
	method: 'POST',
	path: '/locations/:locationId/customFields',
	scope: 'locations/customFields.write',
	status: 201,
	body: shape({ ...rest, name: filled, dataType: z.enum(FIELD_TYPES) }),
	run({ account, locationId, body }) {
		const owner = body.model ?? 'contact';
		const fieldKey = keyOf(owner, body.name);
		if (account.store.customFields.find((field) => field.locationId === locationId && field.fieldKey === fieldKey))
			throw badRequest(`${fieldKey} already exists`);
		const field = account.store.customFields.add({
			id: account.id(),
			locationId,
			name: body.name,
			fieldKey,
			model: owner,
			dataType: body.dataType,
			placeholder: body.placeholder,
			position: body.position ?? 0,
			...(body.options ? { picklistOptions: body.options } : {}),
		});
		return { customField: fieldView(field) };
	},
});

const updateField = endpoint({
	method: 'PUT',
	path: '/locations/:locationId/customFields/:id',
	scope: 'locations/customFields.write',
	body: shape({ ...rest, name: filled }),
	run({ account, locationId, params, body: { name, placeholder, position, options } }) {
		const field = ownField(account, locationId, params.id);
		field.name = name;
		if (placeholder !== undefined) field.placeholder = placeholder;
		if (position !== undefined) field.position = position;
		if (options !== undefined) field.picklistOptions = options;
		return { customField: fieldView(field) };
	},
});

export const customFieldEndpoints: Endpoint[] = [
	endpoint({
		method: 'GET',
		path: '/locations/:locationId/customFields',
		scope: 'locations/customFields.readonly',
		query: shape({ model: z.enum(['contact', 'opportunity', 'all']).default('all') }),
		run: ({ account, locationId, query }) => ({
			customFields: account.store.customFields
				.where((field) => field.locationId === locationId && (query.model === 'all' || field.model === query.model))
				.map(fieldView),
		}),
	}),
	createField,
	endpoint({
		method: 'GET',
		path: '/locations/:locationId/customFields/:id',
		scope: 'locations/customFields.readonly',
		run: ({ account, locationId, params }) => ({ customField: fieldView(ownField(account, locationId, params.id)) }),
	}),
	updateField,
	endpoint({
		method: 'DELETE',
		path: '/locations/:locationId/customFields/:id',
		scope: 'locations/customFields.write',
		run({ account, locationId, version, params }) {
			const field = ownField(account, locationId, params.id);
			forgetValues(account, field);
			account.store.customFields.delete(field.id);
			return succeeded(version);
		},
	}),
];
