import { booqable } from './booqable';
import { ghl } from './ghl';
import { roofr } from './roofr';
import type { ServiceFactory } from './service';

/** What the sandbox offers by default. */
export const defaultServices: ServiceFactory[] = [ghl, booqable, roofr];
