import type { Entries } from './entry';
import { account, calendar, campaign, customField, form, location, tag, user, workflow } from './account';
import { appointment, appointmentNote } from './appointment';
import { business } from './business';
import { changedRecord } from './changedRecord';
import { contact } from './contact';
import { conversation } from './conversation';
import { customApiCall } from './customApiCall';
import { note } from './note';
import { opportunity } from './opportunity';
import { task } from './task';

/** Every operation of the node once, by resource and name: the one place to add an example. */
export const ENTRIES: Readonly<Record<string, Entries>> = {
	account,
	appointment,
	appointmentNote,
	business,
	calendar,
	campaign,
	changedRecord,
	contact,
	conversation,
	customApiCall,
	customField,
	form,
	location,
	note,
	opportunity,
	tag,
	task,
	user,
	workflow,
};
