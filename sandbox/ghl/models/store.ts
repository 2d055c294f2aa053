import { LaggedIndex } from './laggedIndex';
import type * as Record from './records';
import { Table } from './table';

/** Everything that the accounts hold. */
export class Store {
	readonly locations = new Table<Record.Location>();
	readonly contacts = new Table<Record.Contact>();
	readonly tasks = new Table<Record.Task>();
	readonly notes = new Table<Record.Note>();
	readonly businesses = new Table<Record.Business>();
	readonly customFields = new Table<Record.CustomField>();
	readonly customValues = new Table<Record.CustomValue>();
	readonly tags = new Table<Record.Tag>();
	readonly users = new Table<Record.User>();
	readonly pipelines = new Table<Record.Pipeline>();
	readonly opportunities = new Table<Record.Opportunity>();
	readonly lostReasons = new Table<Record.LostReason>();
	readonly calendars = new Table<Record.Calendar>();
	readonly calendarGroups = new Table<Record.CalendarGroup>();
	readonly appointments = new Table<Record.Appointment>();
	readonly appointmentNotes = new Table<Record.AppointmentNote>();
	readonly workflows = new Table<Record.Workflow>();
	readonly campaigns = new Table<Record.Campaign>();
	readonly forms = new Table<Record.Form>();
	readonly submissions = new Table<Record.Submission>();
	readonly conversations = new Table<Record.Conversation>();
	readonly messages = new Table<Record.Message>();
	readonly contactIndex = new LaggedIndex<Record.Contact>();
	readonly opportunityIndex = new LaggedIndex<Record.Opportunity>();

	clear(): void {
		for (const part of Object.values(this)) if (part instanceof Table || part instanceof LaggedIndex) part.clear();
	}

	/** Every table as a list, by name. */
	toJSON(): { [table: string]: unknown[] } {
		const tables: { [table: string]: unknown[] } = {};
		for (const [name, part] of Object.entries(this)) if (part instanceof Table) tables[name] = part.all();
		return tables;
	}
}
