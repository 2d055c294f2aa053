import type { Entries } from './entry';

export const customApiCall: Entries = {
	call: ({ ada }) => ({
		parameters: {
			method: 'POST',
			path: `/contacts/${ada}/tags`,
			body: '{ "tags": ["late"] }',
			query: '{ "source": "import" }',
		},
		sdk: async (client) =>
			await client.request({
				method: 'POST',
				url: `/contacts/${ada}/tags`,
				data: { tags: ['late'] },
				params: { source: 'import' },
			}),
	}),
};
