import { emit } from '../events';
import type { Account, Values } from '../models/account';

/** Fields without which the action creates nothing. */
const REQUIRED = ['first_name', 'last_name', 'address', 'city', 'state', 'postal_code', 'country'];

/** What the automation behind the hook does: a job with its customer, or nothing, and nobody hears of it. */
export function createJob(account: Account, received: Values): void {
	const missing = REQUIRED.find((field) => String(received[field] ?? '').trim() === '');
	if (missing) return void account.lost.push({ received, reason: `${missing} is empty` });
	if (['US', 'USA', 'CA'].includes(String(received.country)))
		return void account.lost.push({ received, reason: 'the country is not one of the list' });
	if (
		account.settings.bridgeFilters &&
		account.runs.filter(({ external_id: id }) => id === received.external_id).length > 1
	)
		return;
	const { first_name, last_name, email, phone, address, city, state, postal_code, country, job_name, external_id } =
		received;
	const place = { address, city, state, postal_code, country };
	const customer = account.insert('contacts', { first_name, last_name, email, phone, ...place });
	// The action has no input for an external id, a stage or a source: what is not listed here is lost.
	const job = account.insert('jobs', {
		name: job_name,
		customer_id: customer.id,
		...place,
		stage_id: account.all('stages')[0]?.id,
	});
	emit(account, 'job.created', { external_id, job_id: job.id, 'Job Name': job_name });
}
