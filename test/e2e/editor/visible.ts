import { NodeHelpers, type INodeParameters, type INodeProperties, type INodeTypeDescription } from 'n8n-workflow';

/** The editor shows a mapper's column choice under its own words. */
const MAPPER = 'Mapping Column Mode';

/** The parameters of a node that nobody has filled, and what n8n makes of them as a person chooses. */
export class Parameters {
	private values: INodeParameters;
	private readonly node;

	constructor(private readonly description: INodeTypeDescription) {
		const { version } = description;
		this.node = { typeVersion: Array.isArray(version) ? Math.max(...version) : version };
		this.values = {};
		this.set({});
	}

	/**
	 * As the editor does at each change: values of parameters that are still there stay, the others get their defaults.
	 */
	set(change: INodeParameters): void {
		this.values =
			NodeHelpers.getNodeParameters(
				this.description.properties,
				{ ...this.values, ...change },
				true,
				false,
				this.node,
				this.description,
			) ?? {};
	}

	/** What n8n's own rule shows, in the order of the description. */
	visible(): INodeProperties[] {
		// An expression has no value where no item came in: what depends on it is not shown.
		const values = Object.fromEntries(
			Object.entries(this.values).map(([name, value]) => [name, String(value).startsWith('=') ? '' : value]),
		);
		return this.description.properties
			.filter(
				(property) =>
					property.type !== 'hidden' && !(property.name === 'authentication' && this.authenticationDecides()),
			)
			.filter((property) => NodeHelpers.displayParameter(values, property, this.node, this.description));
	}

	/** n8n moves the parameter "authentication" into the list of credentials where every required one depends on it. */
	private authenticationDecides(): boolean {
		return (this.description.credentials ?? []).some(
			({ required, displayOptions }) => required === true && displayOptions?.show?.authentication !== undefined,
		);
	}
}

/** The text by which a person knows a parameter. */
export const labelOf = ({ type, displayName }: INodeProperties): string =>
	type === 'resourceMapper' ? MAPPER : type === 'notice' ? plain(displayName) : displayName;

const plain = (html: string): string =>
	html
		.replace(/<[^>]+>/g, '')
		.replace(/\s+/g, ' ')
		.trim();
