import type { Resource } from '../../shared/operation';
import { account } from './account';
import { appointment } from './appointment';
import { appointmentNote } from './appointmentNote';
import { business } from './business';
import { calendar } from './calendar';
import { campaign } from './campaign';
import { changedRecord } from './changedRecord';
import { contact } from './contact';
import { conversation } from './conversation';
import { customApiCall } from './customApiCall';
import { customField } from './customField';
import { form } from './form';
import { location } from './location';
import { note } from './note';
import { opportunity } from './opportunity';
import { tag } from './tag';
import { task } from './task';
import { user } from './user';
import { workflow } from './workflow';

/** Every resource of the node, with its operations, in the order of use. */
export const resources: readonly Resource[] = [
	contact,
	opportunity,
	appointment,
	task,
	note,
	conversation,
	business,
	changedRecord,
	appointmentNote,
	calendar,
	user,
	tag,
	customField,
	form,
	workflow,
	campaign,
	location,
	account,
	customApiCall,
];
