import { resources } from '../../../../nodes/GhlContacts/actions';
import { ENTRIES } from './entries';
import { worldIn } from './records';
import { ghlOAuth, ghlPrivate } from '../../nodeSetups';
import { json } from '../../engine';
import type { ExampledNode } from '../example';

/** The examples are those that are compared with the official client. */
export const ghl: ExampledNode = {
	folder: 'GhlContacts',
	resources,
	ownKeys: new Set(['customFields']),
	free: new Set(['customApiCall.call']),
	async setup(sandbox, resource, operation) {
		const entry = ENTRIES[resource]?.[operation];
		if (!entry) return undefined;
		const { parameters, authentication } = entry(await worldIn(sandbox));
		const all = { resource, operation, ...parameters };
		return authentication === 'oAuth2' ? await ghlOAuth(sandbox, all) : ghlPrivate(sandbox, all);
	},
	async run(sandbox, resource, operation) {
		const setup = await this.setup?.(sandbox, resource, operation);
		return setup && (await json(setup));
	},
};
