/**
 * n8n closes a connection that was idle for five seconds; a call that is sent at that very moment fails. So the tests
 * open one for each call.
 */
const send = globalThis.fetch;
globalThis.fetch = async (address, init) => {
	const headers = new Headers(init?.headers);
	headers.set('connection', 'close');
	return await send(address, { ...init, headers });
};
export {};
