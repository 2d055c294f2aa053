import type { Account } from '../account';
import { zip } from '../artifacts';
import type { Behaviour, Session } from '../behaviour';
import { blank, notIncluded } from '../errors';
import { setStatus } from '../orders/progress';
import { isObject, strings, text, type Json, type StoredRecord, type Values } from '../record';
import { removeRecord, updateRecord } from '../writes';
import { documentPdf } from './documents';

/** Bulk work takes this long. */
const RUNNING_MS = 2_000;

/** What each operation may be done to. */
const TARGETS: Readonly<Record<string, readonly string[]>> = {
	archive: ['customers', 'orders'],
	update_tag: ['product_groups', 'customers', 'orders'],
	update: ['product_groups', 'customers'],
	export: ['product_groups', 'bundles', 'customers', 'orders', 'documents'],
	generate_document: ['orders', 'documents'],
};

const UPDATABLE: Readonly<Record<string, readonly string[]>> = {
	customers: ['deposit_type', 'deposit_value', 'tax_region_id', 'discount_percentage'],
	product_groups: [
		'taxable', 'tax_category_id', 'buffer_time_before', 'buffer_time_after', 'price_type', 'price_period', 'flat_fee_price_in_cents', 'structure_price_in_cents',
		'base_price_in_cents', 'price_structure_id', 'show_in_store', 'discountable', 'price_ruleset_id',
	],
};

function archive(session: Session, target: StoredRecord): void {
	if (target.type === 'customers') removeRecord(session, target);
	// Orders in any other status are passed over in silence.
	else if (target.values.status === 'stopped') setStatus(session, target, 'archived');
}

function retagged(present: readonly string[], action: string, tags: readonly string[]): Json {
	const named = new Set(tags.map((tag) => tag.toLowerCase()));
	switch (action) {
		case 'add': return [...present, ...tags];
		case 'replace': return [...tags];
		case 'remove': return present.filter((tag) => !named.has(tag.toLowerCase()));
		case 'remove_all': return [];
		default: throw notIncluded('operation_data');
	}
}

function run(session: Session, type: string, data: Values, target: StoredRecord): void {
	switch (type) {
		case 'archive': return archive(session, target);
		case 'update_tag': return void updateRecord(session, target, { tag_list: retagged(strings(target.values.tag_list), text(data.action), strings(data.tags)) });
		case 'update': return void updateRecord(session, target, isObject(data.attributes) ? data.attributes : {});
		default: return undefined;
	}
}

const cell = (value: Json | undefined): string => `"${(typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '')).replaceAll('"', '""')}"`;

function csvOf(account: Account, targets: readonly StoredRecord[]): Buffer {
	const views = targets.map((target) => ({ id: target.id, ...account.view(target) }));
	const names = Object.keys(views[0] ?? {});
	const rows = views.map((view: Values) => names.map((name) => cell(view[name])).join(','));
	return Buffer.from([names.map(cell).join(','), ...rows].join('\n'));
}

function documentsOf(account: Account, targets: readonly StoredRecord[], documentType: string): Buffer {
	const chosen = targets.flatMap((target) => (target.type === 'orders' ? account.where('documents', 'order_id', target.id) : [target]))
		.filter(({ values }) => values.document_type === documentType);
	return zip(chosen.map((document) => ({ name: `${documentType}-${text(document.values.number) || document.id}.pdf`, bytes: documentPdf(document) })));
}

/** The file an operation leaves behind, if any. */
function artifactOf(account: Account, operation: StoredRecord, type: string, data: Values, targets: readonly StoredRecord[]): Values {
	if (type === 'export') return { url: account.publish(`${operation.id}.csv`, { contentType: 'text/csv', bytes: csvOf(account, targets) }) };
	if (type !== 'generate_document') return { url: null };
	return { url: account.publish(`${operation.id}.zip`, { contentType: 'application/zip', bytes: documentsOf(account, targets, text(data.document_type)) }) };
}

function check(type: string, data: Values): void {
	const targetType = text(data.target_type);
	if (!TARGETS[type]?.includes(targetType)) throw notIncluded('operation_data');
	if (!Array.isArray(data.target_ids)) throw blank('operation_data');
	const attributes = type === 'update' && isObject(data.attributes) ? Object.keys(data.attributes) : [];
	if (attributes.some((name) => !UPDATABLE[targetType]?.includes(name))) throw notIncluded('operation_data');
}

/** Long-running work on many records: scheduled at once, finished a little later. */
export const operations: Behaviour = {
	newestFirst: true,
	defaults: ({ employee }) => ({ employee_id: employee.id, status: 'scheduled', artifact: { url: null }, error_count: 0, error_data: [] }),
	prepare(_session, written) {
		const operation = isObject(written.operation_data) ? written.operation_data : {};
		const data = isObject(operation.data) ? operation.data : {};
		check(text(operation.type), data);
		return { ...written, target_type: data.target_type ?? null };
	},
	written(session, operation, before) {
		if (before) return;
		const { account } = session;
		// `prepare` has let nothing else through.
		const { type, data } = operation.values.operation_data as { type: string; data: Values };
		account.later(RUNNING_MS, () => {
			const targets = strings(data.target_ids).map((id) => account.find(text(data.target_type), id)).filter((target) => target !== undefined);
			for (const target of targets) run(session, type, data, target);
			account.change(operation, { status: 'finished', finished_at: account.now(), artifact: artifactOf(account, operation, type, data, targets) });
		});
	},
	filterField: (_account, { values }, name) => (name === 'operation_type' && isObject(values.operation_data) ? values.operation_data.type : undefined),
};
