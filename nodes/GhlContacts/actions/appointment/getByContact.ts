import { canonicalDate } from '../../../../sync/model/canonical';
import { textOf } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { whole } from '../../../shared/http/paging';
import { contactId } from '../../parameters';
import { locationZone } from '../location/defaults';
import { SIMPLE } from './fields';

export const getByContact = operation({
	resource: 'appointment',
	name: 'getByContact',
	label: 'Get by Contact',
	action: 'Get appointments by contact',
	description: 'List the appointments of a contact, past and coming',
	parameters: [contactId],
	endpoint: {
		route: 'GET /contacts/{contactId}/appointments',
		effect: 'read',
		scopes: ['contacts.readonly', 'locations.readonly'],
		source: 'contacts.json get-appointments-for-contact',
		needs: () => [locationZone],
		paging: whole('events'),
		// Here, and only here, GHL gives start and end as local time of the sub-account without saying so.
		answer: (event, input) => {
			const zone = input.cached(locationZone) || 'UTC';
			return {
				...event,
				startTime: canonicalDate(textOf(event.startTime), zone),
				endTime: canonicalDate(textOf(event.endTime), zone),
			};
		},
	},
	simplify: SIMPLE,
});
