import { readFileSync } from 'node:fs';

/** Milliseconds of work of this thread so far, whatever else the machine does. Node.js tells it from 23.9 on. */
export function threadTime(): number {
	if (typeof process.threadCpuUsage === 'function') return inMilliseconds(process.threadCpuUsage());
	return schedulerTime() ?? inMilliseconds(process.cpuUsage());
}

const inMilliseconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1_000;

/** What Linux tells of the thread that asks. Elsewhere an older Node.js tells of the whole process alone. */
function schedulerTime(): number | undefined {
	try {
		return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6;
	} catch {
		return undefined;
	}
}
