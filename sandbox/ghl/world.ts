/** The account that exists after every reset. Tests and examples import these instead of repeating them. */

export const COMPANY_ID = 'SandboxCompany000001';

/** United States, America/New_York; refuses duplicate contacts, as a new account does. */
export const LOCATION_US = 'SandboxLocationUS001';
/** Netherlands, Europe/Amsterdam. */
export const LOCATION_NL = 'SandboxLocationNL001';

/** Private integration tokens: all scopes, of one location each. */
export const PIT_US = 'pit-sandbox-0000';
export const PIT_NL = 'pit-sandbox-0001';
/** Only scopes that end in `.readonly`, of the first location. */
export const PIT_READONLY = 'pit-sandbox-readonly';
/** Of the agency: good for locations and users, refused for everything inside a location. */
export const PIT_AGENCY = 'pit-sandbox-agency';

export const APP_ID = '66f0c1d2e3f4a5b6c7d8e9f0';
export const CLIENT_ID = `${APP_ID}-sandbox1`;
export const CLIENT_SECRET = '5a4dbc02-0000-4000-8000-000000000001';

export const USER_ANNA = 'SandboxUserAnna00001';
export const USER_BEN = 'SandboxUserBen000001';
export const USER_CHRIS = 'SandboxUserChris0001';

/** Custom fields of the first location. */
export const FIELDS = {
	industry: 'SandboxFieldIndustry',
	companySize: 'SandboxFieldCompSize',
	annualRevenue: 'SandboxFieldRevenue0',
	booqableNumber: 'SandboxFieldBqNumber',
	booqableId: 'SandboxFieldBooqable',
	interests: 'SandboxFieldInterest',
	renewal: 'SandboxFieldRenewal0',
	contract: 'SandboxFieldContract',
	background: 'SandboxFieldBackgrnd',
	officePhone: 'SandboxFieldOffPhone',
	newsletter: 'SandboxFieldNewslett',
	tier: 'SandboxFieldTier0000',
	emergencyContacts: 'SandboxFieldEmergenc',
	projectCode: 'SandboxFieldProjCode',
} as const;

export const BUSINESS = '66f0c1d2e3f4a5b6c7d8e901';
export const PIPELINE = 'SandboxPipeline00001';
export const STAGES = {
	lead: '5a4dbc02-0000-4000-8000-00000000a001',
	quoted: '5a4dbc02-0000-4000-8000-00000000a002',
	booked: '5a4dbc02-0000-4000-8000-00000000a003',
} as const;
export const LOST_REASON = '66f0c1d2e3f4a5b6c7d8e902';
export const CALENDAR = 'SandboxCalendar00001';
export const CALENDAR_GROUP = 'SandboxCalGroup00001';
export const WORKFLOW = '5a4dbc02-0000-4000-8000-00000000b001';
export const WORKFLOW_DRAFT = '5a4dbc02-0000-4000-8000-00000000b002';
export const CAMPAIGN = 'SandboxCampaign00001';
export const CAMPAIGN_SECOND = 'SandboxCampaign00002';
export const FORM = 'SandboxForm000000001';
