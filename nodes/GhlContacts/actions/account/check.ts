import { accountCheck } from '../../../shared/probes/accountCheck';
import { FIRST_PROBE, READ_CALLS, READ_PROBES } from './readProbes';
import { WRITE_CALLS, writeAnswers } from './writeProbes';

export const check = accountCheck({
	app: 'GHL',
	account: 'sub-account',
	cost: 'about 20 calls',
	writesTo:
		'a contact "Account Check" that is made for it and removed at the end; workflows of yours that start with a new contact see it',
	endpoints: [...READ_CALLS, ...WRITE_CALLS],
	first: FIRST_PROBE,
	reads: READ_PROBES,
	writes: writeAnswers,
});
