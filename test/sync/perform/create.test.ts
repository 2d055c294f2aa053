import { NOW, SyncFixture } from '../../support/sync/fixture';

const ann = { name: 'Ann Berg', email: 'ann@example.com', city: 'Bath', tags: ['vip'] };

describe('what a create reports as changed', () => {
	it.each([
		['the whole of it', ann, { changed: ['name', 'email', 'city', 'tags'], reason: 'Nothing matched' }],
		[
			'the whole of it in another form',
			{ ...ann, name: 'ann  berg', city: 'BATH' },
			{ changed: ['name', 'email', 'city', 'tags'], reason: 'Nothing matched' },
		],
		[
			'nothing of some fields',
			{ name: 'Ann Berg' },
			{ changed: ['name', 'email', 'city', 'tags'], reason: 'Nothing matched' },
		],
		[
			'some fields empty',
			{ ...ann, city: '', tags: [] },
			{ changed: ['name', 'email'], reason: 'Nothing matched; The app did not keep what was written: city, tags' },
		],
	])('is told by an answer that shows %s', async (_, answered, told) => {
		const fixture = new SyncFixture({ clear: true });
		fixture.service = { create: async () => fixture.put('c1', answered) };
		expect(await fixture.sync(ann, { version: NOW })).toMatchObject({ outcome: 'created', ...told });
	});
});
