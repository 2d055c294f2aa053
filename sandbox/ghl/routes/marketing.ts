import { z } from 'zod';
import { endpoint, type Endpoint } from './endpoint';
import { numeric, shape, text } from '../rules/validation';
import { submissionView } from '../views/submissions';
import { iso } from '../models/times';

/** Workflows, campaigns and forms: GHL only lets them be read. */

const DAY = 86_400_000;
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be in YYYY-MM-DD format');

const submissions = endpoint({
	method: 'GET',
	path: '/forms/submissions',
	scope: 'forms.readonly',
	query: shape({
		locationId: text,
		page: numeric.pipe(z.number().min(1)).default(1),
		limit: numeric.pipe(z.number().min(1).max(100)).default(20),
		formId: text.optional(),
		q: text.optional(),
		startAt: day.optional(),
		endAt: day.optional(),
	}),
	run({ account, locationId, query }) {
		// Whole days only: by default the last month until today.
		const from = query.startAt === undefined ? account.world.now() - 30 * DAY : Date.parse(query.startAt);
		const until = query.endAt === undefined ? Infinity : Date.parse(query.endAt) + DAY;
		const wanted = (query.q ?? '').toLowerCase();
		const found = account.store.submissions.where(
			(each) =>
				each.locationId === locationId &&
				each.createdAt >= from &&
				each.createdAt < until &&
				(query.formId === undefined || each.formId === query.formId) &&
				`${each.name} ${each.email} ${each.contactId}`.toLowerCase().includes(wanted),
		);
		const start = (query.page - 1) * query.limit;
		const more = start + query.limit < found.length;
		return {
			submissions: found
				.reverse()
				.slice(start, start + query.limit)
				.map(submissionView),
			meta: {
				total: found.length,
				currentPage: query.page,
				nextPage: more ? query.page + 1 : null,
				prevPage: query.page > 1 ? query.page - 1 : null,
			},
		};
	},
});

export const marketingEndpoints: Endpoint[] = [
	endpoint({
		method: 'GET',
		path: '/workflows/',
		scope: 'workflows.readonly',
		query: shape({ locationId: text }),
		run: ({ account, locationId }) => ({
			workflows: account.store.workflows
				.where((each) => each.locationId === locationId)
				.map((each) => ({ ...each, createdAt: iso(each.createdAt), updatedAt: iso(each.updatedAt) })),
		}),
	}),
	endpoint({
		method: 'GET',
		path: '/campaigns/',
		scope: 'campaigns.readonly',
		query: shape({ locationId: text, status: text.optional() }),
		run: ({ account, locationId, query }) => ({
			campaigns: account.store.campaigns.where(
				(each) => each.locationId === locationId && (query.status === undefined || each.status === query.status),
			),
		}),
	}),
	endpoint({
		method: 'GET',
		path: '/forms/',
		scope: 'forms.readonly',
		query: shape({
			locationId: text,
			skip: numeric.default(0),
			limit: numeric.pipe(z.number().max(50)).default(10),
			type: text.optional(),
		}),
		run({ account, locationId, query }) {
			const found = account.store.forms.where((each) => each.locationId === locationId);
			return { forms: found.slice(query.skip, query.skip + query.limit), total: found.length };
		},
	}),
	submissions,
];
