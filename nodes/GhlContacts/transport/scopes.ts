/**
 * Scopes by what a user wants to do; no more than the operations and their lists in the editor need, which a test holds
 * against them. Source: GHL docs/oauth/Scopes.md.
 */
const CONTACT_READ = [
	'businesses.readonly',
	'campaigns.readonly',
	'contacts.readonly',
	'locations.readonly',
	'locations/customFields.readonly',
	'locations/tags.readonly',
	'locations/tasks.readonly',
	'users.readonly',
	'workflows.readonly',
];

const READ = [
	...CONTACT_READ,
	'calendars.readonly',
	'calendars/events.readonly',
	'calendars/groups.readonly',
	'conversations.readonly',
	'forms.readonly',
	'opportunities.readonly',
];

const WRITE = [
	'businesses.write',
	'calendars/events.write',
	'contacts.write',
	'conversations/message.write',
	'locations/customFields.write',
	'locations/tags.write',
	'opportunities.write',
];

/** Only a token of an agency can hold these: to list its sub-accounts, and to get a token of one of them. */
const AGENCY = ['oauth.readonly', 'oauth.write'];

export const CONTACT_SCOPES = [...CONTACT_READ, 'contacts.write'].join(' ');
export const READ_ONLY_SCOPES = READ.join(' ');
export const ALL_SCOPES = [...READ, ...WRITE].join(' ');
export const AGENCY_SCOPES = [...READ, ...WRITE, ...AGENCY].join(' ');

/**
 * How GHL names a scope where one is ticked for a private integration; scopes of which that is not documented are left
 * out. Source: GHL docs, HighLevel MCP Server.
 */
const LABELS: Readonly<Record<string, string>> = {
	'calendars.readonly': 'View Calendars',
	'calendars/events.readonly': 'View Calendar Events',
	'contacts.readonly': 'View Contacts',
	'contacts.write': 'Edit Contacts',
	'conversations.readonly': 'View Conversations',
	'conversations.write': 'Edit Conversations',
	'conversations/message.readonly': 'View Conversation Messages',
	'conversations/message.write': 'Edit Conversation Messages',
	'forms.readonly': 'View Forms',
	'locations.readonly': 'View Locations',
	'locations/customFields.readonly': 'View Custom Fields',
	'opportunities.readonly': 'View Opportunities',
	'opportunities.write': 'Edit Opportunities',
};

/** `contacts.write ("Edit Contacts")`: the name for an app, and the label for a private integration. */
export const withLabels = (scopes: readonly string[]): string =>
	scopes.map((scope) => (LABELS[scope] ? `${scope} ("${LABELS[scope]}")` : scope)).join(' and ');
