import type { IDataObject } from 'n8n-workflow';
import type { Input } from '../../../shared/parameters/input';
import { fieldMapper, isEmpty, valueOptions } from '../../../shared/parameters/mapper';
import { syncOperation, type Entity } from '../../../shared/sync/syncOperation';
import { APPOINTMENT, APPOINTMENT_CALLS, appointmentTarget } from '../../sync/appointmentTarget';
import { common, fixedFields, OF_A_CONTACT } from '../../sync/entity';
import { overrides } from './fields';
import { teamMemberUnlessMapped } from './team';

/** The other app has decided on the time already: the calendar takes it, unless the user says otherwise. */
function chosenOverrides(input: Input): IDataObject {
	const { ignoreDateRange = true, ignoreFreeSlotValidation = true, toNotify } = input.collection('options');
	return { ignoreDateRange, ignoreFreeSlotValidation, ...(toNotify !== undefined && { toNotify }) };
}

const entity: Entity = {
	...common,
	words: { ...OF_A_CONTACT, record: 'appointment', pair: 'appointments', archive: 'Cancel' },
	mapper: fieldMapper({
		resourceMapperMethod: 'getAppointmentColumnsForSync',
		mode: 'add',
		hint: 'GHL accepts no appointment without a calendar and a start. Times without offset are in the time zone of the workflow. Where the other app knows only whether it was canceled, map Canceled in place of Status.',
	}),
	options: [...valueOptions, ...overrides, teamMemberUnlessMapped],
	mapped: fixedFields(APPOINTMENT, (calls, account, input) =>
		appointmentTarget(calls, {
			account,
			overrides: chosenOverrides(input),
			teamMember: input.option('teamMember') === 'owner' ? 'owner' : 'any',
			endMapped: !isEmpty(input.mapped('fields').endTime),
		}),
	),
};

export const sync = syncOperation(entity, {
	resource: 'appointment',
	endpoints: APPOINTMENT_CALLS,
});
