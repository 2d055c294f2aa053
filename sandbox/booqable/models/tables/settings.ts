import { words, type ResourceTable } from './table';

export const settings: ResourceTable = {
	type: 'settings',
	attributes: {
		readWrite: {
			address: 'hash',
			contracts: 'hash',
			dashboard: 'hash[extra]',
			dates: 'hash',
			defaults: 'hash',
			deliveries: 'hash',
			documents: 'hash',
			emails: 'hash',
			feature_enrollments: 'hash[extra]',
			id: 'uuid',
			invoices: 'hash',
			labels: 'hash',
			onboarding: 'hash[extra]',
			orders: 'hash',
			pricing: 'hash',
			quotes: 'hash',
			security: 'hash',
			setup_checklist: 'hash[extra]',
			store: 'hash',
			tracking: 'hash[extra]',
			user: 'hash',
		},
		readOnly: { currency: 'hash' },
	},
	includes: {
		current: words``,
	},
};
