import type { INodeProperties } from 'n8n-workflow';

/** The option of what is not urgent: it pauses when the calls of an app run low. 100 means never. */
export const pauseAtPercent = (description: string): INodeProperties => ({
	displayName: 'Pause at Percent of Calls',
	name: 'pauseAtPercent',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 100 },
	default: 90,
	description,
});
