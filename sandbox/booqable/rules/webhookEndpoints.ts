import type { Behavior } from '../models/account';
import { WEBHOOK_EVENTS } from '../events';
import { blank, invalidValue, notIncluded } from '../errors';
import { strings, text, type Values } from '../models/records';

function check(merged: Values): void {
	const url = text(merged.url);
	if (!url) throw blank('url');
	if (!/^https?:\/\/\S+$/.test(url) || !URL.canParse(url)) throw invalidValue('url', 'is invalid', 'invalid');
	if (strings(merged.events).length === 0) throw blank('events');
	if (strings(merged.events).some((event) => !WEBHOOK_EVENTS.includes(event))) throw notIncluded('events');
	if (!['1', '4'].includes(text(merged.version))) throw notIncluded('version');
}

export const webhookEndpoints: Behavior = {
	prepare(_session, written, current) {
		// Version 1, with its form-encoded body, is the default.
		const merged: Values = { version: 1, ...current?.values, ...written };
		check(merged);
		return { ...written, version: Number(merged.version) };
	},
	// The answer to a DELETE shows the endpoint without events.
	removing: ({ account }, endpoint) => account.change(endpoint, { events: [] }),
};
