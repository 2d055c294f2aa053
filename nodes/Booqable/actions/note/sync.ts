import { apps } from '../../../apps';
import { fieldMapper } from '../../../shared/parameters/mapper';
import { givenFields, mappedValues } from '../../../shared/sync/mappedValues';
import { isEmpty } from '../../../shared/values/empty';
import { readText } from '../../../shared/values/text';
import { plainText } from '../../../shared/sync/plainText';
import { syncOperation, type Entity } from '../../../shared/sync/syncOperation';
import { NOTE_CALLS, noteTarget } from '../../sync/noteTarget';
import { booqable } from '../../transport';

const BODY = { id: 'body', label: 'Text' };

const entity: Entity = {
	system: 'booqable',
	apps,
	words: { app: 'Booqable', record: 'note', initialSystem: 'ghl', pair: 'notes', parent: 'contact' },
	traits: { service: booqable, patience: 75_000, unclear: [] },
	mapper: fieldMapper({
		resourceMapperMethod: 'getNoteColumnsForSync',
		mode: 'add',
		hint: 'Booqable cannot change notes: a change writes a new note and deletes the old one. For a text made of several values, add the option Field Rules with a dash as Source Field.',
	}),
	options: [],
	account: ({ account }) => account.values.slug,
	many: () => 'none',
	mapped: async (calls, input) => {
		const { values, unmatched } = givenFields(input, [{ id: BODY.id, names: [BODY.label] }]);
		const { body } = values;
		const read = await mappedValues(
			[],
			calls,
			input,
			async (attempt) =>
				await Promise.resolve(
					body === undefined ? {} : { body: isEmpty(body) ? '' : attempt(body, () => plainText(readText(body, BODY))) },
				),
		);
		return {
			...read,
			leftOut: unmatched,
			kinds: { body: 'text' },
			keyFields: { email: '', phone: '', name: [] },
			target: (targetCalls) => noteTarget(targetCalls, calls.account.values.slug),
		};
	},
};

export const sync = syncOperation(entity, {
	resource: 'note',
	endpoints: NOTE_CALLS,
	description:
		'Make a note of a customer match a record of another app, such as a note or a task: write it once, link the two, and replace it when it changed. Booqable cannot change notes, so a change writes a new one and deletes the old one. Gives one outcome for each record.',
});
