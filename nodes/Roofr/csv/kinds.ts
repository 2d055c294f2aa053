/** What a column holds. */
export type ColumnKind = 'text' | 'email' | 'phone' | 'money' | 'time' | 'tags';

export interface Column {
	/** Name in the output. */
	readonly name: string;
	readonly kind: ColumnKind;
	/** Heads of the column in Roofr's exports, in the form of `plain`. */
	readonly heads: readonly string[];
}

export interface ExportKind {
	readonly columns: readonly Column[];
	/** Columns that say which record a row is about. */
	readonly identity: readonly string[];
	/** What a row without identity must at least have. */
	readonly otherwise: readonly string[];
}

/** Heads are compared without case, blanks and signs: "Job ID", "job_id" and "JobId" are one. */
export const plain = (head: string): string => head.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const column = (name: string, kind: ColumnKind, ...heads: string[]): Column => ({
	name,
	kind,
	heads: [plain(name), ...heads.map(plain)],
});

const customer = [
	column('customerName', 'text', 'Customer', 'Primary Customer', 'Primary Customer Name', 'Client', 'Client Name'),
	column('email', 'email', 'Customer Email', 'Email Address', 'Client Email'),
	column('phone', 'phone', 'Customer Phone', 'Phone Number', 'Client Phone', 'Mobile'),
];
const link = column('link', 'text', 'URL', 'Job Link');
const tags = column('tags', 'tags', 'Tag');
const createdAt = column('createdAt', 'time', 'Created', 'Created Date', 'Date Created', 'Creation Date');
const owner = column('owner', 'text', 'Job Owner', 'Assigned Rep', 'Salesperson', 'Assignee', 'Created By');

/**
 * The exports of Roofr. That of jobs is known from two accounts; those of contacts and proposals exist, and their heads
 * are assumed. Columns that are in none of the lists are kept under their own heads.
 */
export const KINDS: Readonly<Record<'contacts' | 'jobs' | 'proposals', ExportKind>> = {
	contacts: {
		columns: [
			column('contactId', 'text', 'Customer ID', 'Client ID', 'ID'),
			column('firstName', 'text'),
			column('lastName', 'text', 'Surname'),
			column('name', 'text', 'Full Name', 'Contact Name', 'Customer', 'Customer Name', 'Contact'),
			column('companyName', 'text', 'Company', 'Business', 'Business Name'),
			column('email', 'email', 'Email Address', 'Customer Email', 'Contact Email'),
			column('phone', 'phone', 'Phone Number', 'Mobile', 'Customer Phone', 'Contact Phone'),
			column('address', 'text', 'Street', 'Street Address', 'Address Line 1', 'Mailing Address'),
			column('city', 'text', 'Town'),
			column('state', 'text', 'Province', 'State/Province'),
			column('postalCode', 'text', 'Zip', 'Zip Code', 'Postcode'),
			column('country', 'text'),
			column('contactType', 'text', 'Type'),
			column('leadSource', 'text', 'Source'),
			createdAt,
			link,
			tags,
		],
		identity: ['contactId'],
		otherwise: ['email', 'phone', 'name', 'lastName', 'companyName'],
	},
	jobs: {
		columns: [
			column('jobId', 'text', 'Job Number', 'Job #', 'External ID', 'ID'),
			column('name', 'text', 'Job Name', 'Project Name', 'Job', 'Project'),
			...customer,
			column('address', 'text', 'Job Address', 'Property Address'),
			column('leadSource', 'text', 'Source'),
			column('value', 'money', 'Job Value', 'Contract Amount', 'Total', 'Amount'),
			owner,
			column('workflow', 'text', 'Pipeline'),
			column('stage', 'text', 'Job Stage', 'Workflow Stage'),
			column('stageCategory', 'text'),
			column('status', 'text', 'Job Status'),
			createdAt,
			link,
			tags,
		],
		identity: ['jobId'],
		otherwise: ['name', 'customerName', 'address'],
	},
	proposals: {
		columns: [
			column('proposalId', 'text', 'Proposal Number', 'Proposal #', 'ID'),
			column('name', 'text', 'Proposal Name', 'Proposal', 'Title'),
			column('jobId', 'text', 'Job Number', 'Job #'),
			column('jobName', 'text', 'Job', 'Project Name'),
			...customer,
			column('address', 'text', 'Job Address', 'Property Address'),
			column('status', 'text', 'Proposal Status'),
			column('total', 'money', 'Proposal Total', 'Amount', 'Price', 'Value', 'Contract Amount'),
			owner,
			createdAt,
			column('sentAt', 'time', 'Sent', 'Date Sent', 'Sent Date'),
			column('viewedAt', 'time', 'Viewed', 'Date Viewed', 'Last Viewed'),
			column('signedAt', 'time', 'Signed', 'Date Signed', 'Signed Date', 'Accepted'),
			link,
			tags,
		],
		identity: ['proposalId'],
		otherwise: ['name', 'customerName'],
	},
};

export type KindName = keyof typeof KINDS;
