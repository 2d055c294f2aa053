/** What a column holds. */
export type ColumnKind = 'text' | 'id' | 'name' | 'email' | 'phone' | 'money' | 'time' | 'tags';

export interface Column {
	/** Name in the output. */
	readonly name: string;
	readonly kind: ColumnKind;
	/** Heads of the column in exports, in the form of `plain`; the first that is filled gives the value. */
	readonly heads: readonly string[];
}

export interface ExportKind {
	readonly columns: readonly Column[];
	/** The column that says which record a row is about. */
	readonly identity: string;
	/** What a row without identity must at least have one of. */
	readonly otherwise: readonly string[];
	/** The column whose text may be a whole address, or its street beside `PLACE`. */
	readonly address?: string;
}

/** Heads are compared without case, blanks and signs: "Job ID", "job_id" and "JobId" are one. */
export const plain = (head: string): string => head.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const column = (name: string, kind: ColumnKind, ...heads: string[]): Column => ({
	name,
	kind,
	heads: [plain(name), ...heads.map(plain)],
});

const PHONES = [
	'Phone Number',
	'Primary Phone',
	'Mobile',
	'Mobile Phone',
	'Cell',
	'Cell Phone',
	'Home Phone',
	'Work Phone',
];
const customer = [
	column(
		'customerName',
		'name',
		'Customer',
		'Primary Customer',
		'Primary Customer Name',
		'Client',
		'Client Name',
		'Primary Contact',
		'Primary Contact Name',
		'Homeowner',
		'Homeowner Name',
	),
	column('customerFirstName', 'text', 'First Name', 'Primary Contact First Name', 'Client First Name'),
	column('customerLastName', 'text', 'Last Name', 'Surname', 'Primary Contact Last Name', 'Client Last Name'),
	column(
		'email',
		'email',
		'Customer Email',
		'Email Address',
		'E-mail Address',
		'Primary Email',
		'Client Email',
		'Email 2',
	),
	column('phone', 'phone', 'Customer Phone', 'Client Phone', ...PHONES, 'Phone 2'),
];
/** What stands beside a street. */
const place = [
	column('city', 'text', 'Town', 'Job City', 'Property City', 'Location City'),
	column('state', 'text', 'Province', 'State/Province', 'State Text', 'Job State', 'Property State', 'Location State'),
	column(
		'postalCode',
		'id',
		'Zip',
		'Zip Code',
		'ZIP/Postal Code',
		'Postcode',
		'Job Zip',
		'Job Postal Code',
		'Property Zip',
		'Location Zip',
	),
	column('country', 'text', 'Job Country'),
];
const address = column(
	'address',
	'text',
	'Job Address',
	'Property Address',
	'Full Address',
	'Address Line 1',
	'Street',
	'Street Address',
	'Location Street',
	'Location Address',
);
const link = column('link', 'text', 'URL', 'Job Link');
const tags = column('tags', 'tags', 'Tag');
const notes = column('notes', 'text', 'Note', 'Job Notes', 'Lead Notes', 'Comments');
const createdAt = column('createdAt', 'time', 'Created', 'Created Date', 'Date Created', 'Creation Date');
const owner = column(
	'owner',
	'text',
	'Job Owner',
	'Assigned Rep',
	'Salesperson',
	'Sales Rep',
	'Sales Representative',
	'Assignee',
	'Assigned To',
	'Created By',
);

/**
 * The exports of Roofr. That of jobs is known from two accounts; those of contacts and proposals exist, and their heads
 * are assumed. Columns that are in none of the lists are kept under their own heads.
 */
