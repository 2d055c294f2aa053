import { z } from 'zod';
import { keyOf } from './customFields';
import { newContact } from './contactRules';
import type { Ghl } from './ghl';
import { FIELD_TYPES, type Contact } from './records';
import { ALL_SCOPES } from './scopes';
import { privateIntegration } from './tokens';
import { e164, tagNames } from './values';
import { COMPANY_ID, LOCATION_US } from './world';

const text = z.string();
const time = z.union([z.number(), z.string().transform((value) => Date.parse(value))]);
const locationId = text.default(LOCATION_US);

const location = z
	.object({
		id: text.optional(),
		companyId: text.default(COMPANY_ID),
		name: text,
		country: text.default('US'),
		timezone: text.default('UTC'),
		address: text.optional(),
		city: text.optional(),
		state: text.optional(),
		postalCode: text.optional(),
		website: text.optional(),
		email: text.optional(),
		phone: text.optional(),
		allowDuplicateContact: z.boolean().default(false),
		allowDuplicateOpportunity: z.boolean().default(false),
	})
	.strict();

const contact = z
	.object({
		id: text,
		locationId: text,
		firstName: text,
		lastName: text,
		email: text,
		phone: text,
		additionalEmails: z.array(text),
		additionalPhones: z.array(text),
		companyName: text,
		businessId: text,
		address1: text,
		city: text,
		state: text,
		postalCode: text,
		country: text,
		website: text,
		timezone: text,
		source: text,
		dateOfBirth: text,
		assignedTo: text,
		dnd: z.boolean(),
		tags: z.array(text),
		followers: z.array(text),
		/** By field id. */
		customFields: z.record(z.unknown()),
		dateAdded: time,
		dateUpdated: time,
	})
	.partial()
	.strict();

const seedSchema = z
	.object({
		locations: z.array(location),
		contacts: z.array(contact),
		/** That many contacts, numbered, with an e-mail each: for paging. */
		manyContacts: z.object({ count: z.number().int().positive(), locationId }).strict(),
		customFields: z.array(
			z
				.object({
					id: text.optional(),
					locationId,
					name: text,
					dataType: z.enum(FIELD_TYPES),
					model: z.enum(['contact', 'opportunity']).default('contact'),
					fieldKey: text.optional(),
					picklistOptions: z.array(text).optional(),
				})
				.strict(),
		),
		businesses: z.array(
			z
				.object({
					id: text.optional(),
					locationId,
					name: text,
					phone: text.optional(),
					email: text.optional(),
					website: text.optional(),
					city: text.optional(),
				})
				.strict(),
		),
		users: z.array(
			z
				.object({
					id: text.optional(),
					companyId: text.default(COMPANY_ID),
					firstName: text,
					lastName: text,
					email: text,
					phone: text.optional(),
					type: z.enum(['account', 'agency']).default('account'),
					role: z.enum(['admin', 'user']).default('user'),
					locationIds: z.array(text).default([LOCATION_US]),
				})
				.strict(),
		),
		submissions: z.array(
			z
				.object({
					id: text.optional(),
					locationId,
					formId: text,
					contactId: text,
					name: text,
					email: text,
					createdAt: time.optional(),
					others: z.record(z.unknown()).default({}),
				})
				.strict(),
		),
		tokens: z.array(
			z
				.object({
					token: text,
					kind: z.enum(['pit', 'agencyPit']),
					companyId: text.default(COMPANY_ID),
					locationId: text.optional(),
					scopes: z.array(text).optional(),
				})
				.strict(),
		),
		clients: z.array(
			z
				.object({
					clientId: text,
					clientSecret: text,
					scopes: z.array(text).default(ALL_SCOPES),
					draft: z.boolean().default(false),
					installed: z.array(text).default([]),
					webhookUrl: text.url().optional(),
					webhookEvents: z.array(text).optional(),
				})
				.strict(),
		),
		/** Where every app sends its webhooks; null for nowhere. */
		webhookUrl: text.url().nullable(),
		/** Only these events are sent; null for all. */
		webhookEvents: z.array(text).nullable(),
		allowDuplicateContact: z.boolean(),
		allowDuplicateOpportunity: z.boolean(),
		indexLag: z.number().nonnegative(),
		webhookRetries: z.enum(['any', 'only429']),
		appointmentEventsNamedCreate: z.boolean(),
	})
	.partial()
	.strict();

type Seed = z.output<typeof seedSchema>;
export type GhlSeed = z.input<typeof seedSchema>;

