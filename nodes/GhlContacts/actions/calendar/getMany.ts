import type { INodeProperties } from 'n8n-workflow';
import { operation } from '../../../shared/operation';
import { whole } from '../../../shared/http/paging';
import { dropdown } from '../../parameters';
import { NARROWS } from '../../../shared/parameters/parameter';

const group = dropdown({
	name: 'groupId',
	label: 'Calendar Group',
	method: 'getCalendarGroups',
	about: 'Only calendars of this group',
});

const showDrafted: INodeProperties = {
	displayName: 'Include Drafts',
	name: 'showDrafted',
	type: 'boolean',
	default: true,
	description: 'Whether to list calendars that are not active as well',
};

export const getMany = operation({
	resource: 'calendar',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many calendars',
	description: 'List the calendars of the sub-account',
	parameters: [],
	options: [{ ...group, typeOptions: { ...group.typeOptions, ...NARROWS } }, showDrafted],
	endpoint: {
		route: 'GET /calendars/',
		effect: 'read',
		scopes: ['calendars.readonly'],
		source: 'calendars.json get-calendars',
		query: (input) => ({
			locationId: input.account.values.locationId,
			groupId: input.option('groupId') as string,
			showDrafted: input.option('showDrafted') as boolean,
		}), // as declared above
		paging: whole('calendars'),
	},
	simplify: [
		'id',
		'name',
		'description',
		'groupId',
		'calendarType',
		'isActive',
		'slotDuration',
		'slotDurationUnit',
		'teamMembers',
	],
});
