import { apps } from '../../apps';
import { withArticle } from '../../shared/parameters/input';
import { valueOptions } from '../../shared/parameters/mapper';
import { mappedValues } from '../../shared/sync/mappedValues';
import type { Words } from '../../shared/sync/parameters';
import { syncOperation, type Entity } from '../../shared/sync/syncOperation';
import { comparableFields, givenFields } from '../direct/fields';
import { accessNotice, mapper } from '../direct/operations';
import { directAccess } from '../transport';
import { accountIn, accountName } from './account';
import { directCalls, directTarget, kindsOf, type Synced } from './directTarget';

type Relation = Pick<Words, 'pair' | 'parent' | 'parentPair'>;

/** Of Roofr's jobs, and of what is in them: a child finds its job by the link of its parent. */
export const JOBS = 'jobs';

/**
 * A resource of direct access for Sync. A contact is a person and found by email and phone, everything else by its
 * link.
 */
export function directEntity(synced: Synced, relation: Relation): Entity {
	const { resource, noun } = synced.subject;
	const isContact = resource === 'contact';
	return {
		system: 'roofr',
		apps,
		words: { app: 'Roofr', record: noun, initialSystem: 'ghl', ...relation, ...(!isContact && { isThing: true }) },
		traits: { service: directAccess, patience: 75_000, unclear: [] },
		mapper: mapper('add'),
		options: [accountName, ...valueOptions],
		account: (_, input) => accountIn(input),
		many: () => (resource === 'job' ? 'target' : 'none'), // somebody may have several jobs
		mapped: async (calls, input) => {
			const kinds = kindsOf(resource);
			const {
				fields,
				problem,
				leftOut = [],
			} = await mappedValues(
				[],
				calls,
				input,
				async (attempt) => await Promise.resolve(comparableFields(input, resource, attempt)),
			);
			return {
				fields,
				problem,
				leftOut: [...givenFields(input, resource).unmatched, ...leftOut],
				kinds,
				keyFields: isContact
					? { email: 'email', phone: 'phone', name: ['firstName', 'lastName'] }
					: { email: '', phone: '', name: [] },
				...(isContact && { region: 'US' }),
				target: (targetCalls) =>
					directTarget(targetCalls, { ...synced, account: accountIn(input), columns: Object.keys(fields) }),
			};
		},
	};
}

/** The operation "Sync" of a resource of direct access. */
export function directSync(synced: Synced, relation: Relation) {
	const { resource, noun, plural } = synced.subject;
	const made = syncOperation(directEntity(synced, relation), {
		resource,
		endpoints: directCalls(synced),
		description: `Make ${withArticle(noun)} match a record of another app: write it once, link the two, and write what changed. One way: Roofr has no event for changed ${plural}. Needs API access granted by Roofr.`,
	});
	return { ...made, parameters: [accessNotice, ...made.parameters] };
}
