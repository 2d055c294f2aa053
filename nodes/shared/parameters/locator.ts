import type { INodeProperties } from 'n8n-workflow';

interface Locator {
	readonly name: string;
	readonly label: string;
	/** Name of the method that fills the list. */
	readonly searchListMethod: string;
	readonly description: string;
	readonly idPlaceholder: string;
	/** Address of the record's page; the first group of the pattern is the ID. */
	readonly page?: { readonly pattern: string; readonly placeholder: string };
	readonly required?: boolean;
}

/** A picker for one record: searchable list, ID, and the address of its page where it has one. */
export function locator({
	name,
	label,
	searchListMethod,
	description,
	idPlaceholder,
	page,
	required = true,
}: Locator): INodeProperties {
	return {
		displayName: label,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required,
		description,
		modes: [
			{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod, searchable: true } },
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: idPlaceholder },
			...(page
				? [
						{
							displayName: 'By URL',
							name: 'url',
							type: 'string' as const,
							placeholder: page.placeholder,
							extractValue: { type: 'regex' as const, regex: page.pattern },
							validation: [
								{
									type: 'regex',
									properties: {
										regex: `${page.pattern}[^]*`,
										errorMessage: `Not the address of a ${label.toLowerCase()}`,
									},
								},
							],
						},
					]
				: []),
		],
	};
}
