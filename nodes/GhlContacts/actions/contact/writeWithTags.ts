import type { IDataObject } from 'n8n-workflow';
import { MissingScope, type Calls } from '../../../shared/runner/calls';
import type { Endpoint } from '../../../shared/endpoint';
import { ApiError } from '../../../shared/http/errors';
import { methodOf } from '../../../shared/http/route';
import { InputProblem, textOf, type Input } from '../../../shared/parameters/input';
import { isEmpty } from '../../../shared/parameters/mapper';
import { lowerCaseTags, tagsDue, type TagMode } from '../../../shared/values/tags';
import { addTags } from './addTags';
import { getForWrite } from './get';
import { removeTags } from './removeTags';

/**
 * Writes a contact, then adds or removes its tags in a call of their own: in the write itself GHL would replace all
 * tags.
 * No second call where the tags are as wanted.
 */
export async function writeWithTags(calls: Calls, input: Input, write: Endpoint): Promise<IDataObject> {
	const tags = lowerCaseTags(input.option('tags'));
	const mode = (textOf(input.option('tagMode')) || 'add') as TagMode; // a choice of the node
	if (tags.length > 0 && mode === 'replace') {
		return await calls.onePerformed({ ...write, body: (given) => ({ ...write.body?.(given), tags }) }, input);
	}
	const contact = await written(calls, input, write, tags.length > 0);
	const due = tagsDue(mode, Array.isArray(contact.tags) ? contact.tags.map(textOf) : undefined, tags);
	if (due.length === 0) return contact;
	const changed = await calls.one(mode === 'remove' ? removeTags : addTags, { contactId: contact.id, tags: due });
	return { ...contact, tags: changed.tags };
}

/** An update that maps no field is not a call: there may be tags to change all the same. */
async function written(calls: Calls, input: Input, write: Endpoint, withTags: boolean): Promise<IDataObject> {
	const mapsNothing =
		methodOf(write.route) === 'PUT' &&
		Object.values(input.mapped('fields')).every(isEmpty) &&
		input.option('emptyValues') !== 'clear';
	if (!mapsNothing) return await calls.onePerformed(write, input);
	if (withTags) return await unchanged(calls, input);
	throw new InputProblem(
		'fields',
		'No field has a value, so there is nothing to update',
		'Map at least one field, or set tags in the options.',
	);
}

/** The contact as it is; its ID alone where the credential may write contacts but not read them. */
async function unchanged(calls: Calls, input: Input): Promise<IDataObject> {
	return await calls.onePerformed(getForWrite, input).catch((error: unknown) => {
		if (error instanceof MissingScope || (error instanceof ApiError && error.status === 401))
			return { id: input.id('contactId') };
		throw error;
	});
}
