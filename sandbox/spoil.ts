import type { Spoil } from './faults';

const PAGE = '<!doctype html><html lang="en"><head><title>Welcome</title></head><body><h1>Welcome</h1></body></html>';

/** What is left of an answer that something on the way, or the service itself, has spoiled. */
export function spoil(as: Spoil, body: string): string {
	switch (as) {
		case 'html':
		case 'login':
			return PAGE;
		case 'empty':
			return '';
		case 'cut':
			return body.slice(0, Math.floor(body.length / 2));
		case 'bare':
			return body === '' ? '' : JSON.stringify(listIn(JSON.parse(body)));
	}
}

/** The first list in an answer; an answer without one stays as it is. */
function listIn(answer: unknown): unknown {
	if (typeof answer !== 'object' || answer === null) return answer;
	return Object.values(answer).find(Array.isArray) ?? answer;
}
