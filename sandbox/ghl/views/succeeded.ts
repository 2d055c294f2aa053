import type { View } from './view';

/** `succeded` is how dated versions spell it; v3 adds the right one. */
export function succeeded(version: string): View {
	return version === 'v3' ? { succeded: true, succeeded: true } : { succeded: true };
}
