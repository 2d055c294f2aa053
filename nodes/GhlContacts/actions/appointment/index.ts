import type { Resource } from '../../../shared/operation';
import { create } from './create';
import { deleteAppointment } from './delete';
import { get } from './get';
import { getByContact } from './getByContact';
import { getFreeSlots } from './getFreeSlots';
import { getMany } from './getMany';
import { sync } from './sync';
import { cancel, reschedule, update } from './update';

export const appointment: Resource = {
	name: 'appointment',
	label: 'Appointment',
	operations: [create, sync, get, getMany, getByContact, getFreeSlots, update, reschedule, cancel, deleteAppointment],
};
