/**
 * A table of the assumed direct API: its path, and the fields it takes. Others are refused, so that a wrong name is
 * seen.
 */
export interface Table {
	readonly path: string;
	readonly writable: readonly string[];
	readonly required: readonly string[];
	/** Its records belong to the job of the path. */
	readonly ofJob?: boolean;
}

const words = (text: string): string[] => text.split(' ').filter(Boolean);
const PLACE = 'address city state postal_code country';

export const TABLES = {
	contacts: {
		path: '/contacts',
		writable: words(`first_name last_name company_name email phone ${PLACE} external_id business_id last_updated`),
		required: [],
	},
	events: {
		path: '/calendar/events',
		writable: words('title start_time end_time job_id description location all_day assignee_id'),
		required: words('title start_time end_time'),
	},
	jobs: {
		path: '/jobs',
		writable: words(`name customer_id ${PLACE} stage_id owner_id lead_source value external_id`),
		required: ['name'],
	},
	leads: {
		path: '/leads',
		writable: words('name email phone address property_type material notes'),
		required: ['name'],
	},
	notes: { path: '/jobs/:jobId/notes', writable: ['body'], required: ['body'], ofJob: true },
	proposals: { path: '/proposals', writable: [], required: [] },
	reports: { path: '/reports', writable: [], required: [] },
	stages: { path: '/stages', writable: [], required: [] },
	tasks: {
		path: '/jobs/:jobId/tasks',
		writable: words('title description due_date assignee_id completed'),
		required: ['title'],
		ofJob: true,
	},
	webhooks: { path: '/webhooks', writable: words('url events secret'), required: ['url'] },
} as const satisfies Readonly<Record<string, Table>>;

export type TableName = keyof typeof TABLES;
export const TABLE_NAMES = Object.keys(TABLES) as TableName[]; // the keys of the object above
