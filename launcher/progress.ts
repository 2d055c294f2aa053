/** Where the launcher reports what it does. Never stdout: that belongs to `--json`. */
export interface Progress {
	/** One finished line. */
	say(line: string): void;
	/** Runs `work` under a label with the seconds gone by; `report` adds how far it is. */
	busy<T>(label: string, work: (report: (state: string) => void) => Promise<T>): Promise<T>;
}

export const silent: Progress = {
	say: () => {},
	busy: async (_label, work) => await work(() => {}),
};

/** A terminal rewrites its last line every second; a log gets a line every 15 seconds, and one at the end. */
export function printedProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
	const write = (text: string) => stream.write(stream.isTTY ? `\r\u001b[2K${text}` : `${text}\n`);
	const say = (line: string) => void write(stream.isTTY ? `${line}\n` : line);

	return {
		say,
		async busy(label, work) {
			const started = Date.now();
			let state = '';
			const seconds = () => Math.round((Date.now() - started) / 1000);
			const tick = () => void write([`${label} …`, `${seconds()} s`, state].filter(Boolean).join('  '));
			const timer = setInterval(tick, stream.isTTY ? 1000 : 15_000);
			if (stream.isTTY) tick();
			try {
				const result = await work((now) => (state = now));
				say(`${label}: done in ${seconds()} s`);
				return result;
			} finally {
				clearInterval(timer);
			}
		},
	};
}
