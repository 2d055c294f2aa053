import type { Account } from '../models/account';
import type { CustomField, Opportunity } from '../models/records';
import { fullName } from './contacts';
import type { View } from './view';
import { iso } from '../models/times';

export function contactOf(account: Account, contactId: string): View {
	const contact = account.store.contacts.get(contactId);
	return contact
		? {
				id: contact.id,
				name: fullName(contact),
				companyName: contact.companyName,
				email: contact.email,
				phone: contact.phone,
				tags: contact.tags,
			}
		: { id: contactId };
}

export function base(account: Account, opportunity: Opportunity): View {
	const { customFields: _typed, createdAt, updatedAt, lastStatusChangeAt, lastStageChangeAt, ...rest } = opportunity;
	return {
		...rest,
		lastStatusChangeAt: iso(lastStatusChangeAt),
		lastStageChangeAt: iso(lastStageChangeAt),
		lastActionDate: iso(updatedAt),
		createdAt: iso(createdAt),
		updatedAt: iso(updatedAt),
		contact: contactOf(account, opportunity.contactId),
	};
}

export function opportunityView(account: Account, opportunity: Opportunity): View {
	return {
		...base(account, opportunity),
		customFields: Object.entries(opportunity.customFields).map(([id, fieldValue]) => ({ id, fieldValue })),
	};
}

/**
 * Public clients of the API read files as `fieldValueFiles: [{ url, meta }]` and dates as epoch milliseconds in
 * `fieldValueDate`.
 */
function typedValue(field: CustomField | undefined, id: string, value: unknown): View {
	if (field?.dataType === 'FILE_UPLOAD')
		return {
			id,
			type: 'file',
			fieldValueFiles: typeof value === 'object' && value !== null ? Object.values(value) : [],
		};
	if (field?.dataType === 'DATE') return { id, type: 'date', fieldValueDate: Date.parse(String(value)) };
	if (Array.isArray(value)) return { id, type: 'array', fieldValueArray: value };
	if (typeof value === 'number') return { id, type: 'number', fieldValueNumber: value };
	if (typeof value === 'boolean') return { id, type: 'boolean', fieldValueBoolean: value };
	return typeof value === 'object'
		? { id, type: 'object', fieldValueObject: value }
		: { id, type: 'string', fieldValueString: value };
}

/** Search results name the type of each custom value in its key. */
export function foundOpportunityView(account: Account, opportunity: Opportunity): View {
	return {
		...base(account, opportunity),
		customFields: Object.entries(opportunity.customFields).map(([id, value]) =>
			typedValue(account.store.customFields.get(id), id, value),
		),
		relations: [],
	};
}

export function opportunityEvent({
	id,
	assignedTo,
	contactId,
	monetaryValue,
	name,
	pipelineId,
	pipelineStageId,
	source,
	status,
	createdAt,
}: Opportunity): View {
	return {
		id,
		assignedTo: assignedTo ?? null,
		contactId,
		monetaryValue,
		name,
		pipelineId,
		pipelineStageId,
		source,
		status,
		dateAdded: iso(createdAt),
	};
}
