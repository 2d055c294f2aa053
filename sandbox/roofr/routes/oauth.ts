import type { FastifyInstance } from 'fastify';
import type { Account } from '../models/account';
import { ROOFR } from '../world';

/** A token endpoint for clients of the user's own. That Roofr has any is not known. */
export function addTokenEndpoint(app: FastifyInstance, account: Account): void {
	app.post('/oauth/token', async (request, reply) => {
		const form: Record<string, unknown> =
			request.body !== null && typeof request.body === 'object' ? { ...request.body } : {};
		const basic = Buffer.from(
			/^Basic (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '',
			'base64',
		).toString();
		const [id, secret] = basic === '' ? [form.client_id, form.client_secret] : basic.split(':').map(decodeURIComponent);
		if (id !== ROOFR.clientId || secret !== ROOFR.clientSecret)
			return reply.code(401).send({ error: 'invalid_client' });
		const token = account.world.id(32);
		account.tokens.add(token);
		return {
			access_token: token,
			refresh_token: 'sandbox-roofr-refresh',
			token_type: 'Bearer',
			expires_in: 3600,
			scope: String(form.scope ?? ''),
		};
	});
}
