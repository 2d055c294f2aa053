import type { Values } from '../models/account';

/** What a relay puts on the wire. */
export interface Wire {
	readonly body: string;
	readonly contentType: string;
}

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

const form = (payload: Values): string =>
	new URLSearchParams(
		Object.entries(payload).map(([name, value]): [string, string] => [name, String(value)]),
	).toString();

/** The forms in which deliveries of relays were seen, by the settings of their senders. */
export const SHAPES: Readonly<Record<string, (payload: Values) => Wire>> = {
	object: (payload) => ({ body: JSON.stringify(payload), contentType: JSON_TYPE }),
	/** Wrapped in a list of one. */
	array: (payload) => ({ body: JSON.stringify([payload]), contentType: JSON_TYPE }),
	/** JSON within JSON. */
	string: (payload) => ({ body: JSON.stringify(JSON.stringify(payload)), contentType: JSON_TYPE }),
	/** JSON that says it is text. */
	text: (payload) => ({ body: JSON.stringify(payload), contentType: 'text/plain' }),
	form: (payload) => ({ body: form(payload), contentType: FORM_TYPE }),
	/** JSON as one field of a form. */
	formField: (payload) => ({ body: form({ payload: JSON.stringify(payload) }), contentType: FORM_TYPE }),
	/** JSON sent as if it were a form. */
	formJson: (payload) => ({ body: JSON.stringify(payload), contentType: FORM_TYPE }),
	data: (payload) => ({ body: JSON.stringify({ data: payload }), contentType: JSON_TYPE }),
	body: (payload) => ({ body: JSON.stringify({ body: JSON.stringify(payload) }), contentType: JSON_TYPE }),
};

/** How relays write the names of fields and events: as Roofr labels them, or as programmers do. */
export const NAMINGS: Readonly<Record<string, (label: string) => string>> = {
	labels: (label) => label,
	snake: (label) => label.toLowerCase().replace(/[^a-z0-9]+/g, '_'),
	dotted: (label) => label.toLowerCase().replace(/[^a-z0-9]+/g, '.'),
	camel: (label) => label.toLowerCase().replace(/[^a-z0-9]+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
};
