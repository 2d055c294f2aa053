import { z } from 'zod';
import { keyOf } from './rules/customFields';
import { newContact } from './rules/contacts';
import type { Account } from './models/account';
import { FIELD_TYPES, type Contact } from './models/records';
import { ALL_SCOPES } from './models/scopes';
import { privateIntegration } from './models/tokens';
import { e164, tagNames } from './rules/values';
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
		/**
		 * Takes away every custom field with its values: a location has none of its own. Before anything else of the seed
		 * is added.
		 */
		plain: z.literal(true),
		locations: z.array(location),
		contacts: z.array(contact),
		/** That many contacts, numbered, with an email each: for paging. */
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
		/**
		 * Values of an opportunity's custom fields, by field ID, of any form: files and booleans come from the app, not
		 * from the API.
		 */
		opportunityValues: z.record(z.record(z.unknown())),
		/** Open from nine to five on weekdays, by the hour. */
		calendars: z.array(
			z.object({ id: text.optional(), locationId, name: text, userIds: z.array(text).default([]) }).strict(),
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
		/** Calls that private integrations of the location have made today. */
		apiUsage: z.number().int().nonnegative(),
		indexLag: z.number().nonnegative(),
		webhookRetries: z.enum(['any', 'only429']),
		appointmentEventsNamedCreate: z.boolean(),
	})
	.partial()
	.strict();

type Seed = z.output<typeof seedSchema>;
export type GhlSeed = z.input<typeof seedSchema>;

/** Adds records as if they had been there for long: searches find them at once, and no webhook tells of them. */
export function seed(account: Account, input: unknown): { contacts: Array<{ id: string }> } {
	const parsed = seedSchema.parse(input);
	if (parsed.plain) removeCustomFields(account);
	if (parsed.apiUsage !== undefined) account.limits.useDay(LOCATION_US, parsed.apiUsage);
	aimWebhooks(account, parsed);
	addAccount(account, parsed);
	addRecords(account, parsed);
	for (const [id, values] of Object.entries(parsed.opportunityValues ?? {})) setOpportunityValues(account, id, values);
	applySettings(account, parsed);
	const contacts = (parsed.contacts ?? []).map((each) => addContact(account, each));
	if (parsed.manyContacts) addManyContacts(account, parsed.manyContacts);
	return { contacts: contacts.map(({ id }) => ({ id })) };
}

function setOpportunityValues(account: Account, id: string, values: { [fieldId: string]: unknown }): void {
	const opportunity = account.store.opportunities.get(id);
	if (!opportunity) throw new Error(`There is no opportunity with id ${id}.`);
	Object.assign(opportunity.customFields, values);
	account.store.opportunityIndex.write(id, opportunity, 0);
}

function removeCustomFields(account: Account): void {
	for (const field of account.store.customFields.all()) {
		for (const contact of account.store.contacts.where((each) => field.id in each.customFields)) {
			delete contact.customFields[field.id];
			account.store.contactIndex.write(contact.id, contact, 0);
		}
		account.store.customFields.delete(field.id);
	}
}

const OPEN_HOURS = { description: '', slotMinutes: 60, openFrom: 9, openTo: 17, isActive: true };

/** Before the apps of this seed are added, since those may have a URL of their own. */
function aimWebhooks(account: Account, { webhookUrl, webhookEvents }: Seed): void {
	for (const app of account.tokens.apps.values()) {
		if (webhookUrl !== undefined) app.webhookUrl = webhookUrl ?? undefined;
		if (webhookEvents !== undefined) app.webhookEvents = webhookEvents ?? undefined;
	}
}

function addAccount(
	account: Account,
	{ locations = [], users = [], tokens = [], clients = [], webhookUrl }: Seed,
): void {
	for (const each of locations) account.store.locations.add({ ...each, id: each.id ?? account.id() });
	for (const each of users) account.store.users.add({ ...each, id: each.id ?? account.id() });
	for (const {
		token,
		kind,
		companyId,
		locationId: owner = kind === 'pit' ? LOCATION_US : undefined,
		scopes,
	} of tokens) {
		account.tokens.add(privateIntegration(token, kind, companyId, owner, scopes));
	}
	for (const each of clients)
		account.tokens.apps.set(each.clientId, {
			...each,
			webhookUrl: each.webhookUrl ?? webhookUrl ?? undefined,
			installed: new Set(each.installed),
		});
}

function addRecords(
	account: Account,
	{ customFields = [], calendars = [], businesses = [], submissions = [] }: Seed,
): void {
	const now = account.world.now();
	for (const { picklistOptions, ...each } of customFields) {
		account.store.customFields.add({
			...each,
			id: each.id ?? account.id(),
			fieldKey: each.fieldKey ?? keyOf(each.model, each.name),
			position: 0,
			...(picklistOptions ? { picklistOptions } : {}),
		});
	}
	for (const each of calendars) account.store.calendars.add({ ...OPEN_HOURS, ...each, id: each.id ?? account.id() });
	for (const each of businesses)
		account.store.businesses.add({ ...each, id: each.id ?? account.hexId(), createdAt: now, updatedAt: now });
	for (const each of submissions)
		account.store.submissions.add({ ...each, id: each.id ?? account.hexId(), createdAt: each.createdAt ?? now });
}

function applySettings(
	account: Account,
	{ allowDuplicateContact, allowDuplicateOpportunity, indexLag, webhookRetries, appointmentEventsNamedCreate }: Seed,
): void {
	for (const each of account.store.locations.all()) {
		if (allowDuplicateContact !== undefined) each.allowDuplicateContact = allowDuplicateContact;
		if (allowDuplicateOpportunity !== undefined) each.allowDuplicateOpportunity = allowDuplicateOpportunity;
	}
	if (indexLag !== undefined) account.settings.indexLag = indexLag;
	if (webhookRetries !== undefined) account.settings.webhookRetries = webhookRetries;
	if (appointmentEventsNamedCreate !== undefined)
		account.settings.appointmentEventsNamedCreate = appointmentEventsNamedCreate;
}

function addContact(account: Account, fields: z.output<typeof contact>): Contact {
	const fresh = newContact(account, fields.locationId ?? LOCATION_US);
	const { country = 'US' } = account.store.locations.get(fresh.locationId) ?? {};
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
	account.store.contacts.add(made);
	account.store.contactIndex.write(made.id, made, 0);
	return made;
}

/** A second apart, and every tenth at the same moment as its neighbor, so that a cursor by date alone loses some. */
function addManyContacts(account: Account, { count, locationId: owner }: { count: number; locationId: string }): void {
	const start = account.world.now() - count * 1000;
	for (let number = 1; number <= count; number += 1) {
		const at = start + (number % 10 === 0 ? number - 1 : number) * 1000;
		addContact(account, {
			locationId: owner,
			firstName: 'Contact',
			lastName: String(number),
			email: `contact.${number}@example.com`,
			dateAdded: at,
			dateUpdated: at,
		});
	}
}
