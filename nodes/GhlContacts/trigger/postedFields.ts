import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { jsonIn, jsonWithLineBreaksIn } from '../../shared/values/json';

const object = z.record(z.unknown());

/** Texts within texts, lists within lists and wrappers within wrappers at most. */
const DEEPEST = 5;

/**
 * The fields of a post: of JSON, of JSON or a form sent as plain text, and of a form, whose names may be paths such as
 * `contact[id]` or `contact.id`. Text that is neither comes as the field `text`. A list of posts is several.
 */
export function postsIn(body: unknown, depth = 0): IDataObject[] {
	if (typeof body === 'string' && depth < DEEPEST) return postsIn(textIn(body), depth + 1);
	if (Array.isArray(body)) {
		const isOfPosts = depth < DEEPEST && body.length > 0 && body.every((one) => object.safeParse(one).success);
		return isOfPosts ? body.flatMap((one) => postsIn(one, depth + 1)) : [{ items: body }];
	}
	const fields = object.catch({}).parse(body);
	const json = Object.keys(fields).join().startsWith('{') ? jsonOfForm(fields) : undefined;
	if (json) return postsIn(json, depth + 1);
	return [unwrapped(nested(fields)) as IDataObject]; // parsed JSON or texts
}

function textIn(text: string): unknown {
	const plain = text.replace(/^\uFEFF/, '');
	const json = jsonIn(plain);
	return json !== undefined ? json : (jsonWithLineBreaksIn(plain) ?? formIn(plain) ?? { text });
}

const FORM = /^[\w.[\]%+-]+=/;

const formIn = (text: string): Record<string, string> | undefined =>
	FORM.test(text) ? Object.fromEntries(new URLSearchParams(text)) : undefined;

/** JSON that was sent as a form is cut at its signs of equality and ampersands. */
function jsonOfForm(fields: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined {
	const pairs = Object.entries(fields).map(([name, value]) => (value === '' ? name : `${name}=${String(value)}`));
	return object.safeParse(jsonIn(pairs.join('&'))).data;
}

/** What programs put the fields into; of a multipart form n8n makes `data` and `files`. */
const WRAPPERS = ['body', 'data', 'payload'];

/** Fields beside a wrapper are kept. */
function unwrapped(fields: Record<string, unknown>, depth = 0): Record<string, unknown> {
	const [wrapper, ...others] = WRAPPERS.filter((name) => innerOf(fields[name]) !== undefined);
	if (wrapper === undefined || others.length > 0 || depth === DEEPEST || 'id' in fields) return fields;
	const { [wrapper]: inner, ...outer } = fields;
	return { ...outer, ...unwrapped(nested(innerOf(inner) ?? {}), depth + 1) };
}

const innerOf = (value: unknown): Record<string, unknown> | undefined =>
	object.safeParse(typeof value === 'string' ? jsonIn(value) : value).data;

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
