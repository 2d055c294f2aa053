import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import axios, { AxiosError, type AxiosInstance } from 'axios';
import { startSandbox, type Sandbox, type ServiceFactory, type World } from '../../sandbox';
import { RateLimit, after, nextUtcMonth } from '../../sandbox/rateLimit';
import { ROOT } from '../support/root';

let world: World;
const counter: ServiceFactory = (given) => {
	world = given;
	let count = 0;
	let expired = false;
	return {
		name: 'counter',
		register(app) {
			app.get('/count', async () => ({
				count,
				id: given.id(20),
				lag: given.faults.indexLag({ service: 'counter', path: '/count' }, 0),
			}));
			app.post('/count', async (request) => ({ count: (count += 1), got: request.body ?? null }));
			app.get('/list', async () => ({ numbers: [1, 2], total: 2 }));
			app.delete('/count/:id', async (request) => ({ got: request.body ?? null }));
		},
		reset: () => {
			count = 0;
			expired = false;
		},
		seed: (input) => {
			if (typeof input !== 'number') throw new Error('The counter is seeded with a number.');
			return (count = input);
		},
		state: () => ({ count, expired }),
		expireTokens: () => {
			expired = true;
		},
	};
};

let sandbox: Sandbox;
let http: AxiosInstance;
beforeAll(async () => {
	sandbox = await startSandbox({ services: [counter] });
	http = axios.create({ baseURL: sandbox.url, validateStatus: () => true });
});
beforeEach(() => sandbox.reset());
afterAll(async () => sandbox.close());

describe('requests', () => {
	it('are recorded with the token cut to its last four characters', async () => {
		await http.post('/counter/count?x=1', { a: 1 }, { headers: { authorization: 'Bearer secret-1234' } });
		const [entry] = sandbox.requests();
		expect(entry).toMatchObject({
			service: 'counter',
			method: 'POST',
			path: '/count',
			query: { x: '1' },
			body: { a: 1 },
			status: 200,
		});
		expect(entry?.headers.authorization).toBe('****1234');
	});

	it('are filtered by service, method and path, and cleared on request', async () => {
		await http.get('/counter/count');
		await http.post('/counter/count');
		expect(sandbox.requests({ method: 'post' })).toHaveLength(1);
		expect((await http.get('/__sandbox/requests?service=counter')).data).toHaveLength(2);
		await http.delete('/__sandbox/requests');
		expect(sandbox.requests()).toHaveLength(0);
	});

	it('may be forms, empty JSON, or a DELETE with a body', async () => {
		expect((await http.post('/counter/count', new URLSearchParams({ a: 'b c' }))).data.got).toEqual({ a: 'b c' });
		expect(
			(await http.post('/counter/count', undefined, { headers: { 'content-type': 'application/json' } })).data.got,
		).toBeNull();
		expect((await http.delete('/counter/count/1', { data: { tags: ['x'] } })).data.got).toEqual({ tags: ['x'] });
	});
});

describe('reset', () => {
	it('gives the same identifiers again', async () => {
		const first = await http.get('/counter/count');
		sandbox.reset();
		const second = await http.get('/counter/count');
		expect(first.data.id).toMatch(/^[A-Za-z0-9]{20}$/);
		expect(second.data.id).toBe(first.data.id);
	});

	it('puts state, faults and time back', async () => {
		sandbox.seed('counter', 5);
		sandbox.faults({ kind: 'status', status: 500 });
		sandbox.advance(86_400_000);
		await http.post('/__sandbox/reset');
		expect((await http.get('/counter/count')).data.count).toBe(0);
		expect(Math.abs(world.now() - Date.now())).toBeLessThan(1_000);
	});
});

