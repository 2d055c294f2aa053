import { z } from 'zod';
import { isInternational, regionOf } from '../../../../sync/model/phone';
import { apps } from '../../../apps';
import type { Calls } from '../../../shared/runner/calls';
import type { ApiError } from '../../../shared/http/errors';
import { textOf, type Input } from '../../../shared/parameters/input';
import { fieldMapper, isEmpty, valueOptions } from '../../../shared/parameters/mapper';
import type { MappedValues } from '../../../shared/sync/mappedValues';
import { extensionOf, phoneIn } from '../../../shared/values/phone';
import { only } from '../../../shared/values/text';
import { syncOperation, type Entity } from '../../../shared/sync/syncOperation';
import { CONTACT_CALLS, contactTarget } from '../../sync/contactTarget';
import { definitionsFor, missingFields, unmatchedIn } from '../../sync/customColumns';
import { withLists } from '../../sync/fields';
import { externalIdColumn } from '../../sync/externalId';
import { kindsOf, mappedFields, SYNCED, SYNCED_COLUMNS, syncedFields } from '../../sync/syncFields';
import { ghl } from '../../transport';
import { locationCountry } from '../location/defaults';
import { invalidPhoneOption } from './options';

/**
 * In addition to "Invalid Values", since GHL accepts some phones that are not numbers and a record should not fail for
 * its phone: by default the other fields are written without it. In Create, Update and Create or Update the default of
 * this option is an error.
 */
const invalidPhone = invalidPhoneOption('omit');

/** GHL answers 400 and names the contact that is in the way. */
const duplicateOf = ({ status, body }: ApiError): string | undefined =>
	status === 400 ? z.object({ contactId: z.string().min(1) }).safeParse(body.meta).data?.contactId : undefined;

const entity: Entity = {
	system: 'ghl',
	apps,
	words: { app: 'GHL', record: 'contact', initialSystem: 'booqable', pair: 'contacts' },
	// 422 is known to come although the contact was made. Source: GHL's API repository, issue 64.
	traits: { service: ghl, patience: 30_000, unclear: [422], duplicateOf },
	mapper: fieldMapper({
		resourceMapperMethod: 'getContactColumnsForSync',
		mode: 'add',
		hint: 'Only mapped fields are written. Email, phone and name also find the contact.',
	}),
	options: [...valueOptions, invalidPhone],
	account: ({ account }) => account.values.locationId,
	// the online store makes a customer of each order, and a customer of Roofr has several jobs
	many: (sourceApp) => (sourceApp === 'booqable' || sourceApp === 'roofr' ? 'source' : 'none'),
	mapped: async (calls, input, sourceApp) => {
		await definitionsFor(calls, input, syncedFields);
		const read = await withLists(calls, input, SYNCED.standard, [syncedFields], async (lists, attempt) =>
			mappedFields(input, await calls.cached(syncedFields), lists, attempt),
		);
		const definitions = await calls.cached(syncedFields);
		const region = await regionFor(calls, input, read.fields);
		const { fields, leftOut } = withoutInvalidPhone(read, input, region);
		const kinds = kindsOf(Object.keys(fields), definitions);
		const phones = {
			invalidPhone: invalidPhoneOf(input),
			...(region && { phoneCountry: region }),
		};
		return {
			fields,
			problem: read.problem,
			leftOut: [...unmatchedIn(input, SYNCED_COLUMNS, definitions), ...leftOut],
			missing: missingFields(input, definitions),
			kinds,
			keyFields: {
				email: 'email',
				phone: 'phone',
				name: fields.name === undefined ? ['firstName', 'lastName'] : ['name'],
			},
			...(region && { region }),
			target: (targetCalls) =>
				contactTarget(targetCalls, {
					account: calls.account.values.locationId,
					kinds,
					definitions,
					externalId: externalIdColumn(sourceApp, definitions),
					phones,
				}),
		};
	},
};

/**
 * GHL has no place for a phone that is none and would refuse the record. Left out, it is not written nor said to be;
 * otherwise the write judges it.
 */
function withoutInvalidPhone(
	{ fields, leftOut = [] }: MappedValues,
	input: Input,
	region: string | undefined,
): Required<Pick<MappedValues, 'fields' | 'leftOut'>> {
	const { phone, ...others } = fields;
	const read = phoneIn(textOf(only(phone)), region);
	const isUsable = isEmpty(phone) || invalidPhoneOf(input) !== 'omit' || read?.others.length === 0;
	if (!isUsable) return { fields: others, leftOut: [...leftOut, 'phone'] };
	if (read?.others.length !== 0) return { fields, leftOut: [...leftOut] };
	return { fields: { ...fields, phone: read.number }, leftOut: [...leftOut, ...extensionOf(read)] };
}

const invalidPhoneOf = (input: Input): string => textOf(input.option('invalidPhone')) || 'omit';

/** The country of the sub-account is read only for a phone that names none. */
async function regionFor(
	calls: Calls,
	input: Input,
	{ phone }: Readonly<Record<string, unknown>>,
): Promise<string | undefined> {
	const chosen = regionOf(input.phoneCountry);
	const typed = textOf(phone);
	return (
		chosen ?? (typed !== '' && !isInternational(typed) ? regionOf(await calls.cached(locationCountry)) : undefined)
	);
}

export const sync = syncOperation(entity, {
	resource: 'contact',
	endpoints: CONTACT_CALLS,
});
