import { textOf } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { readDate } from '../../../shared/values/date';
import { numbered } from '../../paging';
import { collection, dropdown, text, time } from '../../parameters';

const filters = collection('Filters', 'filters', [
	dropdown({ name: 'formId', label: 'Form', method: 'getForms' }),
	time('From Day', 'startAt', 'Only submissions of this day and later. Without it GHL gives those of the last month.'),
	text('Search', 'query', { description: 'A contact ID, name, email or phone' }),
	time('To Day', 'endAt', 'Only submissions of this day and earlier'),
]);

export const getSubmissions = operation({
	resource: 'form',
	name: 'getSubmissions',
	label: 'Get Many Submissions',
	action: 'Get many form submissions',
	description: 'List what visitors submitted through forms, of whole days',
	parameters: [filters],
	endpoint: {
		route: 'GET /forms/submissions',
		effect: 'read',
		scopes: ['forms.readonly'],
		source: 'forms.json get-forms-submissions',
		query: (input) => {
			const { formId, startAt, endAt, query } = input.collection('filters');
			return {
				locationId: input.account.values.locationId,
				formId: textOf(formId),
				q: textOf(query),
				...(startAt ? { startAt: readDate(startAt, { id: 'startAt', label: 'From Day' }, input.dates) } : {}),
				...(endAt ? { endAt: readDate(endAt, { id: 'endAt', label: 'To Day' }, input.dates) } : {}),
			};
		},
		paging: numbered('submissions', 100),
	},
});
