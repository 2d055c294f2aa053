import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';
import { SyncLedger } from '../../nodes/SyncLedger/SyncLedger.node';
import { ACCESS_TOKEN, DEMO_SLUG } from '../../sandbox/booqable/world';
import { LOCATION_US, PIT_US } from '../../sandbox/ghl/world';
import type { Sandbox } from '../../sandbox/server';
import { booqable, ghlPrivate, mapped } from './nodeSetups';
import { TestCredentials } from './credentials';
import { json, type Setup } from './engine';

/** A ledger of its own, as another n8n has. */
export function freshLedger(): string {
	process.env.N8N_USER_FOLDER = mkdtempSync(path.join(tmpdir(), 'sync-nodes-'));
	return path.join(process.env.N8N_USER_FOLDER, '.n8n', 'sync-ledger', 'ledger.sqlite');
}

export interface Customer extends IDataObject {
	id: string;
	name: string;
	email: string | null;
	updated_at: string;
	created_at: string;
	tag_list: string[];
	properties: IDataObject;
	archived: boolean;
}

export interface Contact extends IDataObject {
	id: string;
	name: string;
	email?: string;
	phone?: string;
	tags: string[];
	dateUpdated: string;
	dateAdded: string;
	customFields: Array<{ id: string; value: unknown }>;
}

/** Both services as their users reach them, and the two Syncs with a mapping that one would make. */
export class SyncedApps {
	constructor(readonly sandbox: Sandbox) {}

	async saveCustomer(attributes: IDataObject, id?: string): Promise<Customer> {
		const url = `${this.sandbox.url}/booqable/${DEMO_SLUG}/api/4/customers${id ? `/${id}` : ''}`;
		const body = { data: { type: 'customers', ...(id && { id }), attributes } };
		const { data } = await axios.request<{ data: { id: string; attributes: Omit<Customer, 'id'> } }>({
			method: id ? 'PUT' : 'POST',
			url,
			data: body,
			headers: { authorization: `Bearer ${ACCESS_TOKEN}` },
		});
		return { ...data.data.attributes, id: data.data.id } as Customer;
	}

	async customer(id: string): Promise<Customer> {
		const { data } = await axios.get<{ data: Customer }>(
			`${this.sandbox.url}/booqable/${DEMO_SLUG}/api/4/customers/${id}.json`,
			{ headers: { authorization: `Bearer ${ACCESS_TOKEN}` } },
		);
		return data.data;
	}

	async saveContact(fields: IDataObject, id?: string): Promise<Contact> {
		const url = `${this.sandbox.url}/ghl/contacts/${id ?? ''}`;
		const { data } = await axios.request<{ contact: Contact }>({
			method: id ? 'PUT' : 'POST',
			url,
			data: id ? fields : { ...fields, locationId: LOCATION_US },
			headers: GHL,
		});
		return await this.contact(data.contact.id);
	}

	async contact(id: string): Promise<Contact> {
		const { data } = await axios.get<{ contact: Contact }>(`${this.sandbox.url}/ghl/contacts/${id}`, { headers: GHL });
		return data.contact;
	}

	async deleteContact(id: string): Promise<void> {
		await axios.delete(`${this.sandbox.url}/ghl/contacts/${id}`, { headers: GHL });
	}

	/** Makes the contact match this customer. */
	async toContact(customer: Customer, { fields = {}, options = {}, ...more }: IDataObject = {}): Promise<IDataObject> {
		const value = {
			name: customer.name,
			email: customer.email,
			phone: customer.properties.phone,
			custom_industry: customer.properties.industry,
			tags: customer.tag_list,
			...(fields as IDataObject),
		};
		const parameters = {
			resource: 'contact',
			operation: 'sync',
			sourceApp: 'booqable',
			sourceAccount: byId(DEMO_SLUG),
			sourceId: customer.id,
			sourceUpdatedAt: customer.updated_at,
			fields: mapped(value),
			options: {
				createdAt: customer.created_at,
				externalId: customer.properties.ghl_contact_id,
				...(options as IDataObject),
			},
			...more,
		};
		const [item] = await json(ghlPrivate(this.sandbox, parameters));
		return item;
	}

	/** As `toContact`, with an item as a trigger or a read of ours gives it, and nothing typed. */
	async itemToContact(item: IDataObject, more: IDataObject = {}): Promise<IDataObject> {
		const parameters = {
			resource: 'contact',
			operation: 'sync',
			sourceApp: 'booqable',
			sourceId: '={{ $json.id || $json.record.id }}',
			fields: mapped({ name: '={{ $json.name || $json.record.name }}' }),
			...more,
		};
		const [outcome] = await json(ghlPrivate(this.sandbox, parameters), [item]);
		return outcome;
	}

	/** Makes the customer match this contact. */
	async toCustomer(contact: Contact, { fields = {}, options = {}, ...more }: IDataObject = {}): Promise<IDataObject> {
		const industry = contact.customFields.find(({ id }) => id === this.fieldId('industry'))?.value as
			string | undefined; // a text field
		const value = {
			name: contact.name,
			email: contact.email,
			property_phone: contact.phone,
			property_industry: industry,
			tags: contact.tags,
			...(fields as IDataObject),
		};
		const parameters = {
			resource: 'customer',
			operation: 'sync',
			sourceApp: 'ghl',
			sourceAccount: byId(LOCATION_US),
			sourceId: contact.id,
			sourceUpdatedAt: contact.dateUpdated,
			fields: mapped(value),
			options: { createdAt: contact.dateAdded, ...(options as IDataObject) },
			...more,
		};
		const [item] = await json(booqable(this.sandbox, parameters));
		return item;
	}

	fieldId(key: string): string | undefined {
		const { customFields } = this.sandbox.state('ghl') as {
			customFields: Array<{ id: string; fieldKey: string; locationId: string }>;
		};
		return customFields.find((field) => field.fieldKey === `contact.${key}` && field.locationId === LOCATION_US)?.id;
	}

	/** Calls since the log was cleared, by kind. Definitions, which are kept for an hour, are left out. */
	calls(service: 'ghl' | 'booqable'): { reads: number; writes: number } {
		const made = this.sandbox
			.requests({ service })
			.filter(({ path: asked }) => !/customFields|default_properties|companies|^\/locations/.test(asked));
		const isRead = ({ method, path: asked }: { method: string; path: string }) =>
			method === 'GET' || asked.endsWith('/search');
		return { reads: made.filter(isRead).length, writes: made.filter((call) => !isRead(call)).length };
	}

	contacts(): Array<{ id: string; email?: string }> {
		return (
			this.sandbox.state('ghl') as { contacts: Array<{ id: string; locationId: string; email?: string }> }
		).contacts.filter(({ locationId }) => locationId === LOCATION_US);
	}

	customers(): Customer[] {
		return (this.sandbox.state('booqable') as Record<string, { customers?: Customer[] }>)[DEMO_SLUG].customers ?? [];
	}
}

export const byId = (value: string): IDataObject => ({ __rl: true, mode: 'id', value });

const GHL = { authorization: `Bearer ${PIT_US}`, version: '2021-07-28' };

/** The node Sync Ledger, which needs no credential. */
export const ledger = (parameters: IDataObject): Setup => ({
	node: new SyncLedger(),
	parameters,
	credentials: new TestCredentials([], {}),
	uses: {},
});
