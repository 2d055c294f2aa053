import { accountCheck } from '../../../shared/probes/accountCheck';
import { FIRST_PROBE, READ_CALLS, READ_PROBES } from './readProbes';
import { WRITE_CALLS, writeAnswers } from './writeProbes';

export const check = accountCheck({
	app: 'Booqable',
	account: 'account',
	cost: 'about 30 calls of the month',
	writesTo:
		'a customer "Account Check" with a note, and on a webhook endpoint, all made for it and removed at the end. Booqable keeps the customer in its archive; programs that wait for new customers see it.',
	endpoints: [...READ_CALLS, ...WRITE_CALLS],
	first: FIRST_PROBE,
	reads: READ_PROBES,
	writes: writeAnswers,
});
