import type { Resource } from '../../../shared/operation';
import { create, deleteNote, getMany, update } from './operations';

export const appointmentNote: Resource = {
	name: 'appointmentNote',
	label: 'Appointment Note',
	operations: [create, deleteNote, getMany, update],
};
