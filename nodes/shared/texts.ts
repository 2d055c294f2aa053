import type { INodeProperties } from 'n8n-workflow';

/** What a person sees of an operation in the editor; error texts speak of it in the same words. */
export interface Texts {
	readonly resource: string;
	/** Internal name, e.g. `addTags`. */
	readonly name: string;
	/** Name in the editor, e.g. `Add Tags`. */
	readonly label: string;
	/** Sentence in the node creator, e.g. `Add tags to contact`. */
	readonly action: string;
	/** One line under the name; AI agents read it as well. */
	readonly description: string;
	readonly parameters: readonly INodeProperties[];
	/** Parameters of the collection "Options". */
	readonly options?: readonly INodeProperties[];
}
