import { SeededRandom } from '../../random';
import type { World } from '../../service';
import { Events, type EventSettings } from '../events';
import { Limits } from './limits';
import { Store } from './store';
import { Tokens } from './tokens';

export interface Settings extends EventSettings {
	/** World milliseconds until a write is found by a search. */
	indexLag: number;
}

const REAL_SETTINGS: Settings = {
	indexLag: 3_000,
	webhookRetries: 'any',
	appointmentEventsNamedCreate: false,
};

/** What every endpoint of the stand-in works with. */
export class Account {
	readonly store = new Store();
	readonly settings: Settings = { ...REAL_SETTINGS };
	readonly tokens: Tokens;
	readonly limits: Limits;
	readonly events: Events;
	/** A stream of its own: reads must not shift the ids that later creates get. */
	private readonly traces = new SeededRandom('ghl/trace');

	constructor(readonly world: World) {
		this.tokens = new Tokens(world);
		this.limits = new Limits(world);
		this.events = new Events(world, this.tokens, this.settings);
	}

	traceId(): string {
		return this.traces.uuid();
	}

	/** Twenty letters and digits, as most of GHL's ids. */
	id(): string {
		return this.world.id(20);
	}

	/** Twenty-four hexadecimal digits, as the ids of newer objects. */
	hexId(): string {
		return this.world.uuid().replaceAll('-', '').slice(0, 24);
	}

	/** Empties everything; the caller builds the default world again. */
	clear(): void {
		this.store.clear();
		this.tokens.clear();
		this.limits.reset();
		this.traces.reset();
		Object.assign(this.settings, REAL_SETTINGS);
	}

	indexLag(path: string): number {
		return this.world.faults.indexLag({ service: 'ghl', method: 'POST', path }, this.settings.indexLag);
	}
}
