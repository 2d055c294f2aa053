import { GhlContacts } from '../../nodes/GhlContacts/GhlContacts.node';
import { walkThrough } from './editor/walkThrough';

walkThrough([new GhlContacts()]);
