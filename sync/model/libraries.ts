import type * as Phones from 'libphonenumber-js';
import type * as Luxon from 'luxon';

// Each takes as long to load as a node, and n8n loads every node at its start: so with the first use.
let loadedPhones: typeof Phones | undefined;
let loadedLuxon: typeof Luxon | undefined;

/** Google's rules for phone numbers. */
export const phones = (): typeof Phones => (loadedPhones ??= require('libphonenumber-js') as typeof Phones);

/** Dates and time zones. */
export const luxon = (): typeof Luxon => (loadedLuxon ??= require('luxon') as typeof Luxon);
