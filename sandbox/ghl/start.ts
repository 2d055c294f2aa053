import { keyOf } from './rules/customFields';
import type { Account } from './models/account';
import type { CustomField, FieldType } from './models/records';
import { ALL_SCOPES, LOCATION_SCOPES } from './models/scopes';
import { privateIntegration } from './models/tokens';
import * as world from './world';

const DAY = 86_400_000;

/** Builds the account that every reset leaves behind. */
export function addStart(account: Account): void {
	addLocations(account);
	addTokens(account);
	addUsers(account);
	addCustomFields(account);
	addSales(account);
	addCalendars(account);
	addMarketing(account);
}

function addLocations({ store }: Account): void {
	const shared = { companyId: world.COMPANY_ID, allowDuplicateContact: false, allowDuplicateOpportunity: false };
	store.locations.add({
		...shared,
		id: world.LOCATION_US,
		name: 'Harbor Rentals',
		address: '1 Example Street',
		city: 'Boston',
		state: 'MA',
		country: 'US',
		postalCode: '02108',
		website: 'https://harbor.example.com',
		timezone: 'America/New_York',
		email: 'office@harbor.example.com',
		phone: '+16175550100',
	});
	store.locations.add({
		...shared,
		id: world.LOCATION_NL,
		name: 'Gracht Verhuur',
		address: 'Voorbeeldgracht 1',
		city: 'Amsterdam',
		country: 'NL',
		postalCode: '1000 AA',
		website: 'https://gracht.example.com',
		timezone: 'Europe/Amsterdam',
		email: 'kantoor@gracht.example.com',
		phone: '+31201234567',
	});
}

function addTokens({ tokens }: Account): void {
	const readOnly = LOCATION_SCOPES.filter((scope) => scope.endsWith('.readonly'));
	tokens.add(privateIntegration(world.PIT_US, 'pit', world.COMPANY_ID, world.LOCATION_US));
	tokens.add(privateIntegration(world.PIT_NL, 'pit', world.COMPANY_ID, world.LOCATION_NL));
	tokens.add(privateIntegration(world.PIT_READONLY, 'pit', world.COMPANY_ID, world.LOCATION_US, readOnly));
	tokens.add(privateIntegration(world.PIT_AGENCY, 'agencyPit', world.COMPANY_ID, undefined));
	tokens.apps.set(world.CLIENT_ID, {
		clientId: world.CLIENT_ID,
		clientSecret: world.CLIENT_SECRET,
		scopes: ALL_SCOPES,
		draft: false,
		installed: new Set([world.LOCATION_US, world.LOCATION_NL]),
	});
}

function addUsers({ store }: Account): void {
	const shared = { companyId: world.COMPANY_ID, type: 'account' } as const;
	store.users.add({
		...shared,
		id: world.USER_ANNA,
		firstName: 'Anna',
		lastName: 'Miller',
		email: 'anna@harbor.example.com',
		phone: '+16175550101',
		role: 'admin',
		locationIds: [world.LOCATION_US],
	});
	store.users.add({
		...shared,
		id: world.USER_BEN,
		firstName: 'Ben',
		lastName: 'Ortiz',
		email: 'ben@harbor.example.com',
		role: 'user',
		locationIds: [world.LOCATION_US],
	});
	store.users.add({
		...shared,
		id: world.USER_CHRIS,
		firstName: 'Chris',
		lastName: 'de Vries',
		email: 'chris@gracht.example.com',
		role: 'admin',
		locationIds: [world.LOCATION_NL],
	});
}

