import { booqable, ghl, type Service } from './check';
import booqablePages from './booqable.json';
import ghlPages from './ghlPages.json';
import ghlSpecification from './ghl.json';

/** The services that document their endpoints, by the folder of their node. */
export const SERVICES: Readonly<Record<string, Service>> = {
	GhlContacts: ghl(ghlSpecification, ghlPages),
	Booqable: booqable(booqablePages),
};