describe('control', () => {
	it('has a page for people, which knows where the stand-ins are', async () => {
		const { data, headers } = await http.get<string>('/__sandbox/try');
		expect(headers['content-type']).toBe('text/html; charset=utf-8');
		expect(data).toContain('"url":"/booqable/demo-rentals/api/4"');
		expect(data).not.toContain('SETTINGS');
	});

	it('seeds, shows state and expires tokens over HTTP', async () => {
		expect((await http.post('/__sandbox/seed', { service: 'counter', input: 7 })).data).toEqual({
			ok: true,
			result: 7,
		});
		await http.post('/__sandbox/token/expire');
		expect((await http.get('/__sandbox/state')).data).toEqual({ counter: { count: 7, expired: true } });
		expect((await http.get('/__sandbox/state?service=counter')).data.count).toBe(7);
	});

	it.each([
		['/__sandbox/seed', { service: 'nobody', input: 1 }, 'The sandbox has no service "nobody". It has: counter.'],
		['/__sandbox/seed', { service: 'counter', input: 'x' }, 'The counter is seeded with a number.'],
		['/__sandbox/faults', { kind: 'gremlin' }, /kind: Invalid discriminator value/],
	])('answers a wrong call to %s with a sentence', async (path, body, expected) => {
		const response = await http.post(path, body);
		expect(response.status).toBe(400);
		expect(response.data.error).toMatch(expected);
	});

	it('moves and freezes time', async () => {
		const before = world.now();
		await http.post('/__sandbox/time', { advance: 60_000 });
		expect(world.now() - before).toBeGreaterThanOrEqual(60_000);
		const frozen = (await http.post('/__sandbox/time', { now: '2030-01-01T00:00:00Z', frozen: true })).data.now;
		expect(frozen).toBe(Date.UTC(2030, 0, 1));
		expect(world.now()).toBe(frozen);
	});

	it('freezes at exactly the requested time, however slow the machine', () => {
		let real = Date.now();
		const slow = jest.spyOn(Date, 'now').mockImplementation(() => (real += 7));
		try {
			const asked = Date.UTC(2030, 0, 1);
			expect(sandbox.time({ now: asked, frozen: true })).toBe(asked);
			expect(sandbox.time({ advance: 1_000 })).toBe(asked + 1_000);
		} finally {
			slow.mockRestore();
		}
	});
});

describe('faults', () => {
	it('answer with a status and Retry-After as many times as configured', async () => {
		await http.post('/__sandbox/faults', { kind: 'status', service: 'counter', status: 429, retryAfter: 2, times: 1 });
		const refused = await http.post('/counter/count');
		expect([refused.status, refused.headers['retry-after']]).toEqual([429, '2']);
		expect((await http.post('/counter/count')).data.count).toBe(1);
		expect(sandbox.requests()[0]).toMatchObject({ status: 429, fault: 'status' });
	});

	it.each([
		['/count', 'GET', 500],
		['/cou*', 'GET', 500],
		['/**', 'GET', 500],
		['^/c.u', 'GET', 500],
		['/other', 'GET', 200],
		['/c/*', 'GET', 200],
		['/count', 'POST', 200],
	])('with path %s and method %s give %i for GET /count', async (path, method, expected) => {
		sandbox.faults({ kind: 'status', status: 500, path, method });
		expect((await http.get('/counter/count')).status).toBe(expected);
	});

	it('drop the connection before anything is done', async () => {
		sandbox.faults({ kind: 'drop', times: 1 });
		const error = await http.post('/counter/count').catch((caught: unknown) => caught);
		expect(error).toBeInstanceOf(AxiosError);
		expect(sandbox.state('counter')).toMatchObject({ count: 0 });
	});

	it('lose the answer after the work is done', async () => {
		sandbox.faults({ kind: 'answerLost', times: 1 });
		const error = await http.post('/counter/count').catch((caught: unknown) => caught);
		expect(error).toMatchObject({ code: 'ECONNRESET' });
		expect(sandbox.state('counter')).toMatchObject({ count: 1 });
	});

	it('answer 422 after the work is done', async () => {
		sandbox.faults({ kind: 'statusAfterCommit', status: 422, body: { message: ['odd'] }, times: 1 });
		const response = await http.post('/counter/count');
		expect([response.status, response.data]).toEqual([422, { message: ['odd'] }]);
		expect(sandbox.state('counter')).toMatchObject({ count: 1 });
	});

	it('delay a call', async () => {
		sandbox.faults({ kind: 'delay', ms: 60 });
		const started = performance.now();
		await http.get('/counter/count');
		expect(performance.now() - started).toBeGreaterThanOrEqual(55);
	});

	it('with a rate hit the same calls in every run', async () => {
		const run = async (): Promise<number[]> => {
			sandbox.reset();
			sandbox.faults({ kind: 'status', status: 503, rate: 0.5 });
			const statuses: number[] = [];
			for (let call = 0; call < 20; call += 1) statuses.push((await http.get('/counter/count')).status);
			return statuses;
		};
		const first = await run();
		expect(new Set(first)).toEqual(new Set([200, 503]));
		expect(await run()).toEqual(first);
	});

	it.each<[string, unknown, number]>([
		['html', expect.stringContaining('<h1>'), 1],
		['empty', '', 1],
		['cut', '{"count":1', 1],
		['bare', { count: 1, got: {} }, 1],
		['login', '', 0],
	])('spoil an answer as %s', async (as, data, count) => {
		await http.post('/__sandbox/faults', { kind: 'spoiled', as, method: 'POST', path: '/count', times: 1 });
		const answer = await http.post('/counter/count', undefined, { maxRedirects: 0 });
		expect(answer.data).toEqual(data);
		expect([answer.status, answer.headers.location]).toEqual(as === 'login' ? [302, '/login'] : [200, undefined]);
		expect(sandbox.requests()[0]).toMatchObject({ fault: 'spoiled' });
		expect(sandbox.state('counter')).toMatchObject({ count });
		expect((await http.post('/counter/count')).data.count).toBe(count + 1);
	});

	it('take a list out of its envelope', async () => {
		sandbox.faults({ kind: 'spoiled', as: 'bare', times: 1 });
		expect((await http.get('/counter/list')).data).toEqual([1, 2]);
		expect((await http.get('/counter/list')).data).toEqual({ numbers: [1, 2], total: 2 });
	});

	it('set the lag that a service reads', async () => {
		sandbox.faults({ kind: 'indexLag', ms: 4_000 });
		expect((await http.get('/counter/count')).data.lag).toBe(4_000);
		await http.delete('/__sandbox/faults');
		expect((await http.get('/counter/count')).data.lag).toBe(0);
	});
});

