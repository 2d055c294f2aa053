import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { resources } from '../../../../nodes/Booqable/actions';
import { endpointsOf, type Operation } from '../../../../nodes/shared/operation';
import { json } from '../../../support/engine';
import { Demo, locator } from '../../../support/booqable';

const ID = '7f5ad3d6-06c3-4e0c-9c1c-3c6e0c1d4c1a';

let demo: Demo;
beforeAll(async () => {
	demo = await Demo.start();
});
beforeEach(() => demo.sandbox.reset());
afterAll(() => demo.sandbox.close());

const lists = resources
	.flatMap(({ operations }) => operations)
	.filter((operation) => operation.name === 'getMany' && endpointsOf(operation).some(({ paging }) => paging));
const named = lists.map((operation) => [operation.resource, operation] as const);
const parameter = ({ parameters }: Operation, name: string): INodeProperties | undefined =>
	parameters.find((one) => one.name === name);
const option = ({ options }: Operation, name: string): INodeProperties | undefined =>
	options?.find((one) => one.name === name);
const valuesOf = (property: INodeProperties | undefined): string[] =>
	(property?.options ?? []).flatMap((one) => ('value' in one ? [String(one.value)] : []));

/** A value that the type of the parameter allows. */
function plausible(property: INodeProperties): IDataObject[string] {
	if (property.type === 'boolean') return true;
	if (property.type === 'dateTime') return '2026-01-02T03:04:05Z';
	if (property.type === 'options') return valuesOf(property).at(-1);
	if (property.type === 'multiOptions') return valuesOf(property);
	if (property.name.endsWith('Id')) return ID;
	if (property.name === 'email') return 'nathan@example.com';
	return property.name === 'number' ? '5' : 'a text, with a comma';
}

const run = (operation: Operation, parameters: IDataObject) =>
	json(
		demo.setup({
			resource: operation.resource,
			operation: operation.name,
			returnAll: true,
			simplify: false,
			filters: {},
			options: {},
			ownerType: 'customers',
			ownerId: locator(''),
			taggedType: 'Customer',
			...parameters,
		}),
	);

// The sandbox refuses what the reference does not list, so an answer means that Booqable documents it.
describe.each(named)('the list of %s', (_, operation) => {
	it('has every one of its filters documented', async () => {
		// a collection holds parameters
		const filters = (parameter(operation, 'filters')?.options ?? []) as INodeProperties[];
		const chosen = Object.fromEntries(filters.map((filter) => [filter.name, plausible(filter)]));
		await run(operation, { filters: chosen });
		const query = demo.lastQuery();
		expect(Object.keys(query).filter((name) => name.startsWith('filter')).length).toBeGreaterThanOrEqual(
			filters.length,
		);
	});

	it('can sort by and include everything that it offers', async () => {
		const [sorts, includes] = [valuesOf(option(operation, 'sort')), valuesOf(option(operation, 'include'))];
		for (const sort of sorts) await run(operation, { options: { sort } });
		await run(operation, { options: { include: includes } });
		expect(demo.lastQuery().include ?? '').toBe(includes.join(','));
	});

	it('is read page by page', async () => {
		await run(operation, {});
		expect(demo.lastQuery()).toMatchObject({ 'page[size]': '100', 'page[number]': '1' });
	});
});

describe.each(['customer', 'order'] as const)('the search of %s', (resource) => {
	const operation = resources
		.flatMap(({ operations }) => operations)
		.find((one) => one.resource === resource && one.name === 'search')!;
	const groups = parameter(operation, 'groups')!.options![0] as { values: INodeProperties[] }; // a fixedCollection
	const conditions = groups.values.find(({ name }) => name === 'conditions')!.options![0] as {
		values: INodeProperties[];
	}; // a fixedCollection
	const attributes = valuesOf(conditions.values.find(({ name }) => name === 'attribute'));
	const search = (chosen: IDataObject) =>
		run(operation, {
			query: '',
			combineGroups: 'and',
			groups: { group: [{ combine: 'and', conditions: { condition: [chosen] } }] },
		});

	it.each(attributes)('can search by %s', async (attribute) => {
		const value = attribute.endsWith('_at') ? '2026-01-02T03:04:05Z' : attribute.endsWith('_id') ? ID : '1';
		await search({ attribute, operator: 'eq', value });
		expect(demo.sandbox.requests().at(-1)).toMatchObject({ method: 'POST', status: 200 });
	});
});

describe('searching customers', () => {
	const search = (parameters: IDataObject) =>
		json(
			demo.setup({
				resource: 'customer',
				operation: 'search',
				returnAll: true,
				simplify: true,
				query: '',
				combineGroups: 'and',
				groups: {},
				options: {},
				...parameters,
			}),
		);
	const group = (combine: string, ...condition: IDataObject[]): IDataObject => ({ combine, conditions: { condition } });
	const names = (found: IDataObject[]) => found.map(({ name }) => name);
	beforeEach(() => {
		demo.seed({
			customers: [
				{ name: 'Ada Lovelace', email: 'ada@example.com', discount_percentage: 10, tag_list: ['vip'] },
				{ name: 'Ada King', discount_percentage: 50 },
				{ name: 'Grace Hopper', discount_percentage: 60 },
			],
		});
	});

	it('joins groups and their conditions by "and" and "or"', async () => {
		const ada = { attribute: 'name', operator: 'prefix', value: 'ada' };
		const rich = { attribute: 'discount_percentage', operator: 'gte', value: '50' };
		expect(names(await search({ groups: { group: [group('and', ada, rich)] } }))).toEqual(['Ada King']);
		expect(names(await search({ groups: { group: [group('or', ada, rich)] } }))).toEqual([
			'Ada Lovelace',
			'Ada King',
			'Grace Hopper',
		]);
		const vip = { attribute: 'tag_list', operator: 'eq', value: 'vip' };
		expect(
			names(
				await search({
					combineGroups: 'or',
					groups: { group: [group('and', vip), group('and', { ...rich, operator: 'gt' })] },
				}),
			),
		).toEqual(['Ada Lovelace', 'Grace Hopper']);
	});

	it('also searches for text, alone or with conditions', async () => {
		expect(names(await search({ query: 'lovelace' }))).toEqual(['Ada Lovelace']);
		expect(
			names(
				await search({
					query: 'ada',
					groups: { group: [group('and', { attribute: 'discount_percentage', operator: 'lt', value: 20 })] },
				}),
			),
		).toEqual(['Ada Lovelace']);
		expect(await search({})).toHaveLength(3);
	});

	it('refuses an operator that Booqable does not have for the attribute, and names those it has', async () => {
		await expect(
			search({ groups: { group: [group('and', { attribute: 'number', operator: 'match', value: '1' })] } }),
		).rejects.toMatchObject({
			message: '"Number" cannot be searched that way',
			description: expect.stringContaining('Equals'),
		});
		await expect(
			search({ groups: { group: [group('and', { attribute: 'number', operator: 'gt', value: 'x' })] } }),
		).rejects.toMatchObject({ message: 'Invalid value for Number: "x". Map a number.' });
	});
});
