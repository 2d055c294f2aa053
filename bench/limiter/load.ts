import { ghl } from '../../nodes/GhlContacts/transport';
import { Breaker } from '../../nodes/shared/http/breaker';
import { ATTEMPTS } from '../../nodes/shared/http/retry';
import { callsUnderWay, send, type Connection, type Request } from '../../nodes/shared/http/send';
import { concurrently, widthFor } from '../../nodes/shared/runner/concurrent';
import { SeededRandom } from '../../test/support/sync/simulator/random';
import { Allowance, type Counting } from './allowance';
import { VirtualTime, type Process } from './virtualTime';

/** What is asked of the limiter. Times in milliseconds. */
export interface Case {
	readonly counting: Counting;
	readonly calls: number;
	readonly interval: number;
	/** From a call to its answer, on average. */
	readonly latency: number;
	/** Processes that call for the same account and do not know of each other. */
	readonly processes: number;
	/** Whether the event loops stand still now and then. */
	readonly stalls: boolean;
}

export interface Use {
	/** Of the allowance. */
	readonly share: number;
	/** Calls refused, in percent. */
	readonly refused: number;
}

/** The way to the service takes half of the latency, more or less by this part of it. */
const JITTER = 1 / 3;
/** From when a call may start to when it leaves the process, in milliseconds: n8n signs it. */
const SIGNING = 2;
/** Intervals that are measured, after two: in the first each process begins at a moment of its own. */
const INTERVALS = 30;
/** Between two stalls, and their length, in milliseconds: on average, and at most. */
const STALLS = { every: 4_000, longest: 800 };

const REQUEST: Request = {
	endpoint: { route: 'POST /contacts/', effect: 'create', envelope: 'json' },
	path: '/contacts/',
	headers: {},
	body: { name: 'Ada' },
};

/** An event loop that stands still at moments of chance. */
function stalling(random: SeededRandom): Process {
	let [from, to] = [0, 0];
	return {
		wakes(at) {
			while (to <= at) {
				from = to - Math.log(1 - random.next()) * STALLS.every;
				to = from + random.between(0, STALLS.longest);
			}
			return at >= from ? to : at;
		},
	};
}
const steady: Process = { wakes: (at) => at };

/** What a service sees of one call. */
interface Arrival {
	readonly at: number;
	readonly isAllowed: boolean;
}

/** Calls as fast as the limiter lets it, one for each item, with as many items at once as a node has. */
async function callsOn(connection: Connection, items: number): Promise<void> {
	let succeeded = 0;
	await concurrently(
		items,
		() => widthFor(callsUnderWay(connection), succeeded),
		() => [],
		async () => {
			await send(connection, REQUEST);
			succeeded++;
		},
		() => true,
	);
}

let runs = 0;

/** The shipped `send()` and limiter under this load. The same case gives the same figures each time. */
export async function used(one: Case): Promise<Use> {
	const { calls, interval, latency, processes } = one;
	const random = new SeededRandom(1, JSON.stringify(one));
	const time = new VirtualTime();
	const allowance = new Allowance(one.counting, calls, interval);
	const arrivals: Arrival[] = [];

	const called = async () => {
		await time.wait(SIGNING);
		await time.wait((latency / 2) * random.between(1 - JITTER, 1 + JITTER), { isOutside: true });
		const { isAllowed, remaining } = allowance.take(time.now);
		arrivals.push({ at: time.now, isAllowed });
		await time.wait(latency / 2);
		const limits = { max: calls, remaining, 'interval-milliseconds': interval };
		const headers = Object.entries(limits).map(([name, value]) => [`x-ratelimit-${name}`, String(value)]);
		return { statusCode: isAllowed ? 201 : 429, headers: Object.fromEntries(headers) as object, body: {} };
	};

	const run = ++runs; // limiters are kept by account
	const processor = async (process: number): Promise<void> => {
		await time.wait(random.between(0, processes > 1 ? interval : 0));
		const httpRequestWithAuthentication = async () => await called();
		const connection: Connection = {
			context: { helpers: { httpRequestWithAuthentication } } as never, // all that a call needs of it
			service: { ...ghl, limits: { calls, interval } },
			account: {
				credentialType: 'goHighLevelApi',
				baseUrl: 'https://ghl.example',
				key: `run ${run}, process ${process}`,
				token: 'token',
				renewable: false,
				workers: 1,
				values: {},
			},
			breaker: new Breaker(),
			attempts: ATTEMPTS,
			calls: 0,
		};
		await callsOn(connection, calls * (INTERVALS + 5));
	};
	for (let process = 0; process < processes; process++)
		void time.in(one.stalls ? stalling(random) : steady, async () => await processor(process));
	await time.pass(interval * (INTERVALS + 2), random);
	return useOf(arrivals, one);
}

function useOf(arrivals: readonly Arrival[], { calls, interval }: Case): Use {
	const measured = arrivals.filter(({ at }) => at >= 2 * interval && at < interval * (INTERVALS + 2));
	const allowed = measured.filter(({ isAllowed }) => isAllowed);
	const whole = Math.floor((allowed.length - 1) / calls);
	const took = allowed[whole * calls].at - allowed[0].at;
	return {
		share: (whole * interval) / took,
		refused: (100 * (measured.length - allowed.length)) / measured.length,
	};
}
