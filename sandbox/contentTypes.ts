import type { FastifyInstance } from 'fastify';

/** Fastify refuses an empty JSON body and knows no forms; the real services are more lenient. */
export function addContentTypes(app: FastifyInstance): void {
	app.removeAllContentTypeParsers();
	app.addContentTypeParser(/^application\/([\w.+-]+\+)?json/, { parseAs: 'string' }, (_request, body, done) => {
		const text = body.toString();
		if (text.trim() === '') return done(null, undefined);
		try {
			done(null, JSON.parse(text));
		} catch (error) {
			done(Object.assign(error instanceof Error ? error : new Error(String(error)), { statusCode: 400 }), undefined);
		}
	});
	app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
		done(null, Object.fromEntries(new URLSearchParams(body.toString())));
	});
	// Uploads and anything unknown stay bytes.
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) =>
		done(null, body.length > 0 ? body : undefined),
	);
}
