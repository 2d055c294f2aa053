import type { TargetService } from '../../../sync';
import { apps } from '../../apps';
import type { Calls } from '../../shared/runner/calls';
import type { Input } from '../../shared/parameters/input';
import type { TargetCalls } from '../../shared/sync/targetCalls';
import type { Entity, Mapped } from '../../shared/sync/syncOperation';
import { valueOptions } from '../../shared/parameters/mapper';
import { ghl } from '../transport';
import { kindsOf, valuesOf, type SyncedField } from './fields';

/** What all records beside contacts have in common. Only of contacts it is known that GHL makes one and says no. */
export const common = {
	system: 'ghl',
	apps,
	traits: { service: ghl, patience: 30_000, unclear: [] },
	options: valueOptions,
	account: ({ account }) => account.values.locationId,
	many: () => 'none',
} satisfies Partial<Entity>;

/** Text of the node for the records of a contact. */
export const OF_A_CONTACT = { app: 'GHL', initialSystem: 'booqable', parent: 'contact or customer' } as const;

/** A child is found by its link alone. */
export const NO_KEYS: Mapped['keyFields'] = { email: '', phone: '', name: [] };

/** A child whose fields are the same in every sub-account. */
export const fixedFields =
	(
		fields: readonly SyncedField[],
		target: (calls: TargetCalls, account: string, input: Input) => TargetService,
	): Entity['mapped'] =>
	async (calls: Calls, input: Input) => ({
		...(await valuesOf(calls, input, fields)),
		kinds: kindsOf(fields),
		keyFields: NO_KEYS,
		target: (targetCalls) => target(targetCalls, common.account(calls), input),
	});
