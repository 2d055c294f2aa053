import { z } from 'zod';
import type { View } from './contactViews';
import { succeeded } from './contacts';
import { saveContact } from './contactRules';
import { endpoint, type Endpoint } from './endpoint';
import { badRequest, notFound } from './errors';
import type { Ghl } from './ghl';
import { FIELD_TYPES, type CustomField } from './records';
import { filled, flag, list, shape, text } from './validation';

const model = z.enum(['contact', 'opportunity']);
const WITH_OPTIONS = ['SINGLE_OPTIONS', 'MULTIPLE_OPTIONS', 'CHECKBOX', 'RADIO', 'TEXTBOX_LIST'];

function fieldView(field: CustomField): View {
	return {
		...field,
		...(field.picklistOptions || !WITH_OPTIONS.includes(field.dataType) ? {} : { picklistOptions: [] }),
		...(field.dataType === 'FILE_UPLOAD' ? { isMultiFileAllowed: false, maxFileLimit: 1 } : {}),
	};
}

export const keyOf = (owner: 'contact' | 'opportunity', name: string): string =>
	`${owner}.${name
		.trim()
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, '_')}`;

/** By id or by key, with its model in front. */
function ownField(ghl: Ghl, locationId: string, idOrKey: string | undefined): CustomField {
	const field = ghl.store.customFields.find((each) => each.locationId === locationId && (each.id === idOrKey || each.fieldKey === idOrKey));
	if (!field) throw notFound(`Custom field with id ${idOrKey} not found`);
	return field;
}

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
	run({ ghl, locationId, body }) {
		const owner = body.model ?? 'contact';
		const fieldKey = keyOf(owner, body.name);
		if (ghl.store.customFields.find((field) => field.locationId === locationId && field.fieldKey === fieldKey))
			throw badRequest(`${fieldKey} already exists`);
		const field = ghl.store.customFields.add({
			id: ghl.id(),
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
	run({ ghl, locationId, params, body: { name, placeholder, position, options } }) {
		const field = ownField(ghl, locationId, params.id);
		field.name = name;
		if (placeholder !== undefined) field.placeholder = placeholder;
		if (position !== undefined) field.position = position;
		if (options !== undefined) field.picklistOptions = options;
		return { customField: fieldView(field) };
	},
});

function forgetValues(ghl: Ghl, field: CustomField): void {
	for (const contact of ghl.store.contacts.where((each) => field.id in each.customFields)) {
		delete contact.customFields[field.id];
		saveContact(ghl, contact);
	}
}

export const customFieldEndpoints: Endpoint[] = [
	endpoint({
		method: 'GET',
		path: '/locations/:locationId/customFields',
		scope: 'locations/customFields.readonly',
		query: shape({ model: z.enum(['contact', 'opportunity', 'all']).default('all') }),
		run: ({ ghl, locationId, query }) => ({
			customFields: ghl.store.customFields
				.where((field) => field.locationId === locationId && (query.model === 'all' || field.model === query.model))
				.map(fieldView),
		}),
	}),
	createField,
	endpoint({
		method: 'GET',
		path: '/locations/:locationId/customFields/:id',
		scope: 'locations/customFields.readonly',
		run: ({ ghl, locationId, params }) => ({ customField: fieldView(ownField(ghl, locationId, params.id)) }),
	}),
	updateField,
	endpoint({
		method: 'DELETE',
		path: '/locations/:locationId/customFields/:id',
		scope: 'locations/customFields.write',
		run({ ghl, locationId, version, params }) {
			const field = ownField(ghl, locationId, params.id);
			forgetValues(ghl, field);
			ghl.store.customFields.delete(field.id);
			return succeeded(version);
		},
	}),
];
