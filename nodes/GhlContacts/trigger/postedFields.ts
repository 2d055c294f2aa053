import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { jsonIn } from '../../shared/values/json';

const object = z.record(z.unknown());

/**
 * The fields of a post: of JSON, of JSON or a form sent as plain text, and of a form, whose names may be paths such as
 * `contact[id]` or `contact.id`. Text that is neither comes as the field `text`.
 */
export function postedFields(body: unknown): IDataObject {
	if (typeof body === 'string') return postedFields(jsonIn(body) ?? formIn(body) ?? { text: body });
	if (Array.isArray(body)) return body.length === 1 ? postedFields(body[0]) : { items: body };
	return nested(object.catch({}).parse(body)) as IDataObject; // parsed JSON or texts
}

const FORM = /^[\w.[\]%+-]+=/;

const formIn = (text: string): Record<string, string> | undefined =>
	FORM.test(text) ? Object.fromEntries(new URLSearchParams(text)) : undefined;

/** Fields by their paths. What a path leads through wins over a plain value of the same name. */
function nested(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
	const root: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(fields)) {
		const path = pathOf(name);
		const last = path.pop();
		if (last === undefined) continue;
		let place = root;
		for (const step of path) place = place[step] = { ...object.catch({}).parse(place[step]) };
		if (!(last in place)) place[last] = value;
	}
	return root;
}

/** Parts of a name that is a path. Those by which code could be changed are left out with what they hold. */
function pathOf(name: string): string[] {
	const parts = name.split(/[.[\]]/).filter((part) => part !== '');
	return parts.some((part) => FORBIDDEN.has(part)) ? [] : parts;
}

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
