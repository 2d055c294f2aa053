import { CALENDAR } from '../../../../../sandbox/ghl/world';
import { byId, GhlAccount } from '../../../../support/ghl';

let ghl: GhlAccount;
beforeAll(async () => {
	ghl = await GhlAccount.start();
});
afterAll(async () => await ghl.sandbox.close());

test('returns address, notes, tasks and appointments of one contact, with four calls', async () => {
	const fields = {
		mappingMode: 'defineBelow',
		value: { name: 'Ada Roof', email: 'roof@example.com', city: 'Springfield' },
	};
	const { id } = await ghl.one('contact.create', { fields });
	const contactId = byId(id);
	await ghl.one('note.create', { contactId, body: 'Leak above the porch' });
	await ghl.one('task.create', { contactId, title: 'Call', dueDate: '2027-01-04T10:00:00Z' });
	const appointment = {
		calendarId: CALENDAR,
		contactId,
		startTime: '2027-01-04T15:00:00Z',
		endTime: '2027-01-04T16:00:00Z',
	};
	await ghl.one('appointment.create', { ...appointment, options: { ignoreFreeSlots: true } });
	expect(await ghl.one('contact.getWithActivity', { contactId })).toEqual(
		expect.objectContaining({
			id,
			name: 'Ada Roof',
			city: 'Springfield',
			notes: [expect.objectContaining({ body: 'Leak above the porch' })],
			tasks: [expect.objectContaining({ title: 'Call', completed: false })],
			appointments: [expect.objectContaining({ startTime: '2027-01-04T15:00:00.000Z' })],
		}),
	);
});

test('fails for a contact that GHL does not know', async () => {
	const { message } = await ghl.failure('contact.getWithActivity', { contactId: byId('unknown') });
	expect(message).toContain('unknown');
});
