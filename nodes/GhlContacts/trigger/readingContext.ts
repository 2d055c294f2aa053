import type { Context } from '../../shared/account';

/**
 * How long a delivery may take to be read, in milliseconds. GHL does not say how long it waits; what is not read by
 * then comes again.
 */
const READ_WITHIN = 8_000;

/**
 * The context of a webhook, made for reading: it has an end, which n8n gives to executions only, and the picker
 * "Location" is set, so that the credential of an agency works in the location that the event names.
 */
export function readingContext(context: Context, locationId: string): Context {
	const node = context.getNode();
	const end = AbortSignal.timeout(READ_WITHIN);
	const own: Pick<Context, 'getNode' | 'getNodeParameter' | 'getExecutionCancelSignal'> = {
		getNode: () => ({ ...node, parameters: { ...node.parameters, location: locationId } }),
		getNodeParameter: (name, ...rest) => (name === 'location' ? locationId : context.getNodeParameter(name, ...rest)),
		getExecutionCancelSignal: () => end,
	};
	return Object.assign(Object.create(context) as Context, own); // everything else is inherited from the context itself
}
