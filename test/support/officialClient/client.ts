import { HighLevel } from '@gohighlevel/api-client';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PIT_US } from '../../../sandbox/ghl/world';

/** The official client, aimed at this address, for which it has no setting. */
export function clientAt(url: string): HighLevel {
	Object.assign(HighLevel, { BASE_URL: url });
	return new HighLevel({ privateIntegrationToken: PIT_US, logLevel: 'error' });
}

/** `GET /contacts/{}`: what a call is, whatever its parameters are called. */
export const endpointOf = (method: string, template: string): string =>
	`${method} ${template.replace(/\{\w+\}/g, '{}').replace(/(?<=.)\/$/, '')}`;

/** Every endpoint that the client has a method for, read from its code. */
export function endpointsOfClient(): ReadonlySet<string> {
	const code = path.join(path.dirname(require.resolve('@gohighlevel/api-client')), 'lib', 'code');
	const sources = globSync('*/*.js', { cwd: code }).map((file) => readFileSync(path.join(code, file), 'utf8'));
	return new Set(
		sources.flatMap((source) =>
			[...source.matchAll(/method: '(\w+)',\s+url: \(0, request_utils_1\.buildUrl\)\('([^']+)'/g)].map(
				([, method, template]) => endpointOf(method, template),
			),
		),
	);
}

/** The client with a list of the methods that are called, such as `contacts.getContact`. It works as before. */
export function watched(client: HighLevel, called: string[]): HighLevel {
	const service = (name: string, value: object) =>
		new Proxy(value, {
			get(target, method) {
				called.push(`${name}.${String(method)}`);
				return Reflect.get(target, method) as unknown;
			},
		});
	return new Proxy(client, {
		get(target, name) {
			const value: unknown = Reflect.get(target, name);
			return value !== null && typeof value === 'object' ? service(String(name), value) : value;
		},
	});
}
