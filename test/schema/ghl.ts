import { resources } from '../../nodes/GhlContacts/actions';
import { ENTRIES } from '../ghl/contract/entries';
import { worldIn } from '../ghl/contract/world';
import { ghlOAuth, ghlPrivate } from '../harness/accounts';
import { json } from '../harness/engine';
import type { ExampledNode } from './example';

/** The examples are those that are compared with the official client. */
export const ghl: ExampledNode = {
	folder: 'GhlContacts',
	resources,
	ownKeys: new Set(['customFields']),
	free: new Set(['customApiCall.call']),
	async run(sandbox, resource, operation) {
		const entry = ENTRIES[resource]?.[operation];
		if (!entry) return undefined;
		const { parameters, authentication } = entry(await worldIn(sandbox));
		const all = { resource, operation, ...parameters };
		const setup = authentication === 'oAuth2' ? await ghlOAuth(sandbox, all) : ghlPrivate(sandbox, all);
		return await json(setup);
	},
};
