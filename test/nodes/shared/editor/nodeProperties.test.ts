import type { INodeProperties } from 'n8n-workflow';
import { describe as describeNode } from '../../../../nodes/shared/editor/nodeProperties';
import { propertiesOf } from '../../../../nodes/shared/parameters/operationParameters';
import { NODES } from '../../../../scripts/nodes';

const shownFor = (properties: readonly INodeProperties[], resource: string, operation: string): string[] =>
	properties
		.filter(
			({ displayOptions }) =>
				displayOptions?.show?.resource?.includes(resource) && displayOptions.show.operation?.includes(operation),
		)
		.map(({ name }) => name)
		.filter((name) => !/.Notice$/.test(name) || properties.every((one) => one.name !== name.replace('Notice', '')));

test.each(NODES.map(({ title, resources }) => [title, resources] as const))(
	'%s: the parameters of each operation stand in its own order, the record before what is written to it',
	(_, resources) => {
		const properties = describeNode(resources);
		for (const { name, operations } of resources)
			for (const operation of operations)
				expect([name, operation.name, shownFor(properties, name, operation.name)]).toEqual([
					name,
					operation.name,
					propertiesOf(operation).map((property) => property.name),
				]);
	},
);

it('shows a hint that the editor does not, of a mapper or a collection, as a notice right below it', () => {
	const all = NODES.flatMap(({ resources }) => describeNode(resources));
	const hidden = ['collection', 'fixedCollection', 'resourceMapper'];
	expect(all.filter(({ type, hint }) => hidden.includes(type) && hint !== undefined)).toEqual([]);
	const notices = all.filter(({ name }) => name === 'fieldsNotice');
	expect(notices.map(({ displayName }) => displayName)).toContain(
		'Map an email or a phone: GHL finds the contact by them',
	);
	for (const notice of notices) {
		const above = all[all.indexOf(notice) - 1];
		expect(`${above.name}Notice`).toBe(notice.name);
		expect(above.displayOptions).toEqual(notice.displayOptions);
	}
});
