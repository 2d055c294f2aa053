import { createHash, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import type { World } from '../service';
import type { RetryPolicy } from '../webhooks';
import { appIdOf, type App, type Tokens } from './models/tokens';

/**
 * A PKCS #8 Ed25519 key is this prefix and 32 bytes. Bytes from a fixed text: the same key pair in every run, secret to
 * nobody.
 */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

function signingKey(): KeyObject {
	const bytes = createHash('sha256').update('signing key of the sandbox').digest();
	return createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, bytes]), format: 'der', type: 'pkcs8' });
}

export interface EventSettings {
	/**
	 * `any`: whatever is not 2xx is sent again, as documented since August 2026. `only429`: as before, everything else is
	 * lost.
	 */
	webhookRetries: 'any' | 'only429';
	/** GHL's own examples of AppointmentUpdate and AppointmentDelete say `"type": "AppointmentCreate"`. */
	appointmentEventsNamedCreate: boolean;
}

/** Webhooks of the Marketplace apps: flat bodies, one URL for all events of all locations, signed. */
export class Events {
	private readonly privateKey = signingKey();
	/** PEM, to be configured where the receiver checks signatures. */
	readonly publicKey = createPublicKey(this.privateKey).export({ type: 'spki', format: 'pem' }).toString();

	constructor(
		private readonly world: World,
		private readonly tokens: Tokens,
		private readonly settings: EventSettings,
	) {}

	/** Tells every app that is installed in the location. */
	emit(type: string, locationId: string, fields: { [key: string]: unknown }): void {
		for (const app of this.tokens.apps.values()) {
			if (app.webhookUrl === undefined || !app.installed.has(locationId)) continue;
			if (app.webhookEvents && !app.webhookEvents.includes(type)) continue;
			this.send(app.webhookUrl, type, { type, locationId, ...this.identity(app), ...fields });
		}
	}

	/** INSTALL and UNINSTALL go to the app itself, whatever events it chose. */
	emitToApp(app: App, type: string, fields: { [key: string]: unknown }): void {
		if (app.webhookUrl !== undefined) this.send(app.webhookUrl, type, { type, ...this.identity(app), ...fields });
	}

	private identity(app: App): { appId: string; versionId: string } {
		const appId = appIdOf(app.clientId);
		return { appId, versionId: appId };
	}

	private send(url: string, event: string, fields: { [key: string]: unknown }): void {
		const body = JSON.stringify({
			...fields,
			timestamp: new Date(this.world.now()).toISOString(),
			webhookId: this.world.uuid(),
		});
		const signature = sign(null, Buffer.from(body), this.privateKey).toString('base64');
		const headers = { 'content-type': 'application/json', 'user-agent': 'axios/1.7.9', 'x-ghl-signature': signature };
		this.world.webhooks.send({ service: 'ghl', event, url, body, headers, retry: this.retryPolicy() });
	}

	/** Twelve retries, each later than the one before, with jitter. The real intervals are not documented. */
	private retryPolicy(): RetryPolicy {
		return {
			retries: 12,
			delay: (retry) => Math.min(600_000, 5_000 * 2 ** (retry - 1)) * (0.5 + this.world.random() / 2),
			again: (status) => (this.settings.webhookRetries === 'only429' ? status === 429 : status < 200 || status > 299),
		};
	}
}