describe('webhooks', () => {
	let receiver: Server;
	let received: string[] = [];
	let answers: number[] = [];
	let url: string;
	beforeAll(async () => {
		receiver = createServer((request, response) => {
			let body = '';
			request.on('data', (chunk: Buffer) => {
				body += chunk.toString();
			});
			request.on('end', () => {
				received.push(body);
				response.writeHead(answers.shift() ?? 200).end();
			});
		});
		await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
		url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`; // a TCP server's address is never a string
	});
	beforeEach(() => {
		received = [];
		answers = [];
	});
	afterAll(() => {
		receiver.close();
		receiver.closeAllConnections();
	});

	const send = (body: string, target = url): void =>
		world.webhooks.send({
			service: 'counter',
			event: 'Counted',
			url: target,
			body,
			headers: { 'content-type': 'text/plain' },
			retry: { retries: 2, delay: (retry) => retry * 10_000, again: (status) => status < 200 || status > 299 },
		});

	it('arrive in the order they were sent', async () => {
		for (const body of ['1', '2', '3']) send(body);
		await world.webhooks.idle();
		expect(received).toEqual(['1', '2', '3']);
	});

	it('are tried again until the receiver says yes, in world time', async () => {
		answers = [500, 404];
		send('1');
		await world.webhooks.idle();
		expect(received).toHaveLength(1);
		sandbox.advance(10_000);
		await world.webhooks.idle();
		sandbox.advance(20_000);
		await world.webhooks.idle();
		expect(received).toEqual(['1', '1', '1']);
		expect(
			(await http.get('/__sandbox/webhooks')).data.attempts.map((attempt: { status: number }) => attempt.status),
		).toEqual([500, 404, 200]);
		expect(world.webhooks.pending()).toEqual([]);
	});

	it('are given up after the last retry', async () => {
		answers = [500, 500, 500, 500];
		send('1');
		for (let step = 0; step < 5; step += 1) {
			await world.webhooks.idle();
			sandbox.advance(60_000);
		}
		await world.webhooks.idle();
		expect(received).toHaveLength(3);
	});

	it('are duplicated, dropped, delayed and reordered by faults', async () => {
		sandbox.faults([{ kind: 'webhookDuplicate', times: 1 }]);
		send('twice');
		await world.webhooks.idle();
		sandbox.faults({ kind: 'webhookDrop', times: 1, event: 'Counted' });
		send('never');
		sandbox.faults({ kind: 'webhookDelay', ms: 5_000, times: 1 });
		send('late');
		sandbox.faults({ kind: 'webhookReorder', times: 1 });
		send('second');
		send('first');
		await world.webhooks.idle();
		expect(received).toEqual(['twice', 'twice', 'first', 'second']);
		sandbox.advance(5_000);
		await world.webhooks.idle();
		expect(received.at(-1)).toBe('late');
	});

	it('never leave this machine', async () => {
		send('1', 'http://hooks.example.com/');
		await world.webhooks.idle();
		expect(world.webhooks.attempts[0]?.error).toBe('The sandbox posts to this machine only, not to hooks.example.com.');
	});
});

describe('rate limit', () => {
	it('refuses beyond the limit and opens again with the next window', () => {
		let now = 0;
		const limit = new RateLimit({ now: () => now, limit: 2, ends: after(10_000) });
		expect([limit.take('a').remaining, limit.take('a').remaining]).toEqual([1, 0]);
		expect(limit.take('a')).toMatchObject({ allowed: false, remaining: 0, endsAt: 10_000 });
		expect(limit.take('b').allowed).toBe(true);
		now = 10_000;
		expect(limit.take('a')).toMatchObject({ allowed: true, remaining: 1, endsAt: 20_000 });
	});

	it('counts a calendar month', () => {
		expect(nextUtcMonth(Date.UTC(2026, 11, 31, 23))).toBe(Date.UTC(2027, 0, 1));
		const limit = new RateLimit({ now: () => 0, limit: Infinity, ends: nextUtcMonth });
		limit.take('a');
		expect(limit.used('a')).toBe(1);
		expect(limit.take('a').allowed).toBe(true);
	});
});

describe('options', () => {
	it.each<['real' | 'off' | number, number]>([
		['real', 100],
		['off', 1_000_000_000],
		[0.1, 10],
	])('limits %s allow GHL %i calls in ten seconds', async (limits, allowed) => {
		const limited = await startSandbox({ limits });
		try {
			const response = await axios.get(`${limited.url}/ghl/locations/x`, { validateStatus: () => true });
			expect(response.headers['x-ratelimit-max']).toBe(String(allowed));
		} finally {
			await limited.close();
		}
	});

	it('make the world run faster', async () => {
		const fast = await startSandbox({ services: [counter], timeScale: 1_000 });
		try {
			const start = world.now();
			await new Promise((resolve) => setTimeout(resolve, 20));
			expect(world.now() - start).toBeGreaterThanOrEqual(15_000);
		} finally {
			await fast.close();
		}
	});

	it('choose the identifiers by their seed', async () => {
		const ids: string[] = [];
		for (const seed of ['a', 'b', 'a']) {
			const seeded = await startSandbox({ services: [counter], seed });
			ids.push(world.id(20));
			await seeded.close();
		}
		expect(ids[0]).toBe(ids[2]);
		expect(ids[0]).not.toBe(ids[1]);
	});
});

describe('the command', () => {
	const run = (...args: string[]): ChildProcess =>
		spawn(process.execPath, [require.resolve('tsx/cli'), path.join(ROOT, 'sandbox', 'cli.ts'), ...args], {
			stdio: 'pipe',
		});
	const output = async (child: ChildProcess, until?: RegExp): Promise<string> => {
		let text = '';
		for (const stream of [child.stdout, child.stderr])
			stream?.on('data', (chunk: Buffer) => {
				text += chunk.toString();
			});
		return new Promise((resolve) => {
			child.stdout?.on('data', () => {
				if (until?.test(text)) resolve(text);
			});
			child.on('close', () => resolve(text));
		});
	};

	it('prints the addresses, says so when the port is taken, and ends on a signal', async () => {
		const child = run('--port', '0');
		const printed = await output(child, /Ctrl\+C/);
		const port = /ghl\s+http:\/\/127\.0\.0\.1:(\d+)\/ghl/.exec(printed)?.[1] ?? '';
		expect((await axios.get(`http://127.0.0.1:${port}/__sandbox/requests`)).data).toEqual([]);
		const second = run('--port', port);
		expect(await output(second)).toBe(
			`Port ${port} is already in use. Stop what runs there, or choose another: npm run sandbox -- --port ${Number(port) + 1}\n`,
		);
		expect(second.exitCode).toBe(1);
		child.kill('SIGTERM');
		await output(child);
		expect(child.exitCode).toBe(0);
	});

	it('explains an invalid port', async () => {
		const child = run('--port', 'x');
		expect(await output(child)).toBe('--port must be a number from 0 to 65535, not "x".\n');
		expect(child.exitCode).toBe(1);
	});
});