function addCustomFields({ store }: Account): void {
	const { FIELDS } = world;
	const fields: Array<[id: string, name: string, dataType: FieldType, picklistOptions?: string[]]> = [
		[FIELDS.industry, 'Industry', 'TEXT'],
		[FIELDS.companySize, 'Company Size', 'SINGLE_OPTIONS', ['1-10', '11-50', '51-200', '201+']],
		[FIELDS.annualRevenue, 'Annual Revenue', 'MONETORY'],
		[FIELDS.booqableNumber, 'Booqable Number', 'NUMERICAL'],
		[FIELDS.booqableId, 'Booqable ID', 'TEXT'],
		[FIELDS.interests, 'Interests', 'MULTIPLE_OPTIONS', ['Tools', 'Party', 'Camera', 'Audio']],
		[FIELDS.renewal, 'Renewal', 'DATE'],
		[FIELDS.contract, 'Contract', 'FILE_UPLOAD'],
		[FIELDS.background, 'Background', 'LARGE_TEXT'],
		[FIELDS.officePhone, 'Office Phone', 'PHONE'],
		[FIELDS.newsletter, 'Newsletter', 'CHECKBOX', ['Weekly', 'Monthly']],
		[FIELDS.tier, 'Tier', 'RADIO', ['Bronze', 'Silver', 'Gold']],
		[FIELDS.emergencyContacts, 'Emergency Contacts', 'TEXTBOX_LIST', ['First', 'Second']],
	];
	for (const [index, [id, name, dataType, picklistOptions]] of fields.entries()) {
		const field: CustomField = {
			id,
			locationId: world.LOCATION_US,
			name,
			fieldKey: keyOf('contact', name),
			model: 'contact',
			dataType,
			position: index * 50,
			placeholder: '',
		};
		store.customFields.add(picklistOptions ? { ...field, picklistOptions } : field);
	}
	store.customFields.add({
		id: FIELDS.projectCode,
		locationId: world.LOCATION_US,
		name: 'Project Code',
		fieldKey: 'opportunity.project_code',
		model: 'opportunity',
		dataType: 'TEXT',
		position: 0,
	});
}

function addSales(account: Account): void {
	const { store } = account;
	const now = account.world.now();
	store.businesses.add({
		id: world.BUSINESS,
		locationId: world.LOCATION_US,
		name: 'Acme Events',
		phone: '+16175550110',
		email: 'hello@acme.example.com',
		city: 'Boston',
		state: 'MA',
		country: 'US',
		createdAt: now,
		updatedAt: now,
	});
	store.pipelines.add({
		id: world.PIPELINE,
		locationId: world.LOCATION_US,
		name: 'Rentals',
		stages: [
			{ id: world.STAGES.lead, name: 'Lead', position: 0 },
			{ id: world.STAGES.quoted, name: 'Quoted', position: 1 },
			{ id: world.STAGES.booked, name: 'Booked', position: 2 },
		],
	});
	store.lostReasons.add({ id: world.LOST_REASON, locationId: world.LOCATION_US, name: 'Too expensive' });
}

function addCalendars({ store }: Account): void {
	store.calendarGroups.add({
		id: world.CALENDAR_GROUP,
		locationId: world.LOCATION_US,
		name: 'Showroom',
		description: 'Visits to the showroom',
		slug: 'showroom',
		isActive: true,
	});
	store.calendars.add({
		id: world.CALENDAR,
		locationId: world.LOCATION_US,
		groupId: world.CALENDAR_GROUP,
		name: 'Pickup',
		description: 'Pickup of rented goods',
		slotMinutes: 60,
		openFrom: 9,
		openTo: 17,
		userIds: [world.USER_ANNA, world.USER_BEN],
		isActive: true,
	});
}

function addMarketing(account: Account): void {
	const { store } = account;
	const at = account.world.now() - 30 * DAY;
	const shared = { locationId: world.LOCATION_US };
	store.workflows.add({
		...shared,
		id: world.WORKFLOW,
		name: 'Welcome',
		status: 'published',
		version: 3,
		createdAt: at,
		updatedAt: at,
	});
	store.workflows.add({
		...shared,
		id: world.WORKFLOW_DRAFT,
		name: 'Win back',
		status: 'draft',
		version: 1,
		createdAt: at,
		updatedAt: at,
	});
	store.campaigns.add({ ...shared, id: world.CAMPAIGN, name: 'Spring', status: 'published' });
	store.campaigns.add({ ...shared, id: world.CAMPAIGN_SECOND, name: 'Autumn', status: 'draft' });
	store.forms.add({ ...shared, id: world.FORM, name: 'Contact us' });
	for (const name of ['customer', 'newsletter']) store.tags.add({ ...shared, id: account.id(), name });
}
