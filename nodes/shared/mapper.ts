import type { INodeProperties, ResourceMapperField } from 'n8n-workflow';

interface Mapper {
	readonly resourceMapperMethod: string;
	readonly mode: 'add' | 'update' | 'upsert';
	readonly hint?: string;
	/** Upsert only: whether several columns may be matched together. */
	readonly multiKeyMatch?: boolean;
	readonly loadOptionsDependsOn?: string[];
}

/** n8n's visual mapper, under the name `fields`. Columns are fetched live; removed ones are tolerated. */
export function fieldMapper({ resourceMapperMethod, mode, hint, multiKeyMatch = false, loadOptionsDependsOn = [] }: Mapper): INodeProperties {
	return {
		displayName: 'Fields',
		name: 'fields',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		required: true,
		...(hint && { hint }),
		typeOptions: {
			loadOptionsDependsOn: ['authentication', ...loadOptionsDependsOn],
			resourceMapper: {
				resourceMapperMethod,
				mode,
				fieldWords: { singular: 'field', plural: 'fields' },
				addAllFields: false,
				multiKeyMatch,
				supportAutoMap: true,
				allowEmptyValues: true,
				showTypeConversionOptions: true,
				refreshIncompleteSchemaOnOpen: true,
				refreshStaleSchemaOnOpen: true,
			},
		},
	};
}

type Column = Pick<ResourceMapperField, 'id' | 'displayName' | 'type' | 'options'> & {
	/** Can identify a record. */
	match?: boolean;
	/** Chosen for matching until the user chooses. */
	matchFirst?: boolean;
	required?: boolean;
	readOnly?: boolean;
};

/** A column of the mapper. Only those that can identify a record are offered for matching. */
export function column({ match = false, matchFirst = false, required = false, readOnly = false, ...shown }: Column): ResourceMapperField {
	return { ...shown, required, readOnly, display: !readOnly, defaultMatch: matchFirst, canBeUsedToMatch: match };
}

/** What an empty value of a mapped field means. */
export const emptyValues: INodeProperties = {
	displayName: 'Empty Values',
	name: 'emptyValues',
	type: 'options',
	options: [
		{ name: 'Leave the Field as It Is', value: 'ignore' },
		{ name: 'Clear the Field', value: 'clear' },
	],
	default: 'ignore',
	description: 'What happens when a mapped value is empty. Fields that are not mapped are never touched.',
};

export const isEmpty = (value: unknown): boolean =>
	value === undefined || value === null || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0);
