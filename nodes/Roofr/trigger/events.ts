import type { INodePropertyOptions } from 'n8n-workflow';
import { eventOptions } from '../../shared/editor/eventOptions';

interface Event {
	/** Roofr's name. */
	readonly label: string;
	/** The name in the editor, where Roofr's is longer than needed there. */
	readonly short?: string;
	/** What relays are known to call it, besides its own name and label. */
	readonly aliases?: readonly string[];
	readonly description: string;
}

/**
 * The eight events that Roofr documents, by names of ours, and the acknowledgement of a bridge; in the order of use.
 */
export const EVENTS: Readonly<Record<string, Event>> = {
	'lead.created': {
		label: 'Roofr Lead Created',
		short: 'Lead Created',
		aliases: ['Lead Created', 'New Lead'],
		description: 'A new lead is submitted through an Instant Estimator',
	},
	'job.stage_changed': {
		label: 'Job Workflow Stage Changed',
		short: 'Job Stage Changed',
		aliases: ['Workflow Stage Changed', 'Stage Changed'],
		description: 'A job moves to another workflow stage',
	},
	'job.created': {
		label: 'Job Created (Bridge)',
		aliases: ['Job and Customer Created'],
		description:
			'A bridge confirms that it created a job. Roofr has no such event; a last step of the bridge sends it.',
	},
	'proposal.sent': { label: 'Proposal Sent', description: 'A proposal is sent to a client' },
	'proposal.viewed': { label: 'Proposal Viewed', description: 'A client views a proposal' },
	'proposal.signed': {
		label: 'Proposal Signed',
		aliases: ['Proposal Accepted'],
		description: 'A client signs a proposal',
	},
	'proposal.lost': { label: 'Proposal Lost', description: 'A user moves a proposal to lost' },
	'proposal.total_adjusted': {
		label: 'Proposal Total Adjusted',
		description: 'The total of a won proposal is adjusted',
	},
	'report.ordered': {
		label: 'Roofr Report Ordered',
		short: 'Report Ordered',
		aliases: ['Report Ordered'],
		description: 'A report is ordered from a job',
	},
};

/** Without case, blanks and signs: "Proposal Sent", "proposal_sent" and "proposal.sent" are one. */
export const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

const BY_ALIAS: ReadonlyMap<string, string> = new Map(
	Object.entries(EVENTS).flatMap(([name, { label, aliases = [] }]) =>
		[name, label, ...aliases].map((alias): [string, string] => [plain(alias), name]),
	),
);

/** Our name of a documented event, by whatever a relay calls it. */
export const eventNamed = (text: string): string | undefined => BY_ALIAS.get(plain(text));

/** The list of the editor. */
export const EVENT_OPTIONS: INodePropertyOptions[] = eventOptions([
	...Object.entries(EVENTS).map(([value, { label, short = label, description }]) => ({
		name: short,
		value,
		description,
	})),
	{ name: 'Custom Event', value: 'custom', description: 'Events of your own relays, named below' },
]);
