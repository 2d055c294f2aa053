import { z } from 'zod';
import { V3_DND_CHANNELS } from '../models/records';
import { email, filled, flag, list, shape, text } from './validation';

export const customFieldInput = shape({
	id: text.optional(),
	key: text.optional(),
	field_value: z.unknown(),
	fieldValue: z.unknown(),
});
export type CustomFieldInput = z.output<typeof customFieldInput>;

const dndSetting = shape({
	status: z.enum(['active', 'inactive', 'permanent']),
	message: text.optional(),
	code: text.optional(),
});
/**
 * v2 writes the channels `Call, Email, SMS …`, v3 `call, email, sms …`; v3 is known to be lenient elsewhere, so it
 * takes both here.
 */
const v2Dnd = shape({
	Call: dndSetting.optional(),
	Email: dndSetting.optional(),
	SMS: dndSetting.optional(),
	WhatsApp: dndSetting.optional(),
	GMB: dndSetting.optional(),
	FB: dndSetting.optional(),
});

/** Gives a v3 object the v2 names, so that the rest need not know. */
export function v2DndKeys(body: unknown): unknown {
	if (
		typeof body !== 'object' ||
		body === null ||
		!('dndSettings' in body) ||
		typeof body.dndSettings !== 'object' ||
		body.dndSettings === null
	)
		return body;
	const renamed = Object.entries(body.dndSettings).map(([key, value]) => [
		Object.entries(V3_DND_CHANNELS).find(([name]) => name === key)?.[1] ?? key,
		value,
	]);
	return { ...body, dndSettings: Object.fromEntries(renamed) };
}

const common = {
	firstName: text.nullish(),
	lastName: text.nullish(),
	name: text.nullish(),
	email: email.nullish(),
	phone: text.nullish(),
	address1: text.nullish(),
	city: text.nullish(),
	state: text.nullish(),
	postalCode: text.optional(),
	website: text.nullish(),
	timezone: text.nullish(),
	dnd: flag.optional(),
	dndSettings: v2Dnd.optional(),
	inboundDndSettings: shape({
		all: shape({ status: z.enum(['active', 'inactive']), message: text.optional() }).optional(),
	}).optional(),
	tags: list.optional(),
	customFields: z.array(customFieldInput).optional(),
	source: text.nullish(),
	dateOfBirth: text.nullish(),
	country: text.optional(),
	assignedTo: text.nullish(),
};
/**
 * `source` and `assignedTo` are nullable in UpdateContactDto of the OpenAPI specification, in CreateContactDto and
 * UpsertContactDto they are not.
 */
const onCreation = {
	...common,
	source: text.optional(),
	assignedTo: text.optional(),
	locationId: filled,
	gender: text.optional(),
	companyName: text.nullish(),
};

export const contactCreate = shape(onCreation);
export const contactUpsert = shape({ ...onCreation, createNewIfDuplicateAllowed: flag.optional() });
/** No locationId, gender or companyName: the class for updates does not have them. */
export const contactUpdate = shape(common);

export type ContactFields = z.output<typeof contactUpdate> & {
	gender?: string | undefined;
	companyName?: string | null | undefined;
};