/** Adds records as if they had been there for long: searches find them at once, and no webhook tells of them. */
export function seed(ghl: Ghl, input: unknown): { contacts: Array<{ id: string }> } {
	const parsed = seedSchema.parse(input);
	aimWebhooks(ghl, parsed);
	addAccount(ghl, parsed);
	addRecords(ghl, parsed);
	applySettings(ghl, parsed);
	const contacts = (parsed.contacts ?? []).map((each) => addContact(ghl, each));
	if (parsed.manyContacts) addManyContacts(ghl, parsed.manyContacts);
	return { contacts: contacts.map(({ id }) => ({ id })) };
}

/** Before the apps of this seed are added, since those may have a URL of their own. */
function aimWebhooks(ghl: Ghl, { webhookUrl, webhookEvents }: Seed): void {
	for (const app of ghl.tokens.apps.values()) {
		if (webhookUrl !== undefined) app.webhookUrl = webhookUrl ?? undefined;
		if (webhookEvents !== undefined) app.webhookEvents = webhookEvents ?? undefined;
	}
}

function addAccount(ghl: Ghl, { locations = [], users = [], tokens = [], clients = [], webhookUrl }: Seed): void {
	for (const each of locations) ghl.store.locations.add({ ...each, id: each.id ?? ghl.id() });
	for (const each of users) ghl.store.users.add({ ...each, id: each.id ?? ghl.id() });
	for (const { token, kind, companyId, locationId: owner = kind === 'pit' ? LOCATION_US : undefined, scopes } of tokens) {
		ghl.tokens.add(privateIntegration(token, kind, companyId, owner, scopes));
	}
	for (const each of clients)
		ghl.tokens.apps.set(each.clientId, { ...each, webhookUrl: each.webhookUrl ?? webhookUrl ?? undefined, installed: new Set(each.installed) });
}

function addRecords(ghl: Ghl, { customFields = [], businesses = [], submissions = [] }: Seed): void {
	const now = ghl.world.now();
	for (const { picklistOptions, ...each } of customFields) {
		ghl.store.customFields.add({
			...each,
			id: each.id ?? ghl.id(),
			fieldKey: each.fieldKey ?? keyOf(each.model, each.name),
			position: 0,
			...(picklistOptions ? { picklistOptions } : {}),
		});
	}
	for (const each of businesses) ghl.store.businesses.add({ ...each, id: each.id ?? ghl.hexId(), createdAt: now, updatedAt: now });
	for (const each of submissions) ghl.store.submissions.add({ ...each, id: each.id ?? ghl.hexId(), createdAt: each.createdAt ?? now });
}

function applySettings(
	ghl: Ghl,
	{ allowDuplicateContact, allowDuplicateOpportunity, indexLag, webhookRetries, appointmentEventsNamedCreate }: Seed,
): void {
	for (const each of ghl.store.locations.all()) {
		if (allowDuplicateContact !== undefined) each.allowDuplicateContact = allowDuplicateContact;
		if (allowDuplicateOpportunity !== undefined) each.allowDuplicateOpportunity = allowDuplicateOpportunity;
	}
	if (indexLag !== undefined) ghl.settings.indexLag = indexLag;
	if (webhookRetries !== undefined) ghl.settings.webhookRetries = webhookRetries;
	if (appointmentEventsNamedCreate !== undefined) ghl.settings.appointmentEventsNamedCreate = appointmentEventsNamedCreate;
}

function addContact(ghl: Ghl, fields: z.output<typeof contact>): Contact {
	const fresh = newContact(ghl, fields.locationId ?? LOCATION_US);
	const { country = 'US' } = ghl.store.locations.get(fresh.locationId) ?? {};
	const made: Contact = {
		...fresh,
		...fields,
		id: fields.id ?? fresh.id,
		locationId: fresh.locationId,
		tags: tagNames(fields.tags ?? []),
		phone: fields.phone === undefined ? undefined : (e164(fields.phone, country) ?? fields.phone),
		dateAdded: fields.dateAdded ?? fresh.dateAdded,
		dateUpdated: fields.dateUpdated ?? fields.dateAdded ?? fresh.dateUpdated,
	};
	ghl.store.contacts.add(made);
	ghl.store.contactIndex.write(made.id, made, 0);
	return made;
}

/** A second apart, and every tenth at the same moment as its neighbour, so that a cursor by date alone loses some. */
function addManyContacts(ghl: Ghl, { count, locationId: owner }: { count: number; locationId: string }): void {
	const start = ghl.world.now() - count * 1000;
	for (let number = 1; number <= count; number += 1) {
		const at = start + (number % 10 === 0 ? number - 1 : number) * 1000;
		addContact(ghl, {
			locationId: owner,
			firstName: 'Contact',
			lastName: String(number),
			email: `contact.${number}@example.com`,
			dateAdded: at,
			dateUpdated: at,
		});
	}
}
