import type { Resource } from '../../shared/operation';
import { appointment } from './appointment';
import { contact } from './contact';
import { csvExport } from './csvExport';
import { customApiCall } from './customApiCall';
import { job } from './job';
import { lead } from './lead';
import { note } from './note';
import { proposal } from './proposal';
import { report } from './report';
import { stage } from './stage';
import { task } from './task';

/** Every resource of the node, with its operations, in the order of use: first what needs no API access. */
export const resources: readonly Resource[] = [
	job,
	csvExport,
	contact,
	lead,
	note,
	task,
	appointment,
	proposal,
	report,
	stage,
	customApiCall,
];
