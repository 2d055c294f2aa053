import { LOCATION_US } from '../../../../sandbox/ghl/world';
import { byId } from '../../nodeSetups';
import type { Entries } from './entry';

export const conversation: Entries = {
	getMany: ({ ada }) => ({
		parameters: { limit: 20, filters: { contactId: ada, status: 'all' } },
		sdk: async ({ conversations }) =>
			await conversations.searchConversation({
				locationId: LOCATION_US,
				contactId: ada,
				status: 'all',
				sort: 'desc',
				sortBy: 'last_message_date',
				limit: 20,
			}),
	}),
	sendMessage: ({ ada }) => ({
		parameters: { contactId: byId(ada), type: 'SMS', message: 'Your tent is ready' },
		sdk: async ({ conversations }) =>
			// the type of the client asks for a status, which the documentation does not
			await conversations.sendANewMessage({ type: 'SMS', contactId: ada, message: 'Your tent is ready' } as never),
	}),
};