export const KINDS: Readonly<Record<'contacts' | 'jobs' | 'proposals', ExportKind>> = {
	contacts: {
		columns: [
			column('contactId', 'id', 'Customer ID', 'Client ID', 'ID'),
			column('firstName', 'text'),
			column('lastName', 'text', 'Surname'),
			column('name', 'name', 'Full Name', 'Contact Name', 'Display Name', 'Customer', 'Customer Name', 'Contact'),
			column('companyName', 'text', 'Company', 'Business', 'Business Name'),
			column(
				'email',
				'email',
				'Email Address',
				'E-mail Address',
				'Primary Email',
				'Customer Email',
				'Contact Email',
				'Email 2',
			),
			column('phone', 'phone', ...PHONES, 'Customer Phone', 'Contact Phone', 'Phone 2'),
			column('address', 'text', 'Full Address', 'Street', 'Street Address', 'Address Line 1', 'Mailing Address'),
			column('address2', 'text', 'Address Line 2', 'Unit', 'Apt', 'Suite'),
			...place,
			column('contactType', 'text', 'Type'),
			column('leadSource', 'text', 'Source'),
			createdAt,
			link,
			notes,
			tags,
		],
		identity: 'contactId',
		otherwise: ['email', 'phone', 'name', 'firstName', 'lastName', 'companyName'],
		address: 'address',
	},
	jobs: {
		columns: [
			column('jobId', 'id', 'Job Number', 'Job #', 'Job No', 'External ID', 'ID'),
			column('name', 'text', 'Job Name', 'Project Name', 'Job', 'Project'),
			...customer,
			address,
			column('address2', 'text', 'Address Line 2', 'Unit', 'Apt', 'Suite'),
			...place,
			column('leadSource', 'text', 'Source'),
			column(
				'value',
				'money',
				'Job Value',
				'Contract Amount',
				'Contract Value',
				'Contract Price',
				'Contract Total',
				'Approved Estimate Total',
				'Total',
				'Amount',
			),
			owner,
			column('workflow', 'text', 'Pipeline'),
			column('stage', 'text', 'Job Stage', 'Workflow Stage'),
			column('stageCategory', 'text'),
			column('status', 'text', 'Job Status'),
			createdAt,
			link,
			notes,
			tags,
		],
		identity: 'jobId',
		otherwise: ['name', 'customerName', 'address'],
		address: 'address',
	},
	proposals: {
		columns: [
			column('proposalId', 'id', 'Proposal Number', 'Proposal #', 'ID'),
			column('name', 'text', 'Proposal Name', 'Proposal', 'Title'),
			column('jobId', 'id', 'Job Number', 'Job #'),
			column('jobName', 'text', 'Job', 'Project Name'),
			...customer,
			address,
			...place,
			column('status', 'text', 'Proposal Status'),
			column('total', 'money', 'Proposal Total', 'Amount', 'Price', 'Value', 'Contract Amount'),
			owner,
			createdAt,
			column('sentAt', 'time', 'Sent', 'Date Sent', 'Sent Date'),
			column('viewedAt', 'time', 'Viewed', 'Date Viewed', 'Last Viewed'),
			column('signedAt', 'time', 'Signed', 'Date Signed', 'Signed Date', 'Accepted'),
			link,
			notes,
			tags,
		],
		identity: 'proposalId',
		otherwise: ['name', 'customerName'],
		address: 'address',
	},
};

export type KindName = keyof typeof KINDS;

/** Heads of the user's own: head → name in the output. */
export type OwnHeads = Readonly<Record<string, string>>;

/** Characters of a head that are compared. */
const LONGEST = 100;

/** The column that a head means, and its rank among the heads of that column: the first one filled gives the value. */
export function columnOf(head: string, kind: ExportKind, own: OwnHeads): { column: Column; rank: number } | undefined {
	const known = plain(head.slice(0, LONGEST));
	const named = Object.entries(own).find(([name]) => plain(name) === known)?.[1];
	if (named !== undefined) {
		const column = kind.columns.find(({ name }) => name === named) ?? { name: named, kind: 'text', heads: [] };
		return { column, rank: -1 };
	}
	const column = known === '' ? undefined : kind.columns.find(({ heads }) => heads.includes(known));
	return column && { column, rank: column.heads.indexOf(known) };
}
