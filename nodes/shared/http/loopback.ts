const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether the host is this machine, and what is sent there never leaves it. */
export const isLoopback = ({ hostname }: URL): boolean => LOOPBACK.has(hostname);

/** Nobody on the way can read what is sent there: https, or this machine. */
export const isPrivate = (url: URL): boolean =>
	url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
