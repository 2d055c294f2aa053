import { booqable } from './booqable';
import { ghl } from './ghl';
import { roofr } from './roofr';
import type { ServiceFactory } from './service';

/** What the sandbox offers unless told otherwise. */
export const defaultServices: ServiceFactory[] = [ghl, booqable, roofr];
