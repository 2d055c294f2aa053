import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ACCESS_TOKEN, DEMO_SLUG } from './booqable/world';
import { LOCATION_US, PIT_US } from './ghl/world';

/** What the page needs to write to the stand-ins as their users do. */
const SETTINGS = {
	booqable: { slug: DEMO_SLUG, token: ACCESS_TOKEN, url: `/booqable/${DEMO_SLUG}/api/4` },
	ghl: { location: LOCATION_US, token: PIT_US, url: '/ghl', version: '2021-07-28' },
};

/** A page for people: a name is changed in one stand-in, and seen to arrive in the other. */
export const tryItPage = (): string =>
	readFileSync(path.join(__dirname, 'tryIt.html'), 'utf8').replace('/*SETTINGS*/', () => JSON.stringify(SETTINGS));
