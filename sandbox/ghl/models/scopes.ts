const READ_AND_WRITE = [
	'contacts',
	'locations/customFields',
	'locations/customValues',
	'locations/tags',
	'businesses',
	'calendars',
	'calendars/groups',
	'calendars/events',
	'opportunities',
	'conversations',
	'conversations/message',
	'forms',
	'objects/record',
	'associations',
	'associations/relation',
];
const READ_ONLY = ['locations', 'locations/tasks', 'users', 'workflows', 'campaigns', 'objects/schema'];

/** Scopes of a location that this stand-in knows. */
export const LOCATION_SCOPES = [
	...READ_AND_WRITE.flatMap((name) => [`${name}.readonly`, `${name}.write`]),
	...READ_ONLY.map((name) => `${name}.readonly`),
];
/** Scopes that only an agency's token can hold. */
export const AGENCY_SCOPES = ['oauth.readonly', 'oauth.write'];
export const ALL_SCOPES = [...LOCATION_SCOPES, ...AGENCY_SCOPES];
