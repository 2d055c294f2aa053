import type { FastifyInstance } from 'fastify';
import type { Account } from '../models/account';
import { appointmentNoteEndpoints } from './appointmentNotes';
import { appointmentEndpoints } from './appointments';
import { businessEndpoints } from './businesses';
import { calendarEndpoints } from './calendars';
import { contactSearchEndpoints } from './contactSearch';
import { contactEndpoints } from './contacts';
import { conversationEndpoints } from './conversations';
import { customFieldEndpoints } from './customFields';
import { addEndpoints, type Endpoint } from './endpoint';
import { enrollmentEndpoints } from './enrollment';
import { locationEndpoints } from './locations';
import { marketingEndpoints } from './marketing';
import { noteEndpoints } from './notes';
import { addConsentPage, addTokenEndpoint, oauthEndpoints } from './oauth';
import { opportunityEndpoints } from './opportunities';
import { opportunitySearchEndpoints } from './opportunitySearch';
import { tagEndpoints } from './tags';
import { taskEndpoints } from './tasks';
import { userEndpoints } from './users';

export { noRoute } from './endpoint';

function endpointsOf(account: Account): Endpoint[] {
	return [
		...oauthEndpoints,
		...contactEndpoints,
		...contactSearchEndpoints(account),
		...taskEndpoints,
		...noteEndpoints,
		...tagEndpoints,
		...enrollmentEndpoints,
		...appointmentEndpoints,
		...appointmentNoteEndpoints,
		...calendarEndpoints,
		...businessEndpoints,
		...locationEndpoints,
		...customFieldEndpoints,
		...userEndpoints,
		...opportunityEndpoints,
		...opportunitySearchEndpoints(account),
		...marketingEndpoints,
		...conversationEndpoints,
	];
}

/** Everything that the stand-in answers. */
export function addRoutes(app: FastifyInstance, account: Account): void {
	addConsentPage(app, account);
	addTokenEndpoint(app, account);
	addEndpoints(app, account, endpointsOf(account));
}
