import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';
import { eventsSubtitle } from '../shared/editor/subtitle';
import { credentials } from './parameters';
import { POLL_PARAMETERS } from './poll/parameters';
import { poll } from './poll/poll';

export class BooqablePollTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Booqable Poll Trigger',
		name: 'booqablePollTrigger',
		icon: { light: 'file:../../icons/booqable.svg', dark: 'file:../../icons/booqable.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: eventsSubtitle(POLL_PARAMETERS),
		description:
			'Starts the workflow for what Booqable sends no webhook for: notes, properties, failed payments, emails',
		defaults: { name: 'Booqable Poll Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		properties: POLL_PARAMETERS,
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this);
	}
}
