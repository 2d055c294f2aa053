import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { textOf } from '../../shared/parameters/input';
import { withCalls } from '../../shared/editor/methods';
import { timeZones } from '../../shared/values/timeZone';
import { getGroups } from '../actions/calendar/getGroups';
import { getMany as getAllCalendars } from '../actions/calendar/getMany';
import { keyFields, searchableFields } from '../actions/contact/searchFilters/fields';
import { getMany as getAllForms } from '../actions/form/getMany';
import { getLostReasons as getReasons, getPipelines as getAllPipelines } from '../actions/opportunity/lists';
import { search as searchUsers } from '../actions/user/search';
import { contactFields } from '../mapping/customFields';
import { ghl } from '../transport';
import { chosenIn, dropdownOf, stageRows, stagesOf } from './rows';

export const getUsers = dropdownOf(searchUsers);
export const getCalendars = dropdownOf(getAllCalendars);
export const getCalendarGroups = dropdownOf(getGroups);
export const getForms = dropdownOf(getAllForms);
export const getLostReasons = dropdownOf(getReasons);
export const getPipelines = dropdownOf(getAllPipelines);

/** The stages of the pipeline that is chosen beside. */
export const getStages = dropdownOf(getAllPipelines, (pipelines, context) => {
	const chosen = chosenIn(context, 'pipelineId');
	return pipelines
		.filter(({ id }) => id === chosen)
		.flatMap(stagesOf)
		.map(({ id, name }) => ({ name: textOf(name), value: textOf(id) }));
});

export const getAllStages = dropdownOf(getAllPipelines, stageRows);

export async function getTimeZones(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return timeZones().map(({ name, value }) => ({ name, value }));
}

export async function getSearchFields(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await withCalls(this, ghl, async (calls) => searchableFields(await calls.cached(contactFields)));
}

export async function getKeyFields(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await withCalls(this, ghl, async (calls) => keyFields(await calls.cached(contactFields)));
}
